/**
 * `manifest.json` as code reads it. Everything a builder is told comes from here, so that an element that is added to
 * the package is in every builder without a line about it. Pass the file in: how JSON is imported differs from tool
 * to tool.
 */

/** What a page builder needs to offer the elements of a package. */
export interface Manifest {
  name: string;
  version: string;
  title: string;
  categories: readonly { id: string; label: string }[];
  /**
   * Files that register all elements: `all` and `classic` for `<script src>`, `module` for `import`. The latter two load
   * `parts` from the folder beside them; `all` needs no other file.
   */
  scripts: { all: PackageFile; classic: PackageFile; module: PackageFile; parts: readonly PackageFile[] };
  blocks: readonly Block[];
}

export interface PackageFile {
  /** Path in the package. */
  src: string;
  integrity: string;
}

/** One element. */
export interface Block {
  tag: string;
  label: string;
  description: string;
  /** An SVG drawn in the current colour. */
  icon: string;
  /** Id of one of the manifest's categories. */
  category: string;
  keywords?: readonly string[];
  /** File of the package that registers this element, for bundlers. */
  module: string;
  /** False: it draws nothing on a live page, and a label on a canvas. */
  visual: boolean;
  /** True: other elements may lie in it. */
  container?: boolean;
  /** What is dropped by default. */
  content: { attributes?: Readonly<Record<string, string | undefined>> };
  settings: readonly Setting[];
  events?: readonly Named[];
  states?: readonly Named[];
  parts?: readonly Named[];
  cssProperties?: readonly Named[];
}

export interface Named {
  name: string;
  description: string;
  default?: string;
  /** Of an event, in TypeScript. */
  type?: string;
}

/** One attribute, as a form shows it. */
export interface Setting {
  attribute: string;
  property: string;
  /** JSON files widen to `string`; one of `string`, `number`, `boolean`, `enum`. */
  type: string;
  /** One of `text`, `number`, `boolean`, `select`, `url`, `event-name`, `time` (a text such as `2s`). */
  control: string;
  label: string;
  help: string;
  placeholder?: string;
  /** What counts where the attribute is absent; null = nothing. */
  default: string | number | boolean | null;
  required?: boolean;
  options?: readonly { value: string; label: string }[];
  min?: number;
  max?: number;
  step?: number;
  group?: string;
  pattern?: { source: string; message: string };
  /** Shown only while another setting has one of these values. */
  when?: { attribute: string; in: readonly string[] };
}

/** What a form holds, by attribute or by property. */
export type Values = Readonly<Record<string, unknown>>;

/** The label of a block's category. */
export function categoryOf(manifest: Manifest, block: Block): string {
  return manifest.categories.find(({ id }) => id === block.category)?.label ?? manifest.title;
}

/** `dx-alert-toast` → `DxAlertToast`, for builders that want a name. */
export function componentNameOf({ tag }: Block): string {
  return tag.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

/** The icon as an address, for builders that take pictures only. */
export function iconUrlOf({ icon }: Block): string {
  return `data:image/svg+xml,${encodeURIComponent(icon)}`;
}

/** What an empty field shows: an example, else the default. */
export function placeholderOf(setting: Setting): string {
  const { placeholder, default: value } = setting;
  return placeholder ?? (value === null || typeof value === 'boolean' ? '' : String(value));
}
