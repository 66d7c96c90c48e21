import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/**
 * Follows the relative imports of modules and declarations, static and dynamic.
 *
 * @param {string[]} entries paths from the root of the repository, such as `dist/index.js`
 * @returns {Set<string>} the entries and all that they lead to
 */
export function reachableFrom(entries) {
  const files = new Set(entries.filter((file) => existsSync(file)));
  for (const file of files) for (const imported of importsOf(file)) files.add(imported);
  return files;
}

/** Declarations lead to declarations. */
function importsOf(file) {
  if (!/\.(js|d\.ts)$/.test(file)) return [];
  const found = readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.[\w./-]+)["']/g);
  return [...found].map(([, name]) => {
    const path = relative('.', resolve(dirname(file), name));
    return file.endsWith('.d.ts') ? path.replace(/\.js$/, '.d.ts') : path;
  });
}
