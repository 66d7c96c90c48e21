import { defineConfig } from 'vite';

/** Modules that only some pages use: each becomes a file of its own in `dist/parts/`, loaded beside the script. */
export const PARTS = {
  'event-log': 'event-log/panel',
  messenger: 'messenger/panel',
  // Without them the elements speak English.
  ...Object.fromEntries(
    ['ar', 'de', 'es', 'fr', 'ja', 'pt', 'ru', 'zh'].map((language) => [
      `words-${language}`,
      `words/${language}`,
    ]),
  ),
};

const partOf = (id) => Object.keys(PARTS).find((name) => id.endsWith(`/${PARTS[name]}.js`));

const shared = {
  define: { 'process.env.NODE_ENV': '"production"' },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: false, sourcemap: true },
};

/** The classic script: one file that registers everything. The ES modules beside it come from tsc. */
const script = {
  ...shared,
  build: {
    ...shared.build,
    lib: { entry: 'dist/script.js', formats: ['iife'], name: 'dxRealtime', fileName: () => 'dx-realtime.js' },
    rollupOptions: {
      external: (id) => partOf(id) !== undefined,
      // Found beside the script: that is what `import()` in a classic script starts from.
      output: { codeSplitting: false, paths: (id) => `./parts/${partOf(id)}.js` },
    },
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
    rollupOptions: { output: { chunkFileNames: 'parts/shared.js', minify: true } },
  },
};

export default defineConfig(({ mode }) => (mode === 'parts' ? parts : script));
