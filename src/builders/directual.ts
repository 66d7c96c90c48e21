import {
  componentNameOf,
  iconUrlOf,
  type Block,
  type Manifest,
  type Setting,
  type Values,
} from './manifest.js';
import { blockComponent, type CreateElement } from './react-block.js';

/** One line of a settings form, as the widgets of Directual declare it. */
export interface DirectualField {
  name: string;
  sysName: string;
  type: 'input' | 'number' | 'boolean' | 'select';
  options?: { value: string; label: string }[];
}

/** What a widget of Directual declares about itself. */
export interface DirectualSettings {
  icon: string;
  name: string;
  sysName: string;
  form: DirectualField[];
}

/** `settings` of an element, in the words that Directual's own widgets use. */
export function directualSettings(block: Block): DirectualSettings {
  return {
    icon: iconUrlOf(block),
    name: block.label,
    sysName: componentNameOf(block),
    form: block.settings.map(fieldOf),
  };
}

/**
 * Components with `settings`, by `sysName`, as Directual's widgets are written: values come as `props.data[sysName]`.
 *
 * @param createElement React's
 */
export function directualComponents<Node>(createElement: CreateElement<Node>, manifest: Manifest) {
  return Object.fromEntries(
    manifest.blocks.map((block) => {
      const render = blockComponent(createElement, block);
      const component = ({ data }: { data?: Values }): Node => render(data ?? block.content.attributes ?? {});
      const settings = directualSettings(block);
      return [settings.sysName, Object.assign(component, { settings })];
    }),
  );
}

const TYPES: Readonly<Record<string, DirectualField['type']>> = {
  boolean: 'boolean',
  number: 'number',
  enum: 'select',
};

function fieldOf(setting: Setting): DirectualField {
  const { property, type, options } = setting;
  return {
    name: setting.label,
    sysName: property,
    type: TYPES[type] ?? 'input',
    ...(options !== undefined && { options: options.map((option) => ({ ...option })) }),
  };
}
