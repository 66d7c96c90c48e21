import { createRequire } from 'node:module';

// JavaScript of the project itself, which has no declarations.
export const { installIn } = (await import(new URL('../../scripts/install.js', import.meta.url).href)) as {
  installIn: (folder: string) => void;
};

/** Imports a CommonJS package of `test/tools`, which is installed first where it is not there. */
export function importTool(name: string): unknown {
  installIn('test/tools');
  return createRequire(new URL('../tools/package.json', import.meta.url))(name) as unknown;
}
