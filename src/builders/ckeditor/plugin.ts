import { categoryOf, type Block, type Manifest } from '../manifest.js';
import { addScript, type ScriptSource } from '../script.js';
import { contentAttributes } from '../values.js';
import { convertElements, elementOf, modelOf, WIDGET_MARK } from './conversion.js';
import { openSettings } from './settings-dialog.js';
import type { CkCommand, CkEditor, CkModelElement, CkParts, CkView } from './types.js';

type Attributes = Readonly<Record<string, string>>;

/** A plugin as the option `plugins` takes it. */
export interface CkeditorPlugin {
  new (editor: CkEditor): { init(): void };
  readonly pluginName: 'DxRealtime';
  /** The editor's own constructors, of which nothing is declared here: `never` fits what its types ask for. */
  readonly requires: readonly never[];
}

export interface CkeditorOptions {
  manifest: Manifest;
  /** Where the page gets the elements from; null = something else loads them. */
  script: ScriptSource | null;
}

/**
 * Makes the plugin `DxRealtime`: the elements are kept, shown, and can be inserted and set.
 *
 * @param parts what it takes from `ckeditor5`
 */
export function ckeditorPlugin(parts: CkParts, { manifest, script }: CkeditorOptions): CkeditorPlugin {
  return class DxRealtime {
    static readonly pluginName = 'DxRealtime';
    static readonly requires = [parts.Widget, parts.WidgetToolbarRepository, parts.Dialog] as never[];
    readonly #editor: CkEditor;

    constructor(editor: CkEditor) {
      this.#editor = editor;
    }

    init(): void {
      const editor = this.#editor;
      if (script !== null) addScript(document, manifest, script);
      convertElements(editor, parts, manifest);
      editor.commands.add('insertDxRealtime', insertCommand(editor, parts, manifest));
      editor.commands.add('setDxRealtime', setCommand(editor, parts, manifest));
      addMenu(editor, parts, manifest);
      addSettings(editor, parts, manifest);
    }

    /** Once all plugins are there, one of which has the toolbars of widgets. */
    afterInit(): void {
      addWidgetToolbar(this.#editor, manifest);
    }
  };
}

/** `editor.execute('insertDxRealtime', 'dx-inbox')` */
function insertCommand(editor: CkEditor, { Command }: CkParts, { blocks }: Manifest): CkCommand {
  const { model } = editor;
  return new (class extends Command {
    override refresh(): void {
      const place = model.document.selection.getFirstPosition();
      this.isEnabled = model.schema.findAllowedParent(place, 'dxRealtimeBlock') !== null;
    }
    override execute(tag: string): void {
      const block = blocks.find((candidate) => candidate.tag === tag);
      if (block === undefined) return;
      const { name, attributes } = modelOf(block, contentAttributes(block));
      model.change((writer) => {
        // The element before it is still selected, and would be replaced.
        const isSelected = model.document.selection.getSelectedElement() !== null;
        const options = { setSelection: 'on', findOptimalPosition: isSelected ? 'after' : 'auto' };
        model.insertObject(writer.createElement(name, attributes), null, null, options);
      });
    }
  })(editor as never);
}

/** `editor.execute('setDxRealtime', { 'event-name': 'alert' })` sets the settings of the element that is selected. */
function setCommand(editor: CkEditor, { Command }: CkParts, manifest: Manifest): CkCommand {
  const { model } = editor;
  const selected = (): CkModelElement | null => model.document.selection.getSelectedElement();
  return new (class extends Command {
    override refresh(): void {
      this.isEnabled = elementOf(manifest, selected()) !== null;
    }
    override execute(attributes: Attributes): void {
      const element = selected();
      const found = elementOf(manifest, element);
      if (found === null) return;
      model.change((writer) =>
        writer.setAttribute('dxAttributes', withSettings(found.block, found.attributes, attributes), element),
      );
    }
  })(editor as never);
}

/** Attributes that the form does not know, such as `class`, stay. */
function withSettings({ settings }: Block, attributes: Attributes, set: Attributes): Attributes {
  const isSetting = (name: string): boolean => settings.some(({ attribute }) => attribute === name);
  return { ...Object.fromEntries(Object.entries(attributes).filter(([name]) => !isSetting(name))), ...set };
}

function addMenu(editor: CkEditor, parts: CkParts, manifest: Manifest): void {
  const { blocks, title } = manifest;
  const label = blocks[0] === undefined ? title : categoryOf(manifest, blocks[0]);
  editor.ui.componentFactory.add('dxRealtime', (locale: unknown) => {
    const dropdown = parts.createDropdown(locale);
    dropdown.buttonView.set({ label, withText: true });
    dropdown.bind('isEnabled').to(editor.commands.get('insertDxRealtime'));
    const buttons = (): CkView[] => blocks.map((block) => insertButton(editor, parts, block));
    parts.addToolbarToDropdown(dropdown, buttons as never, { isVertical: true, ariaLabel: label });
    return dropdown;
  });
}

function insertButton(editor: CkEditor, { ButtonView }: CkParts, { tag, label, icon }: Block): CkView {
  const button = new ButtonView(editor.locale as never);
  button.set({ label, icon: asLines(icon), withText: true });
  button.on('execute', () => {
    editor.execute('insertDxRealtime', tag);
    editor.editing.view.focus();
  });
  return button;
}

/** The style sheet of the editor fills what does not say that it is not filled. */
const asLines = (icon: string): string => icon.replaceAll(/<(path|rect|circle)/g, `$& fill='none'`);

const SETTINGS_ICON = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' stroke='currentColor' stroke-width='1.5'
stroke-linecap='round'><path d='M3 6h7M14 6h3M3 14h3M10 14h7'/><circle cx='12' cy='6' r='2'/><circle cx='8' cy='14' r='2'/></svg>`;

/** The form of the element that is selected, from its toolbar or by a double click. */
function addSettings(editor: CkEditor, parts: CkParts, manifest: Manifest): void {
  const open = (): void => {
    const found = elementOf(manifest, editor.model.document.selection.getSelectedElement());
    if (found === null || editor.isReadOnly) return;
    openSettings(editor, parts, found, (attributes) => void editor.execute('setDxRealtime', attributes));
  };
  editor.ui.componentFactory.add('dxRealtimeSettings', (locale: unknown) => {
    const button = new parts.ButtonView(locale as never);
    button.set({ label: 'Settings', icon: asLines(SETTINGS_ICON), tooltip: true });
    button.bind('isEnabled').to(editor.commands.get('setDxRealtime'));
    button.on('execute', open);
    return button;
  });
  const { view } = editor.editing;
  view.addObserver(doubleClickObserver(parts));
  view.document.on('dblclick', open);
}

function doubleClickObserver({ DomEventObserver }: CkParts): unknown {
  return class extends DomEventObserver {
    get domEventType(): 'dblclick' {
      return 'dblclick';
    }
    onDomEvent({ type }: Event): void {
      this.document.fire(type, {});
    }
  };
}

function addWidgetToolbar(editor: CkEditor, { title }: Manifest): void {
  const toolbars = editor.plugins.get('WidgetToolbarRepository') as {
    register(id: string, definition: object): void;
  };
  toolbars.register('dxRealtime', {
    ariaLabel: title,
    items: ['dxRealtimeSettings'],
    getRelatedElement: (selection: {
      getSelectedElement(): { getCustomProperty(name: string): unknown } | null;
    }) => {
      const element = selection.getSelectedElement();
      return element?.getCustomProperty(WIDGET_MARK) === true ? element : null;
    },
  });
}
