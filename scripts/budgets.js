const source = (path) => `import ${JSON.stringify(new URL(`../dist/${path}`, import.meta.url).pathname)};`;

/**
 * What a page loads at once, for each way to use the package, and how much that may be: bytes, minified and
 * compressed with brotli. What only some pages need loads later and is not in it.
 *
 * A limit is a little above what is, so that growth is a decision.
 *
 * @type {Record<string, { code?: string, file?: URL, limit: number }>}
 */
export const BUDGETS = {
  'refresher, as a module': { code: source('define/dx-refresher.js'), limit: 27_250 },
  'toast, as a module': { code: source('define/dx-alert-toast.js'), limit: 39_500 },
  'all elements, as modules': { code: source('define.js'), limit: 49_500 },
  'all in one classic script': { file: new URL('../dist/dx-realtime.js', import.meta.url), limit: 62_000 },
};
