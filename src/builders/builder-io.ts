import {
  componentNameOf,
  iconUrlOf,
  type Block,
  type Manifest,
  type Setting,
  type Values,
} from './manifest.js';
import { blockComponent, classOf, type CreateElement } from './react-block.js';
import { initialValues } from './values.js';

/** One input of a component of Builder.io. */
export interface BuilderIoInput {
  name: string;
  friendlyName: string;
  type: 'text' | 'number' | 'boolean' | 'url';
  helperText: string;
  defaultValue?: string | number | boolean;
  required?: boolean;
  advanced?: boolean;
  enum?: { label: string; value: string }[];
  min?: number;
  max?: number;
  step?: number;
  regex?: { pattern: string; options: string; message: string };
  /** Code that Builder.io runs in its editor. */
  showIf?: string;
}

export interface BuilderIoInfo {
  name: string;
  friendlyName: string;
  description: string;
  image: string;
  noWrap: true;
  inputs: BuilderIoInput[];
}

/** What `Builder.registerComponent` takes beside the component. */
export function builderIoInfo(block: Block): BuilderIoInfo {
  return {
    name: componentNameOf(block),
    friendlyName: block.label,
    description: block.description,
    image: iconUrlOf(block),
    noWrap: true,
    inputs: block.settings.map((setting) => inputOf(setting, block)),
  };
}

/**
 * Registers all elements.
 *
 * @param register calls `Builder.registerComponent`
 * @param createElement React's
 */
export function registerBuilderIo<Node>(
  register: (component: (props: Readonly<Record<string, unknown>>) => Node, info: BuilderIoInfo) => void,
  createElement: CreateElement<Node>,
  manifest: Manifest,
): void {
  for (const block of manifest.blocks)
    register(blockComponent(createElement, block, editorAttributes), builderIoInfo(block));
}

/** What the editor knows an element by that it does not wrap. */
function editorAttributes({ attributes }: Values): Readonly<Record<string, unknown>> {
  const { className, ...others } = (attributes ?? {}) as Record<string, unknown>;
  return { ...others, ...classOf(className) };
}

function inputOf(setting: Setting, block: Block): BuilderIoInput {
  const { property, type, control, options, min, max, step, pattern, required, group } = setting;
  const initial = initialValues(block)[property];
  return {
    name: property,
    friendlyName: setting.label,
    type: type === 'number' || type === 'boolean' ? type : control === 'url' ? 'url' : 'text',
    helperText: setting.help,
    ...(initial !== undefined && { defaultValue: initial }),
    ...(required !== undefined && { required }),
    ...(group !== undefined && { advanced: true }),
    ...(options !== undefined && { enum: options.map((option) => ({ ...option })) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
    ...(pattern !== undefined && {
      regex: { pattern: `^(?:${pattern.source})$`, options: '', message: pattern.message },
    }),
    ...showIf(setting, block),
  };
}

function showIf({ when }: Setting, block: Block): Pick<BuilderIoInput, 'showIf'> {
  const other = block.settings.find(({ attribute }) => attribute === when?.attribute);
  if (when === undefined || other === undefined) return {};
  const value = `options.get(${JSON.stringify(other.property)}) ?? ${JSON.stringify(other.default)}`;
  return { showIf: `${JSON.stringify(when.in)}.includes(${value})` };
}
