import { placeholderOf, type Block, type Manifest, type Setting, type Values } from './manifest.js';
import { attributesOf, initialValues, isShown } from './values.js';

/** `block.json` of one element. */
export interface WordPressMetadata {
  apiVersion: 3;
  name: string;
  title: string;
  description: string;
  category: string;
  keywords: string[];
  attributes: Record<string, { type: string; enum?: string[]; default?: string | number | boolean }>;
  supports: { html: false; className: false; customClassName: false };
}

/** What is used of the packages of WordPress: the global `wp`, or the same four by import. */
export interface WordPress {
  blocks: { registerBlockType: (name: string, settings: object) => unknown };
  element: { createElement: (type: unknown, props: object | null, ...children: unknown[]) => unknown };
  blockEditor: { InspectorControls: unknown; useBlockProps: () => object };
  components: Record<'PanelBody' | 'TextControl' | 'ToggleControl' | 'SelectControl', unknown>;
}

interface EditProps {
  attributes: Values;
  setAttributes: (values: Record<string, unknown>) => void;
}

/**
 * @param category slug of a group of the inserter that is there. Default `widgets`, which every site has.
 * @returns what stands in `block.json`, in a form that JSON can hold
 */
export function wordpressMetadata(block: Block, manifest: Manifest, category = 'widgets'): WordPressMetadata {
  const initial = initialValues(block);
  return {
    apiVersion: 3,
    name: `${manifest.name}/${block.tag}`,
    title: block.label,
    description: block.description,
    category,
    keywords: [...(block.keywords ?? [])],
    attributes: Object.fromEntries(
      block.settings.map(({ property, type, options }) => [
        property,
        {
          type: type === 'enum' ? 'string' : type,
          ...(options !== undefined && { enum: options.map(({ value }) => value) }),
          ...(initial[property] !== undefined && { default: initial[property] }),
        },
      ]),
    ),
    supports: { html: false, className: false, customClassName: false },
  };
}

/**
 * Registers a static block per element: the element is saved as HTML, so that the page shows it without PHP. The
 * editor's frame and the page load `dx-realtime.js` as any script of a theme or plugin does.
 *
 * @param wp the global `wp`
 * @param category as for {@link wordpressMetadata}
 */
export function registerWordPress(wp: WordPress, manifest: Manifest, category?: string): void {
  const { createElement } = wp.element;
  for (const block of manifest.blocks) {
    const draw = (attributes: Values): unknown => createElement(block.tag, attributesOf(block, attributes));
    const metadata = wordpressMetadata(block, manifest, category);
    wp.blocks.registerBlockType(metadata.name, {
      ...metadata,
      icon: createElement('span', { dangerouslySetInnerHTML: { __html: withoutFill(block.icon) } }),
      edit: (props: EditProps) =>
        createElement(
          'div',
          wp.blockEditor.useBlockProps(),
          drawForm(wp, block, props),
          draw(props.attributes),
        ),
      save: ({ attributes }: { attributes: Values }) => draw(attributes),
    });
  }
}

/** The editor's style sheet fills every icon; what stands in the icon's own style counts more. */
const withoutFill = (icon: string): string => icon.replace("fill='none'", "style='fill:none'");

function drawForm(wp: WordPress, block: Block, props: EditProps): unknown {
  const { createElement } = wp.element;
  const shown = block.settings.filter((setting) => isShown(setting, block, props.attributes));
  const groups = [...new Set(shown.map(({ group }) => group))];
  const panels = groups.map((group) =>
    createElement(
      wp.components.PanelBody,
      { key: group ?? '', title: group ?? block.label, initialOpen: group === undefined },
      ...shown.filter((setting) => setting.group === group).map((setting) => drawControl(wp, setting, props)),
    ),
  );
  return createElement(wp.blockEditor.InspectorControls, null, ...panels);
}

function drawControl(wp: WordPress, setting: Setting, { attributes, setAttributes }: EditProps): unknown {
  const { property, type, options, help } = setting;
  const value = attributes[property];
  const base = { key: property, label: setting.label, help };
  const change = (given: unknown): void => setAttributes({ [property]: given });
  const { createElement } = wp.element;
  const { TextControl, ToggleControl, SelectControl } = wp.components;
  if (type === 'boolean')
    return createElement(ToggleControl, { ...base, checked: value === true, onChange: change });
  if (type === 'enum')
    return createElement(SelectControl, {
      ...base,
      value: value ?? setting.default,
      options,
      onChange: change,
    });
  const text = { ...base, value: value ?? '', placeholder: placeholderOf(setting) };
  if (type !== 'number') return createElement(TextControl, { ...text, onChange: change });
  const changeNumber = (given: string): void => change(given === '' ? undefined : Number(given));
  return createElement(TextControl, { ...text, type: 'number', onChange: changeNumber });
}
