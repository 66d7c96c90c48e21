import { categoryOf, iconUrlOf, placeholderOf, type Manifest, type Named, type Setting } from './manifest.js';
import { contentAttributes, htmlOf } from './values.js';

/** All that is known of one element, in plain words and values: for a builder that has no adapter here. */
export interface PluginBlock {
  tag: string;
  label: string;
  description: string;
  category: string;
  keywords: readonly string[];
  /** SVG, and the same as an address. */
  icon: string;
  iconUrl: string;
  /** What is dropped by default, as HTML and as attributes. */
  html: string;
  attributes: Readonly<Record<string, string>>;
  /** In the order of a form; label and placeholder ready to be shown. */
  settings: readonly Setting[];
  events: readonly Named[];
}

/**
 * Calls `register` once per element.
 *
 * @example registerPlugin((block) => myBuilder.add(block.label, block.html), manifest)
 */
export function registerPlugin(register: (block: PluginBlock) => void, manifest: Manifest): void {
  for (const block of manifest.blocks) {
    const { tag, label, description, icon, keywords = [], events = [] } = block;
    register({
      ...{ tag, label, description, icon, keywords, events },
      category: categoryOf(manifest, block),
      iconUrl: iconUrlOf(block),
      html: htmlOf(block),
      attributes: contentAttributes(block),
      settings: block.settings.map((setting) => ({
        ...setting,
        label: setting.label,
        placeholder: placeholderOf(setting),
      })),
    });
  }
}
