// Names, not the package as a whole: a bundler takes no more of the editor than that.
import {
  addToolbarToDropdown,
  ButtonView,
  Command,
  createDropdown,
  Dialog,
  DomEventObserver,
  toWidget,
  toWidgetEditable,
  View,
  Widget,
  WidgetToolbarRepository,
} from 'ckeditor5';
import { ckeditorPlugin, type CkeditorPlugin } from './ckeditor/plugin.js';
import { packageManifest, packageScript } from './package-manifest.js';

/**
 * CKEditor 5 plugin: keeps and shows the elements; the toolbar item `dxRealtime` inserts one, and a double click opens its
 * settings. The page loads the elements; `dist/builders/ckeditor.umd.js` loads `dx-realtime.all.js` from the folder above.
 *
 * @example ClassicEditor.create(element, { plugins: [Essentials, Paragraph, DxRealtime], toolbar: ['dxRealtime'] })
 */
export const DxRealtime: CkeditorPlugin = ckeditorPlugin(
  {
    ...{ addToolbarToDropdown, ButtonView, Command, createDropdown, Dialog, DomEventObserver },
    ...{ toWidget, toWidgetEditable, View, Widget, WidgetToolbarRepository },
  },
  { manifest: packageManifest, script: packageScript },
);
