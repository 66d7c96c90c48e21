import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { build } from 'vite';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

// One small app per framework. They import the package by its name, as any project does.
await build({
  configFile: false,
  logLevel: 'warn',
  root: folder('.'),
  base: '/frameworks/',
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('dx-') } } }),
    svelte({ configFile: false }),
  ],
  build: {
    outDir: folder('built'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      // Words are loaded on demand by pages with a refresher only; these have a toast, too.
      checks: { ineffectiveDynamicImport: false },
      input: ['react', 'vue', 'svelte'].map((name) => folder(`${name}/index.html`)),
    },
  },
});

// Angular's tools want a TypeScript of their own and weigh more than all the others together.
const angular = folder('angular');
if (existsSync(`${angular}/node_modules`)) {
  execFileSync('npx', ['--no-install', 'ng', 'build'], {
    cwd: angular,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
} else {
  console.log('The Angular app is left out: "npm ci --prefix demo/frameworks/angular" installs its tools.');
}
