import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeBuilderFiles } from './builder-files.js';
import { writeEditorData } from './editor-data.js';
import { writeGatewayPackage } from './gateway-package.js';
import { reachableFrom } from './reachable.js';
import { writeWordPressPlugin } from './wordpress-plugin.js';

const run = (program, ...given) =>
  execFileSync('npx', ['--no-install', program, ...given], { stdio: 'inherit' });
const builtFiles = () =>
  readdirSync('dist', { recursive: true, encoding: 'utf8' }).map((file) => `dist/${file}`);

rmSync('dist', { recursive: true, force: true });
console.log('Building ES modules and declarations …');
run('tsc');
removeEmptyModules();
cpSync('src/builders/manifest.schema.json', 'dist/builders/manifest.schema.json');
cpSync('src/gateway/console', 'dist/gateway/console', { recursive: true });
await writeGatewayPackage();
for (const mode of ['script', 'parts', 'all', 'module', 'worker']) {
  console.log(`Building for browsers: ${mode} …`);
  run('vite', 'build', '--logLevel', 'warn', '--mode', mode);
}
// What those are made of: nobody imports them.
for (const folder of ['entries', 'web-push-worker']) rmSync(`dist/${folder}`, { recursive: true });
console.log('Writing dist/custom-elements.json …');
run('custom-elements-manifest', 'analyze', '--quiet');
console.log('Writing what editors and type checkers know of the elements …');
writeEditorData();
writeBuilderFiles();
for (const mode of ['ckeditor', 'grapesjs', 'tinymce', 'wordpress'])
  run('vite', 'build', '--logLevel', 'warn', '--mode', mode);
// What those plugins are made of.
for (const name of ['tinymce', 'wordpress']) rmSync(`dist/builders/${name}-plugin.js`);
await writeWordPressPlugin();
removeUnusedDeclarations();

/** Modules that hold types only: their declarations are all that is ever loaded. */
function removeEmptyModules() {
  for (const file of builtFiles())
    if (file.endsWith('.js') && readFileSync(file, 'utf8').trim() === 'export {};') rmSync(file);
}

/** Declarations of what nobody can import from the package are a third of its files. */
function removeUnusedDeclarations() {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const targets = Object.values(exports)
    .flatMap((target) => (typeof target === 'string' ? target : Object.values(target)))
    .map((target) =>
      target
        .replace('./', '')
        .replace(/(\.d)?\.[jt]s$/, '.d.ts')
        .split('*'),
    );
  const isExported = (file) =>
    targets.some(([start, end]) =>
      end === undefined ? file === start : file.startsWith(start) && file.endsWith(end),
    );
  const declarations = builtFiles().filter((file) => file.endsWith('.d.ts'));
  const used = reachableFrom(declarations.filter(isExported));
  for (const file of declarations) if (!used.has(file)) rmSync(file);
}
