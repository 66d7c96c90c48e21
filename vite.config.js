import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compactLocales } from './scripts/compact-locales.js';
import { compactProperties } from './scripts/compact-properties.js';
import { joinParts } from './scripts/join-parts.js';
import { tidyTemplates } from './scripts/tidy-templates.js';
import { withoutLitErrors } from './scripts/without-lit-errors.js';
import { withoutWebTransport } from './scripts/without-web-transport.js';

/** Modules that only some pages use: each becomes a file of its own in `dist/parts/`, loaded beside the script. */
export const PARTS = {
  // What merges fresh HTML into a page.
  fetch: 'refresh/actions/fetch-action',
  // How widgets of other libraries are refreshed.
  libraries: 'refresh/actions/library-adapters',
  // What draws toasts.
  toasts: 'alerts/toasts/toast-renderer',
  inbox: 'alerts/inbox/inbox',
  'alert-history': 'alerts/history/open',
  // What agrees with the gateway's inbox, where there is one.
  'server-inbox': 'alerts/history/server-inbox',
  // What subscribes a browser, so that its person can be called while no tab is open.
  'web-push': 'alerts/web-push/web-push',
  attention: 'alerts/attention/notify',
  desktop: 'alerts/attention/desktop',
  'event-log': 'event-log/event-log-panel',
  messenger: 'messenger/messenger-panel',
  redirect: 'redirect/redirector',
  sharing: 'connection/sharing/open-shared',
  topics: 'connection/topics/topic-keeper',
  handover: 'connection/transport/handover',
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
  plugins: [compactProperties, withoutWebTransport, withoutLitErrors, tidyTemplates],
  define: { 'process.env.NODE_ENV': '"production"' },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: false },
};

/** One file with everything that an entry imports. */
const oneFile = (entry, format, fileName, { plugins = [] } = {}) => ({
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
    rollupOptions: { output: { codeSplitting: false, minify: true } },
  },
});

/**
 * Lets a script load its parts from its own address, and notes which are missing. `import('./parts/…')` would start from
 * that address, too, but not where a classic script came from another domain without the attribute `crossorigin`.
 *
 * @param helper module of `dist/entries/` with `importPart()`
 */
const partsBeside = (helper) => ({
  name: 'parts-beside-the-script',
  transform(code, id) {
    const found = code.replaceAll(/\bimport\('(\.[^']+)'\)/g, (whole, path) => {
      const part = partOf(resolve(dirname(id), path));
      return part === undefined ? whole : `importPart('${part}')`;
    });
    const source = fileURLToPath(new URL(`dist/entries/${helper}.js`, import.meta.url));
    return found === code ? null : `import { importPart } from ${JSON.stringify(source)};\n${found}`;
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

/** A plugin of an editor for pages that load it by a script tag. */
const plugin = (entry, name, fileName, hasExports, globals = {}) => ({
  ...shared,
  build: {
    ...shared.build,
    lib: {
      entry: `dist/builders/${entry}.js`,
      // What has nothing to export is run, and no more.
      formats: [hasExports ? 'umd' : 'iife'],
      name,
      fileName: () => `builders/${fileName}`,
    },
    rollupOptions: {
      external: Object.keys(globals),
      output: { ...(hasExports && { exports: 'named' }), globals, minify: true },
    },
  },
});

/** The service worker that calls people while no tab is open, for the root of a site. */
const worker = {
  ...shared,
  build: {
    ...shared.build,
    lib: {
      entry: 'dist/web-push-worker/dx-push.js',
      formats: ['iife'],
      name: 'dxPush',
      fileName: () => 'dx-push.js',
    },
    rollupOptions: { output: { minify: true } },
  },
};

const MODES = {
  script: oneFile('script', 'iife', 'dx-realtime.js', { plugins: [partsBeside('script-parts')] }),
  all: oneFile('script', 'iife', 'dx-realtime.all.js', { plugins: [compactLocales, joinParts] }),
  module: oneFile('module', 'es', 'dx-realtime.module.js', { plugins: [partsBeside('module-parts')] }),
  parts,
  worker,
  ckeditor: plugin('ckeditor', 'dx-realtime-ckeditor', 'ckeditor.umd.js', true, { ckeditor5: 'CKEDITOR' }),
  grapesjs: plugin('grapesjs', 'dx-realtime-grapesjs', 'grapesjs.umd.js', true),
  tinymce: plugin('tinymce-plugin', 'dxRealtimeTinymce', 'tinymce.umd.js', false),
  wordpress: plugin('wordpress-plugin', 'dxRealtimeWordPress', 'wordpress.iife.js', false),
};

export default defineConfig(({ mode }) => MODES[mode] ?? MODES.script);
