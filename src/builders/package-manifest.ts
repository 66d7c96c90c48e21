import type { Manifest } from './manifest.js';
import type { ScriptSource } from './script.js';

const none = { src: '', integrity: '' };

/** `manifest.json` of this package, for plugins that need nothing passed. The build puts it here. */
export const packageManifest: Manifest = {
  ...{ name: 'dx-realtime', version: '', title: 'dx-realtime', categories: [] },
  scripts: { all: none, classic: none, module: none, parts: [] },
  blocks: [],
};

/**
 * The one file with all elements, where a plugin was loaded by a script tag: in the folder above the plugin's. Null = the
 * plugin was imported, and has no address.
 */
export const packageScript: ScriptSource | null = findScript();

function findScript(): ScriptSource | null {
  const address = typeof document === 'undefined' ? null : document.currentScript?.getAttribute('src');
  return address == null
    ? null
    : { src: new URL('../dx-realtime.all.js', new URL(address, document.baseURI)).href };
}
