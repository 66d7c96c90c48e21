import { defineConfig } from 'vite';

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
  define: { 'process.env.NODE_ENV': '"production"' },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: false, sourcemap: true },
};

/**
 * Files that stand alone but for the parts, for pages without a bundler: the classic script and the module. The ES
 * modules beside them come from tsc.
 */
const alone = (isModule) => ({
  ...shared,
  build: {
    ...shared.build,
    lib: {
      entry: isModule ? 'dist/entries/module.js' : 'dist/entries/script.js',
      formats: [isModule ? 'es' : 'iife'],
      name: 'dxRealtime',
      fileName: () => (isModule ? 'dx-realtime.module.js' : 'dx-realtime.js'),
    },
    rollupOptions: {
      external: (id) => partOf(id) !== undefined,
      // Found beside the file: that is what `import()` starts from, in a classic script as well.
      // Vite leaves blanks in modules, for bundlers; this one is for browsers.
      output: { codeSplitting: false, minify: true, paths: (id) => `./parts/${partOf(id)}.js` },
    },
  },
});

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

export default defineConfig(({ mode }) => (mode === 'parts' ? parts : alone(mode === 'module')));
