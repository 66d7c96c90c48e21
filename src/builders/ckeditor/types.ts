export interface CkModelNode {
  is(kind: 'element', name?: string): boolean;
}

export interface CkModelElement extends CkModelNode {
  readonly name: string;
  readonly childCount: number;
  getAttribute(name: string): unknown;
  getChild(index: number): unknown;
}

export interface CkModelWriter {
  createElement(name: string, attributes?: object): unknown;
  appendElement(name: string, parent: unknown): void;
  setAttribute(name: string, value: unknown, element: unknown): void;
}

export interface CkSchema {
  register(name: string, definition: object): void;
  checkChild(place: unknown, name: string): boolean;
  findAllowedParent(position: unknown, name: string): unknown;
}

/** Of an insertion and a removal the place; attributes and roots have none. */
export interface CkChange {
  readonly position?: { readonly parent: CkModelNode; readonly nodeAfter: CkModelNode | null };
}

export interface CkModel {
  schema: CkSchema;
  document: {
    selection: { getSelectedElement(): CkModelElement | null; getFirstPosition(): unknown };
    differ: { getChanges(): Iterable<CkChange> };
    registerPostFixer(fix: (writer: CkModelWriter) => boolean): void;
  };
  createRangeOn(node: unknown): { getItems(): Iterable<CkModelNode> };
  change(change: (writer: CkModelWriter) => void): void;
  insertObject(element: unknown, where?: null, offset?: null, options?: object): unknown;
}

/** A node of what is loaded, shown or saved. */
export interface CkViewElement {
  readonly name: string;
  readonly parent: unknown;
  getAttributes(): Iterable<[string, string]>;
  getAttributeKeys(): Iterable<string>;
  getClassNames(): Iterable<string>;
  getStyleNames(): Iterable<string>;
  getCustomProperty(name: string): unknown;
}

export interface CkViewWriter {
  createContainerElement(name: string, attributes: object, children?: unknown): unknown;
  createEditableElement(name: string, attributes: object): unknown;
  createPositionAt(parent: unknown, offset: number): unknown;
  insert(position: unknown, node: unknown): unknown;
  createEmptyElement(name: string, attributes: object): unknown;
  createRawElement(name: string, attributes: object, render: CkRender): unknown;
  createSlot(): unknown;
  setCustomProperty(name: string, value: unknown, element: unknown): void;
}

export type CkRender = (
  element: HTMLElement,
  converter: { setContentOf(element: HTMLElement, html: string): void },
) => void;

export interface CkUpcastData {
  viewItem: CkViewElement;
  modelCursor: unknown;
}

export interface CkUpcastApi {
  consumable: {
    test(item: unknown, what: object): unknown;
    consume(item: unknown, what: object | string): boolean;
  };
  schema: CkSchema;
  writer: CkModelWriter;
  safeInsert(element: unknown, position: unknown): boolean;
  convertChildren(item: unknown, into: unknown): unknown;
  updateConversionResult(element: unknown, data: unknown): void;
}

export interface CkDispatcher {
  on(event: string, listener: (event: unknown, data: never, api: never) => void, options?: object): void;
}

export interface CkConversion {
  add(change: (dispatcher: CkDispatcher) => void): unknown;
  elementToElement(config: object): unknown;
  elementToStructure(config: object): unknown;
}

/** What is used of an editor. */
export interface CkEditor {
  readonly isReadOnly: boolean;
  readonly locale: unknown;
  readonly model: CkModel;
  readonly data: {
    registerRawContentMatcher(pattern: { name: string }): void;
    htmlProcessor: { domConverter: { blockElements: string[]; inlineObjectElements: string[] } };
  };
  readonly conversion: { for(group: 'upcast' | 'dataDowncast' | 'editingDowncast'): unknown };
  readonly commands: { add(name: string, command: unknown): void; get(name: string): unknown };
  readonly editing: {
    view: {
      focus(): void;
      addObserver(observer: unknown): unknown;
      document: { on(event: string, listener: () => void): unknown };
    };
  };
  readonly plugins: { get(name: string): unknown };
  readonly ui: { componentFactory: { add(name: string, make: unknown): void } };
  execute(command: string, ...given: unknown[]): unknown;
  t(text: string): string;
}

/** What is used of a part of the interface. */
export interface CkView {
  element: HTMLElement | null;
  setTemplate(definition: unknown): void;
  set(values: object): void;
  on(event: string, listener: () => void): unknown;
  bind(property: string): { to(...given: unknown[]): unknown };
  focus?: () => void;
}

interface CkButton extends CkView {
  isEnabled: boolean;
}

interface CkDropdown extends CkView {
  buttonView: CkView;
}

export interface CkCommand {
  isEnabled: boolean;
  refresh(): void;
  execute(...given: unknown[]): void;
}

export interface CkDialog {
  show(definition: object): void;
  hide(): void;
}

/**
 * What the plugin takes from `ckeditor5`, in types of our own: the package comes without the editor, and so without its
 * declarations. `test/builders` compiles the plugin with the types of the editor itself.
 */
export interface CkParts {
  ButtonView: new (locale: never) => CkButton;
  Command: new (editor: never) => CkCommand;
  Dialog: unknown;
  DomEventObserver: abstract new (view: never) => {
    readonly document: { fire(event: string, data: unknown): void };
  };
  View: new (locale: never) => CkView;
  Widget: unknown;
  WidgetToolbarRepository: unknown;
  addToolbarToDropdown(dropdown: unknown, buttons: never, options: object): void;
  createDropdown(locale: unknown): CkDropdown;
  toWidget(element: unknown, writer: unknown, options: object): unknown;
  toWidgetEditable(element: unknown, writer: unknown, options: object): unknown;
}
