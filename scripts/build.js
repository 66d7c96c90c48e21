import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeEditorData } from './editor-data.js';

const run = (program, ...given) =>
  execFileSync('npx', ['--no-install', program, ...given], { stdio: 'inherit' });

rmSync('dist', { recursive: true, force: true });
console.log('Building ES modules and declarations …');
run('tsc');
// Modules that hold types only: their declarations are all that is ever loaded.
for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  const path = `dist/${file}`;
  if (path.endsWith('.js') && readFileSync(path, 'utf8').trim() === 'export {};') rmSync(path);
}
cpSync('src/builders/manifest.schema.json', 'dist/builders/manifest.schema.json');
cpSync('src/gateway/console', 'dist/gateway/console', { recursive: true });
console.log('Building the classic script dist/dx-realtime.js …');
run('vite', 'build', '--logLevel', 'warn');
run('vite', 'build', '--logLevel', 'warn', '--mode', 'parts');
console.log('Building the module dist/dx-realtime.module.js …');
run('vite', 'build', '--mode', 'module', '--logLevel', 'warn');
// What those are made of: nobody imports them.
rmSync('dist/entries', { recursive: true });
console.log('Writing dist/custom-elements.json …');
run('custom-elements-manifest', 'analyze', '--quiet');
console.log('Writing what editors and type checkers know of the elements …');
writeEditorData();
