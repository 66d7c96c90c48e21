import { defineConfig } from 'vite';

/** The classic script: one file that registers everything. The ES modules beside it come from tsc. */
export default defineConfig({
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false,
    lib: { entry: 'dist/script.js', formats: ['iife'], name: 'dxRealtime', fileName: () => 'dx-realtime.js' },
    rollupOptions: { output: { codeSplitting: false } },
    sourcemap: true,
  },
});
