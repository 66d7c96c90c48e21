import type { Manifest } from './manifest.js';

/** The elements and their attributes in the words of those who let only known markup through. */
export interface AllowList {
  /** `dx-…` names. */
  tags: string[];
  /** Attributes by element; without `id`, `class` and the like. */
  attributes: Record<string, string[]>;
  /** Options of DOMPurify's `sanitize()`. */
  dompurify: { ADD_TAGS: string[]; ADD_ATTR: string[] };
  /** What is added to `allowedTags` and `allowedAttributes` of sanitize-html. */
  sanitizeHtml: { allowedTags: string[]; allowedAttributes: Record<string, string[]> };
  /** What a filter of `wp_kses_allowed_html` adds. */
  kses: Record<string, Record<string, true>>;
  /** `htmlSupport.allow` of CKEditor 5. */
  ckeditor: { name: string; attributes: string[] }[];
}

/**
 * What a sanitizer must let through, so that pages keep the elements that their authors put there. Nothing in the list
 * runs script: of all attributes only addresses (`src`, `history-src`) lead anywhere, and from those nothing is executed.
 *
 * @example DOMPurify.sanitize(html, allowList(manifest).dompurify)
 */
export function allowList({ blocks }: Manifest): AllowList {
  const tags = blocks.map(({ tag }) => tag);
  const attributes = Object.fromEntries(
    blocks.map(({ tag, settings }) => [tag, settings.map(({ attribute }) => attribute)]),
  );
  const all = [...new Set(Object.values(attributes).flat())];
  return {
    tags,
    attributes,
    dompurify: { ADD_TAGS: tags, ADD_ATTR: all },
    sanitizeHtml: { allowedTags: tags, allowedAttributes: attributes },
    kses: Object.fromEntries(
      tags.map((tag) => [tag, Object.fromEntries(attributes[tag]!.map((name) => [name, true] as const))]),
    ),
    ckeditor: tags.map((name) => ({ name, attributes: attributes[name]! })),
  };
}
