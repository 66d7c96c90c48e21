import { createElement, useLayoutEffect, type ReactElement, type ReactNode } from 'react';
import {
  categoryOf,
  componentNameOf,
  placeholderOf,
  type Block,
  type Manifest,
  type Setting,
} from './manifest.js';
import { blockComponent } from './react-block.js';
import { addScript, type ScriptSource } from './script.js';
import { initialValues, isShown } from './values.js';

/** A field as Puck takes it. */
export type PuckField =
  | { type: 'text'; label: string; placeholder: string }
  | { type: 'number'; label: string; placeholder: string; min?: number; max?: number; step?: number }
  | { type: 'select'; label: string; options: { label: string; value: string }[] }
  | { type: 'radio'; label: string; options: { label: string; value: boolean }[] };

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the props of a Puck component are what its fields are
type Props = any;

export interface PuckComponent {
  label: string;
  fields: Record<string, PuckField>;
  defaultProps: Props;
  resolveFields: (data: { props: Props }) => Record<string, PuckField>;
  render: (props: Props) => ReactElement;
}

export interface PuckConfig {
  components: Record<string, PuckComponent>;
  categories: Record<string, { title: string; components: string[] }>;
}

/**
 * Components and categories for the `config` of `<Puck>` and `<Render>`.
 *
 * @example const config = { components: { ...puckConfig(manifest).components, Heading } }
 */
export function puckConfig(manifest: Manifest): PuckConfig {
  const components: PuckConfig['components'] = {};
  const categories: PuckConfig['categories'] = {};
  for (const block of manifest.blocks) {
    const name = componentNameOf(block);
    components[name] = puckComponent(block);
    const category = (categories[block.category] ??= { title: categoryOf(manifest, block), components: [] });
    category.components.push(name);
  }
  return { components, categories };
}

/**
 * `overrides` for `<Puck>`: its canvas is a frame, into which Puck copies styles but no scripts.
 *
 * @example <Puck config={config} data={data} overrides={puckOverrides(manifest, { src: '/dx-realtime.js' })} />
 */
export function puckOverrides(manifest: Manifest, script: ScriptSource) {
  return {
    iframe: ({ children, document }: { children: ReactNode; document?: Document }): ReactElement => {
      useLayoutEffect(() => {
        if (document !== undefined) addScript(document, manifest, script);
      }, [document]);
      return createElement('div', { style: { display: 'contents' } }, children);
    },
  };
}

function puckComponent(block: Block): PuckComponent {
  const fieldsFor = (props: Props): Record<string, PuckField> =>
    Object.fromEntries(
      block.settings
        .filter((setting) => isShown(setting, block, props as object as Record<string, unknown>))
        .map((setting) => [setting.property, fieldOf(setting)]),
    );
  const initial = initialValues(block);
  return {
    label: block.label,
    fields: fieldsFor(initial),
    defaultProps: initial,
    resolveFields: ({ props }) => fieldsFor(props),
    render: blockComponent((type, props) => createElement(type, props), block),
  };
}

function fieldOf(setting: Setting): PuckField {
  const { type, options = [], min, max, step } = setting;
  const label = setting.label;
  const placeholder = placeholderOf(setting);
  if (type === 'boolean')
    return {
      type: 'radio',
      label,
      options: [false, true].map((value) => ({ label: value ? 'Yes' : 'No', value })),
    };
  if (type === 'enum') return { type: 'select', label, options: options.map((option) => ({ ...option })) };
  if (type !== 'number') return { type: 'text', label, placeholder };
  return {
    ...{ type, label, placeholder },
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
  };
}
