import { categoryOf, placeholderOf, type Block, type Manifest, type Setting } from './manifest.js';
import { addScript, type ScriptSource } from './script.js';
import { packageManifest, packageScript } from './package-manifest.js';
import { contentAttributes, isShown, writtenValue, type attributesOf } from './values.js';

type Attributes = ReturnType<typeof attributesOf>;

/** What is used of a GrapesJS editor. */
export interface GrapesEditor {
  Components: { addType(type: string, definition: object): unknown };
  Blocks: { add(id: string, properties: { label: string; [name: string]: unknown }): unknown };
  Canvas: { getDocument(): Document | null | undefined };
  on(event: string, listener: (given: { window?: Window }) => void): unknown;
}

/** What is used of a GrapesJS component. */
interface GrapesComponent {
  getAttributes(options?: object): Attributes;
  setAttributes(attributes: Attributes): unknown;
  addAttributes(attributes: Attributes): unknown;
  removeAttributes(names: string[]): unknown;
  on(event: string, listener: () => void): unknown;
  set(name: string, value: unknown): unknown;
}

export interface GrapesOptions {
  manifest: Manifest;
  /** Where the canvas gets the elements from; absent = something else loads them. */
  script?: ScriptSource;
}

/**
 * GrapesJS plugin: a block, a component type and a settings form per element. The canvas is in design mode; the preview
 * is live.
 *
 * @example grapesjs.init({ plugins: [(editor) => grapesjsPlugin(editor, { manifest, script: { src: '/dx-realtime.js' } })] })
 */
export function grapesjsPlugin(editor: GrapesEditor, { manifest, script }: GrapesOptions): void {
  for (const block of manifest.blocks) {
    editor.Components.addType(block.tag, componentType(block));
    editor.Blocks.add(block.tag, {
      label: block.label,
      category: categoryOf(manifest, block),
      media: drawnIcon(block),
      attributes: { title: block.description },
      select: true,
      content: { type: block.tag, attributes: contentAttributes(block) },
    });
  }
  const setMode = (document: Document | null | undefined, mode: string): void =>
    document?.documentElement.setAttribute('data-dx-mode', mode);
  editor.on('canvas:frame:load', ({ window: view }) => {
    const document = view?.document;
    setMode(document, 'design');
    if (document !== undefined && script !== undefined) addScript(document, manifest, script);
  });
  // The button of GrapesJS runs it by the short name, code by either.
  for (const command of ['preview', 'core:preview']) {
    editor.on(`command:run:${command}`, () => setMode(editor.Canvas.getDocument(), 'live'));
    editor.on(`command:stop:${command}`, () => setMode(editor.Canvas.getDocument(), 'design'));
  }
}

/**
 * The same, by the conventions of GrapesJS: nothing needs to be passed. Loaded by a script tag
 * (`dist/builders/grapesjs.umd.js`) it is the plugin `dx-realtime-grapesjs`, and the canvas loads `dx-realtime.all.js` from
 * the folder above.
 *
 * @example grapesjs.init({ plugins: [plugin], pluginsOpts: { [plugin]: { script: { src: '/dx-realtime.all.js' } } } })
 */
export default function plugin(editor: GrapesEditor, options: Partial<GrapesOptions> = {}): void {
  grapesjsPlugin(editor, {
    manifest: packageManifest,
    ...(packageScript && { script: packageScript }),
    ...options,
  });
}

/** The style sheet of GrapesJS fills icons; ours are lines. */
const drawnIcon = ({ icon }: Block): string => icon.replace('<svg ', '<svg style="fill:none" ');

function componentType(block: Block): object {
  return {
    isComponent: ({ tagName }: { tagName?: string }) => tagName?.toLowerCase() === block.tag,
    model: {
      defaults: {
        tagName: block.tag,
        name: block.label,
        icon: drawnIcon(block),
        droppable: block.container === true,
        attributes: {},
        traits: traitsOf(block, contentAttributes(block)),
      },
      init(this: GrapesComponent) {
        let shown = '';
        const update = (): void => {
          const traits = traitsOf(block, this.getAttributes());
          const names = traits.map(({ name }) => name).join();
          if (names !== shown) this.set('traits', traits);
          shown = names;
        };
        update();
        this.on('change:attributes', update);
      },
    },
  };
}

function traitsOf(block: Block, attributes: Attributes) {
  return block.settings
    .filter((setting) => isShown(setting, block, attributes))
    .map((setting) => traitOf(setting, block));
}

const TRAIT_TYPES: Readonly<Record<string, string>> = {
  boolean: 'checkbox',
  number: 'number',
  enum: 'select',
};

function traitOf(setting: Setting, block: Block) {
  const { attribute, type, default: value, options = [], min, max, step, group } = setting;
  return {
    type: TRAIT_TYPES[type] ?? 'text',
    name: attribute,
    label: setting.label,
    placeholder: placeholderOf(setting),
    attributes: { title: setting.help },
    category: categoryOfTrait(group, block),
    ...(type === 'enum' && { options: options.map(({ value: id, label }) => ({ id, label })) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
    getValue: ({ component }: { component: GrapesComponent }) => {
      const text = component.getAttributes()[attribute];
      if (type === 'boolean') return text !== undefined && text !== 'false';
      return text ?? (type === 'enum' ? value : '');
    },
    setValue: ({ component, value: given }: { component: GrapesComponent; value: unknown }) => {
      const text = writtenValue(setting, given);
      if (text === null) component.removeAttributes([attribute]);
      else component.addAttributes({ [attribute]: text });
    },
  };
}

/** GrapesJS puts what has no category after all others, where nobody looks for it. */
function categoryOfTrait(group: string | undefined, { tag, label }: Block) {
  return group === undefined ? { id: tag, label, open: true } : { id: group, label: group, open: false };
}
