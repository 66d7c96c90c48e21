/** `ckeditor5` as this project compiles against it; pages have the package itself. */
import type { CkParts } from './types.js';

export const ButtonView: CkParts['ButtonView'];
export const Command: CkParts['Command'];
export const Dialog: CkParts['Dialog'];
export const DomEventObserver: CkParts['DomEventObserver'];
export const View: CkParts['View'];
export const Widget: CkParts['Widget'];
export const WidgetToolbarRepository: CkParts['WidgetToolbarRepository'];
export const addToolbarToDropdown: CkParts['addToolbarToDropdown'];
export const createDropdown: CkParts['createDropdown'];
export const toWidget: CkParts['toWidget'];
export const toWidgetEditable: CkParts['toWidgetEditable'];
