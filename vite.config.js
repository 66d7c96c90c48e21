import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { tidyTemplates } from './scripts/tidy-templates.js';

/** Modules that only some pages use: each becomes a file of its own in `dist/parts/`, loaded beside the script. */
export const PARTS = {
  // What merges fresh HTML into a page.
  fetch: 'refresh/actions/fetch-action',
  // What draws toasts.
  toasts: 'alerts/toasts/toast-renderer',
  inbox: 'alerts/inbox/inbox',
  'alert-history': 'alerts/history/open',
  attention: 'alerts/attention/notify',
  desktop: 'alerts/attention/desktop',
  'event-log': 'event-log/event-log-panel',
  messenger: 'messenger/messenger-panel',
  sharing: 'connection/sharing/open-shared',
  // Without them the elements speak English.
  ...Object.fromEntries(
    ['ar', 'de', 'es', 'fr', 'ja', 'pt', 'ru', 'zh'].flatMap((language) => [
      [`words-${language}`, `i18n/locales/${language}`],
      [`event-log-words-${language}`, `event-log/locales/${language}`],
    ]),
  ),
};

const partOf = (id) => Object.keys(PARTS).find((name) => id.endsWith(`/dist/${PARTS[name]}.js`));

const shared = {
  plugins: [tidyTemplates],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: false },
};

/** One file with everything that an entry imports, but for what `rollupOptions` leave out. */
const oneFile = (entry, format, fileName, { external, output, plugins = [] } = {}) => ({
  ...shared,
  plugins: [...shared.plugins, ...plugins],
  build: {
    ...shared.build,
    lib: {
      entry: `dist/entries/${entry}.js`,
      formats: [format],
      name: 'dxRealtime',
      fileName: () => fileName,
    },
    // Vite leaves blanks in modules, for bundlers; these are for browsers.
    rollupOptions: { external, output: { codeSplitting: false, minify: true, ...output } },
  },
});

/**
 * Lets the classic script load its parts from its own address. `import('./parts/…')` would start from the address of the
 * script, too, but not where the script came from another domain without the attribute `crossorigin`.
 */
const partsBesideTheScript = {
  name: 'parts-beside-the-script',
  transform(code, id) {
    const found = code.replaceAll(/\bimport\('(\.[^']+)'\)/g, (whole, path) => {
      const part = partOf(resolve(dirname(id), path));
      return part === undefined ? whole : `importPart('${part}')`;
    });
    const helper = fileURLToPath(new URL('dist/entries/part-address.js', import.meta.url));
    return found === code ? null : `import { importPart } from ${JSON.stringify(helper)};\n${found}`;
  },
};

/** The parts: a browser loads each where its element is used. */
const parts = {
  ...shared,
  build: {
    ...shared.build,
    lib: {
      entry: Object.fromEntries(Object.entries(PARTS).map(([name, path]) => [name, `dist/${path}.js`])),
      formats: ['es'],
      fileName: (_, name) => `parts/${name}.js`,
    },
    rollupOptions: {
      output: {
        chunkFileNames: 'parts/[name].js',
        minify: true,
        // One file of what several have in common, not a dozen small ones; "sharing" does without it.
        codeSplitting: {
          groups: [{ name: 'shared', test: (id) => !id.endsWith('/protocol.js'), minShareCount: 2 }],
        },
      },
    },
  },
};

const MODES = {
  script: oneFile('script', 'iife', 'dx-realtime.js', { plugins: [partsBesideTheScript] }),
  all: oneFile('script', 'iife', 'dx-realtime.all.js'),
  module: oneFile('module', 'es', 'dx-realtime.module.js', {
    external: (id) => partOf(id) !== undefined,
    output: { paths: (id) => `./parts/${partOf(id)}.js` },
  }),
  parts,
};

export default defineConfig(({ mode }) => MODES[mode] ?? MODES.script);
