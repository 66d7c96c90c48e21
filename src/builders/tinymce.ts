import { groupsOf, resultOf, shownValue } from './form.js';
import { categoryOf, placeholderOf, type Block, type Manifest, type Setting } from './manifest.js';
import { packageManifest, packageScript } from './package-manifest.js';
import { addScript } from './script.js';
import { htmlOf } from './values.js';

/** One entry of the `custom_elements` option. */
export interface TinyElement {
  extends: string;
  attributes: string[];
  children: string[];
  padEmpty: boolean;
  componentUrl: string;
}

/**
 * The `custom_elements` option: without it the editor drops the elements or their attributes.
 *
 * @param script address of `dist/dx-realtime.js`, which the editor loads into its frame
 */
export function tinymceElements(manifest: Manifest, script: string): Record<string, TinyElement> {
  return Object.fromEntries(
    manifest.blocks.map(({ tag, settings }) => [
      tag,
      {
        extends: 'div',
        attributes: [
          'id',
          'class',
          'style',
          'contenteditable',
          ...settings.map(({ attribute }) => attribute),
        ],
        children: ['@flow'],
        padEmpty: false,
        componentUrl: script,
      },
    ]),
  );
}

/** What is used of its parser and serializer. */
interface TinyFilters {
  addNodeFilter(tags: string, filter: (nodes: TinyNode[]) => void): unknown;
}

interface TinyNode {
  name: string;
  firstChild?: unknown;
  attr(name: string, value: string | null): unknown;
}

/** What is used of a TinyMCE editor. */
export interface TinyEditor {
  ui: {
    registry: { addMenuButton(name: string, spec: object): void; addIcon(name: string, svg: string): void };
  };
  windowManager: { open(dialog: object): unknown; alert(message: string): void };
  selection: { select(element: Element): unknown; setContent(html: string): unknown };
  insertContent(html: string): void;
  undoManager: { transact(change: () => void): unknown };
  on(event: string, listener: (event: { target: unknown }) => void): unknown;
  getDoc(): Document;
  parser: TinyFilters;
  serializer: TinyFilters;
  dom: { setAttribs(element: Element, attributes: Record<string, string | null>): void };
  nodeChanged(): void;
}

/** What is used of the global `tinymce`. */
export interface TinyGlobal {
  PluginManager: { add(name: string, plugin: (editor: TinyEditor & TinySchema) => void): unknown };
}

/** What is used of an editor before it parses its first text. */
interface TinySchema {
  schema: { addCustomElements(elements: Record<string, TinyElement>): void };
}

/**
 * Adds the plugin `dxrealtime`, for `plugins: 'dxrealtime'` or `external_plugins`: the elements are kept, and can be
 * inserted and set.
 *
 * @param script address of the script for the editor's frame. Default: `dx-realtime.all.js`, from the folder above
 * `dist/builders/tinymce.umd.js`
 */
export function addTinymcePlugin(tinymce: TinyGlobal, script = packageScript?.src ?? ''): void {
  tinymce.PluginManager.add('dxrealtime', (editor) => {
    editor.on('PreInit', () => {
      editor.schema.addCustomElements(tinymceElements(packageManifest, script));
      // The editor has loaded the scripts of the elements that it knew before.
      if (script !== '') addScript(editor.getDoc(), packageManifest, { src: script });
    });
    tinymcePlugin(editor, packageManifest);
  });
}

/**
 * Adds the toolbar button `dxrealtime`, which inserts an element, and its settings form, which a double click opens.
 *
 * @example tinymce.init({ toolbar: 'dxrealtime', setup: (editor) => tinymcePlugin(editor, manifest),
 *   custom_elements: tinymceElements(manifest, '/dx-realtime.js') })
 */
export function tinymcePlugin(editor: TinyEditor, manifest: Manifest): void {
  for (const { tag, icon } of manifest.blocks) editor.ui.registry.addIcon(tag, icon);
  const first = manifest.blocks[0];
  editor.ui.registry.addMenuButton('dxrealtime', {
    text: first === undefined ? manifest.title : categoryOf(manifest, first),
    fetch: (show: (items: object[]) => void) =>
      show(
        manifest.blocks.map((block) => ({
          type: 'menuitem',
          text: block.label,
          icon: block.tag,
          onAction: () => editor.insertContent(htmlOf(block)),
        })),
      ),
  });
  keepWhole(editor, manifest);
  editor.on('dblclick', ({ target }) => {
    const element = target as Element;
    const block = manifest.blocks.find(({ tag }) => tag === element.localName);
    if (block !== undefined) openForm(editor, block, element);
  });
}

/**
 * Elements are selected and moved as a whole: nothing is typed into them, except into those that hold other content.
 * What is saved does not say so.
 */
function keepWhole(editor: TinyEditor, { blocks }: Manifest): void {
  const tags = blocks.map(({ tag }) => tag).join();
  const containers = blocks.filter(({ container }) => container === true).map(({ tag }) => tag);
  editor.on('PreInit', () => {
    // What cannot be typed into looks like a page that is used, not like one that is written.
    editor.getDoc().documentElement.setAttribute('data-dx-mode', 'design');
    editor.parser.addNodeFilter(tags, (nodes) => {
      for (const node of nodes)
        if (!node.firstChild || !containers.includes(node.name)) node.attr('contenteditable', 'false');
    });
    editor.serializer.addNodeFilter(tags, (nodes) => {
      for (const node of nodes) node.attr('contenteditable', null);
    });
  });
}

function openForm(editor: TinyEditor, block: Block, element: Element): void {
  editor.windowManager.open({
    title: block.label,
    size: 'medium',
    initialData: Object.fromEntries(
      block.settings.map((setting) => [
        setting.attribute,
        shownValue(setting, element.getAttribute(setting.attribute)),
      ]),
    ),
    body: {
      type: 'tabpanel',
      tabs: groupsOf(block).map(({ title, settings }) => ({
        name: title,
        title,
        items: settings.map(itemOf),
      })),
    },
    buttons: [
      { type: 'cancel', text: 'Cancel' },
      { type: 'submit', text: 'Save', primary: true },
    ],
    onSubmit: (dialog: { getData(): Record<string, unknown>; close(): void }) => {
      const result = resultOf(block, dialog.getData());
      if ('problem' in result) {
        editor.windowManager.alert(result.problem);
        return;
      }
      editor.undoManager.transact(() => write(editor, block, element, result.attributes));
      dialog.close();
    },
  });
}

function write(
  editor: TinyEditor,
  block: Block,
  element: Element,
  attributes: Readonly<Record<string, string>>,
): void {
  for (const { attribute } of block.settings) {
    const text = attributes[attribute] ?? null;
    // The editor keeps addresses a second time, and takes an empty text for none.
    editor.dom.setAttribs(element, { [attribute]: text });
    if (text === '') element.setAttribute(attribute, text);
  }
}

function itemOf(setting: Setting): object {
  const { attribute: name, type, options = [] } = setting;
  const label = setting.label;
  if (type === 'boolean') return { type: 'checkbox', name, label };
  if (type === 'enum')
    return {
      type: 'listbox',
      name,
      label,
      items: options.map(({ value, label: text }) => ({ value, text })),
    };
  return { type: 'input', name, label, placeholder: placeholderOf(setting) };
}
