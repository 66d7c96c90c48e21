import { defineConfig } from 'vite';

/**
 * Files that stand alone, for pages without a bundler: the classic script, and with `--mode module` a module. The ES
 * modules beside them come from tsc.
 */
export default defineConfig(({ mode }) => {
  const isModule = mode === 'module';
  return {
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'es2022',
      outDir: 'dist',
      emptyOutDir: false,
      lib: {
        entry: isModule ? 'dist/module.js' : 'dist/script.js',
        formats: [isModule ? 'es' : 'iife'],
        name: 'dxRealtime',
        fileName: () => (isModule ? 'dx-realtime.module.js' : 'dx-realtime.js'),
      },
      // Vite leaves blanks in modules, for bundlers; this one is for browsers.
      rollupOptions: { output: { codeSplitting: false, minify: true } },
      sourcemap: true,
    },
  };
});
