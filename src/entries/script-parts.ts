import { importPart as importFrom } from '../missing-parts.js';

/**
 * Where the classic script finds its parts: beside itself. Read while the script runs, since a browser forgets the address
 * of a script that came from another domain. A script without an address, such as an inline one, takes the page's.
 */
const { currentScript, baseURI } = document;
const folder = (currentScript instanceof HTMLScriptElement && currentScript.src) || baseURI;

/**
 * Loads a part of `dist/dx-realtime.js`. The build puts this in the place of `import()`.
 *
 * @param name such as `toasts`, for `parts/toasts.js`
 */
export const importPart = (name: string): Promise<unknown> =>
  importFrom(name, new URL(`parts/${name}.js`, folder).href);
