import {
  categoryOf,
  componentNameOf,
  iconUrlOf,
  type Block,
  type Manifest,
  type Setting,
} from './manifest.js';
import { blockComponent, classOf, type CreateElement } from './react-block.js';
import { initialValues, isShown } from './values.js';

interface PlasmicPropBase {
  displayName: string;
  description: string;
  advanced?: boolean;
  hidden?: (props: Readonly<Record<string, unknown>>) => boolean;
}

/** One prop of a code component of Plasmic. */
export type PlasmicProp = PlasmicPropBase &
  (
    | { type: 'string'; defaultValue?: string; defaultValueHint?: string }
    | {
        type: 'number';
        defaultValue?: number;
        defaultValueHint?: number;
        min?: number;
        max?: number;
        step?: number;
      }
    | { type: 'boolean'; defaultValue?: boolean; defaultValueHint?: boolean }
    | { type: 'choice'; options: { label: string; value: string }[]; defaultValueHint?: string }
  );

export interface PlasmicMeta {
  name: string;
  displayName: string;
  description: string;
  section: string;
  thumbnailUrl: string;
  importPath: string;
  importName: string;
  isAttachment?: boolean;
  props: Record<string, PlasmicProp>;
}

/** What `registerComponent` of Plasmic takes beside the component. */
export function plasmicMeta(block: Block, manifest: Manifest): PlasmicMeta {
  return {
    name: block.tag,
    displayName: block.label,
    description: block.description,
    section: categoryOf(manifest, block),
    thumbnailUrl: iconUrlOf(block),
    importPath: `${manifest.name}/react/elements`,
    importName: componentNameOf(block),
    props: Object.fromEntries(block.settings.map((setting) => [setting.property, propOf(setting, block)])),
  };
}

/**
 * Registers all elements.
 *
 * @param register `registerComponent` of `@plasmicapp/host` or of the loader
 * @param createElement React's
 */
export function registerPlasmic<Node>(
  register: (component: (props: Readonly<Record<string, unknown>>) => Node, meta: PlasmicMeta) => void,
  createElement: CreateElement<Node>,
  manifest: Manifest,
): void {
  for (const block of manifest.blocks)
    // Plasmic styles an element by a class.
    register(
      blockComponent(createElement, block, ({ className }) => classOf(className)),
      plasmicMeta(block, manifest),
    );
}

function propOf(setting: Setting, block: Block): PlasmicProp {
  const { property, type, options = [], min, max, step, default: value, group, when } = setting;
  const initial = initialValues(block)[property];
  const base: PlasmicPropBase = {
    displayName: setting.label,
    description: setting.help,
    ...(group !== undefined && { advanced: true }),
    ...(when !== undefined && { hidden: (props) => !isShown(setting, block, props) }),
  };
  const given = {
    ...(initial !== undefined && { defaultValue: initial }),
    ...(value !== null && { defaultValueHint: value }),
  } as object;
  if (type === 'boolean') return { ...base, type, ...given };
  if (type === 'enum')
    return { ...base, type: 'choice', options: options.map((option) => ({ ...option })), ...given };
  if (type !== 'number') return { ...base, type: 'string', ...given };
  return {
    ...{ ...base, type, ...given },
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
  };
}
