import type { Manifest, PackageFile } from './manifest.js';
import { escapeAttribute } from './values.js';

/** Where a page gets the elements from. */
export interface ScriptSource {
  /** Address of the file of the package that the page loads, such as `/media/dx-realtime.all.js`. */
  src: string;
  /** `src` is `dist/dx-realtime.module.js`, not the classic script. Default false. */
  module?: boolean;
  /** `src` is `dist/dx-realtime.all.js`, which needs no other file. Default: whether its name says so. */
  all?: boolean;
  /** Lets the browser check the file; the server must send it as in the package. Default false. */
  integrity?: boolean;
  /** Nonce of the page's Content-Security-Policy; the parts that the script loads inherit it. */
  nonce?: string;
  /** Connection settings of the classic script tag: `{ appId: 'shop', url: '' }`. */
  settings?: Readonly<Record<string, string>>;
}

/** The script tag for a finished page, as text: builders export what was dropped, without what their canvas loads. */
export function scriptTag(manifest: Manifest, source: ScriptSource): string {
  const attributes = Object.entries(attributesOfScript(manifest, source));
  return `<script${attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('')}></script>`;
}

/** Puts the script into a document, an editor's canvas, once. */
export function addScript(document: Document, manifest: Manifest, source: ScriptSource): void {
  const first = manifest.blocks[0];
  const isThere = first !== undefined && document.defaultView?.customElements.get(first.tag) !== undefined;
  if (isThere || document.querySelector(`script[src="${CSS.escape(source.src)}"]`) !== null) return;
  const script = document.createElement('script');
  for (const [name, value] of Object.entries(attributesOfScript(manifest, source)))
    script.setAttribute(name, value);
  document.head.append(script);
}

/**
 * An import map with the hashes of the parts that the script loads, as text. It stands before every module of the page.
 *
 * @param source the same as for {@link scriptTag}, with a `src` that the page resolves
 * @example
 * importMapTag(manifest, { src: 'https://cdn.example.com/dx-realtime.js', integrity: true })
 */
export function importMapTag(manifest: Manifest, { src, nonce }: ScriptSource): string {
  const folder = src.slice(0, src.lastIndexOf('/') + 1);
  const integrity = manifest.scripts.parts.map((part) => [
    `${folder || './'}${part.src.slice('dist/'.length)}`,
    part.integrity,
  ]);
  // In a script "<" could end it.
  const text = JSON.stringify({ integrity: Object.fromEntries(integrity) as unknown }).replaceAll(
    '<',
    '\\u003c',
  );
  const nonceAttribute = nonce === undefined ? '' : ` nonce="${escapeAttribute(nonce)}"`;
  return `<script type="importmap"${nonceAttribute}>${text}</script>`;
}

function attributesOfScript(manifest: Manifest, source: ScriptSource): Record<string, string> {
  const { src, module = false, integrity = false, nonce, settings = {} } = source;
  const data = Object.entries(settings).map(([name, value]) => [`data-${toKebab(name)}`, value]);
  return {
    src,
    ...(module ? { type: 'module' } : { defer: '' }),
    ...(integrity && { integrity: fileOf(manifest, source).integrity, crossorigin: 'anonymous' }),
    ...(nonce !== undefined && { nonce }),
    ...(module ? {} : (Object.fromEntries(data) as Record<string, string>)),
  };
}

function fileOf({ scripts }: Manifest, { src, module = false, all }: ScriptSource): PackageFile {
  if (module) return scripts.module;
  return (all ?? /\.all\.js(\?|$)/.test(src)) ? scripts.all : scripts.classic;
}

const toKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
