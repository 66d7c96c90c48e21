import type { Block, Setting } from '../../src/builders/manifest.js';

/** A value of a form that is no default, for any setting. */
export function otherValue({
  type,
  control,
  options,
  default: value,
  min,
  placeholder,
}: Setting): string | number | boolean {
  if (type === 'boolean') return true;
  if (type === 'number') return (min ?? 0) + 7;
  if (type === 'enum') return options!.find((option) => option.value !== value)!.value;
  if (control === 'time') return '7s';
  return placeholder ?? 'some "text" & <more>';
}

/** Such values for all settings of an element, by property. */
export const otherValues = (block: Block): Record<string, string | number | boolean> =>
  Object.fromEntries(block.settings.map((setting) => [setting.property, otherValue(setting)]));

/** In the order in which a form can be filled: a setting that another one hides comes before it. */
export const inFormOrder = ({ settings }: Block): Setting[] => [
  ...settings.filter(({ when }) => when !== undefined),
  ...settings.filter(({ when }) => when === undefined),
];
