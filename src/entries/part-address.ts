/**
 * Where the script finds its parts: beside itself. Read while the script runs, since a browser forgets the address of a
 * classic script that came from another domain. Without an address of its own, such as an inline script, the page's.
 */
const { currentScript, baseURI } = document;
const folder = (currentScript instanceof HTMLScriptElement && currentScript.src) || baseURI;

/**
 * Loads a part of `dist/dx-realtime.js`. The build puts this in the place of `import()`.
 *
 * @param name such as `toasts`, for `parts/toasts.js`
 */
export const importPart = (name: string): Promise<unknown> =>
  import(new URL(`parts/${name}.js`, folder).href);
