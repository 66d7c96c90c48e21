const file = (path) => new URL(`../dist/${path}`, import.meta.url);
const imports = (...paths) =>
  paths.map((path) => `import ${JSON.stringify(file(path).pathname)};`).join('\n');

/** What toasts load where they stand: what draws them, and what remembers them. */
const TOASTS = ['toasts', 'shared', 'alert-history'];
const parts = (...names) => names.map((name) => file(`parts/${name}.js`));
const script = file('dx-realtime.js');

/**
 * What a page loads, for each way to use the package, and how much that may be: bytes, minified and compressed with
 * brotli, each file by itself. `code` is bundled, with what its elements load as soon as they are used; `files` are
 * taken as they are built.
 *
 * A limit is a little above what is, so that growth is a decision.
 *
 * @type {Record<string, { code?: string, files?: URL[], limit: number }>}
 */
export const BUDGETS = {
  'modules: a refresher': { code: imports('define/dx-refresher.js'), limit: 33_250 },
  'modules: a refresher that fetches': {
    code: imports('define/dx-refresher.js', 'refresh/actions/fetch-action.js'),
    limit: 42_450,
  },
  'modules: a toast': {
    code: imports('define/dx-alert-toast.js', 'alerts/toasts/toast-renderer.js', 'alerts/history/open.js'),
    limit: 56_150,
  },
  'modules: all elements, none of them used': { code: imports('define.js'), limit: 51_900 },
  'one file with everything, in all languages': { files: [file('dx-realtime.all.js')], limit: 115_900 },
  'classic script: a refresher': { files: [script], limit: 49_750 },
  'classic script: a refresher that fetches': { files: [script, ...parts('fetch')], limit: 60_280 },
  'classic script: toasts': { files: [script, ...parts(...TOASTS)], limit: 72_600 },
  'classic script: toasts, inbox, fetching': {
    files: [script, ...parts('fetch', 'inbox', ...TOASTS)],
    limit: 92_850,
  },
};
