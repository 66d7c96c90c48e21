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

/** CKEditor knows elements of others by this name only, and then lets all of them through, without attributes. */
const CKEDITOR_UNKNOWN = { name: '$customElement', attributes: [] };

/**
 * What a sanitizer must let through, so that pages keep the elements that their authors put there.
 *
 * @param options.isTrusted what is sanitized comes from people who may decide where pages connect to and what HTML they
 * fetch. Default false: without `<dx-connection>`, which could send sessions to another server, and without addresses
 * (`src`, `history-src`), from which foreign HTML could come.
 * @example DOMPurify.sanitize(html, allowList(manifest).dompurify)
 */
export function allowList(manifest: Manifest, { isTrusted = false } = {}): AllowList {
  const blocks = manifest.blocks.filter(({ tag }) => isTrusted || tag !== 'dx-connection');
  const tags = blocks.map(({ tag }) => tag);
  const attributes = Object.fromEntries(
    blocks.map(({ tag, settings }) => [
      tag,
      settings.filter(({ control }) => isTrusted || control !== 'url').map(({ attribute }) => attribute),
    ]),
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
    ckeditor: [CKEDITOR_UNKNOWN, ...tags.map((name) => ({ name, attributes: attributes[name]! }))],
  };
}
