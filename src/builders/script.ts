import type { Manifest } from './manifest.js';
import { escapeAttribute } from './values.js';

/** Where a page gets the elements from. */
export interface ScriptSource {
  /** Address of `dist/dx-realtime.js`, or of `dist/dx-realtime.module.js` with `module`. */
  src: string;
  /** The module instead of the classic script. */
  module?: boolean;
  /** Lets the browser check the file; the server must send it as in the package. Default false. */
  integrity?: boolean;
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

function attributesOfScript(manifest: Manifest, source: ScriptSource): Record<string, string> {
  const { src, module = false, integrity = false, settings = {} } = source;
  const { scripts } = manifest;
  const data = Object.entries(settings).map(([name, value]) => [`data-${toKebab(name)}`, value]);
  return {
    src,
    ...(module ? { type: 'module' } : { defer: '' }),
    ...(integrity && {
      integrity: (module ? scripts.module : scripts.classic).integrity,
      crossorigin: 'anonymous',
    }),
    ...(module ? {} : (Object.fromEntries(data) as Record<string, string>)),
  };
}

const toKebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
