import { categoryOf, type Block, type Manifest, type Setting } from './manifest.js';
import { attributesOf, initialValues } from './values.js';

/** One control of Storybook. */
export interface StorybookArgType {
  name: string;
  description: string;
  control: { type: 'text' | 'number' | 'boolean' | 'select'; min?: number; max?: number; step?: number };
  options?: string[];
  table: { category: string; defaultValue?: { summary: string } };
}

/** The default export of a file of stories. */
export interface StorybookMeta {
  title: string;
  component: string;
  args: Record<string, string | number | boolean>;
  argTypes: Record<string, StorybookArgType>;
  render: (args: Readonly<Record<string, unknown>>) => HTMLElement;
}

/**
 * Controls for one element, in the words of its settings form; `custom-elements.json` alone gives Storybook
 * properties without labels.
 *
 * @example export default storybookMeta(manifest, 'dx-refresher');
 * @throws RangeError where the manifest has no such element
 */
export function storybookMeta(manifest: Manifest, tag: string): StorybookMeta {
  const block = manifest.blocks.find((candidate) => candidate.tag === tag);
  if (block === undefined) throw new RangeError(`There is no <${tag}> in the manifest of ${manifest.name}.`);
  return {
    title: `${categoryOf(manifest, block)}/${block.label}`,
    component: tag,
    args: initialValues(block),
    argTypes: Object.fromEntries(block.settings.map((setting) => [setting.property, argTypeOf(setting)])),
    render: (args) => renderBlock(block, args),
  };
}

function renderBlock(block: Block, args: Readonly<Record<string, unknown>>): HTMLElement {
  const element = document.createElement(block.tag);
  for (const [name, value] of Object.entries(attributesOf(block, args))) element.setAttribute(name, value);
  return element;
}

function argTypeOf(setting: Setting): StorybookArgType {
  const { type, options, min, max, step, default: value, group } = setting;
  return {
    name: setting.label,
    description: setting.help,
    control: {
      type: type === 'number' || type === 'boolean' ? type : type === 'enum' ? 'select' : 'text',
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      ...(step !== undefined && { step }),
    },
    ...(options !== undefined && { options: options.map((option) => option.value) }),
    table: {
      category: group ?? 'General',
      ...(value !== null && { defaultValue: { summary: String(value) } }),
    },
  };
}
