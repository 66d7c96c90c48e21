import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';

/**
 * What a page of a budget loads.
 *
 * @param {{ code?: string, files?: URL[] }} budget
 * @returns {Promise<{ minified: number, brotli: number }>} bytes
 */
export async function sizeOfBudget({ code, files = [] }) {
  if (code !== undefined) return measure(code);
  const sizes = files.map((file) => sizeOf(readFileSync(file)));
  const sum = (name) => sizes.reduce((total, size) => total + size[name], 0);
  return { minified: sum('minified'), brotli: sum('brotli') };
}

/**
 * Bundles and minifies what a page loads before it needs more.
 *
 * @param {string} code what the page imports
 * @param {string} [root] folder from which packages are found; default: the package
 * @returns {Promise<{ minified: number, brotli: number }>} bytes of the first file; chunks that load later are not in it
 */
export async function measure(code, root = fileURLToPath(new URL('..', import.meta.url))) {
  const id = 'virtual:entry';
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'entry',
        resolveId: (source) => (source === id ? `\0${id}` : undefined),
        load: (source) => (source === `\0${id}` ? code : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input: id, preserveEntrySignatures: 'strict' },
    },
  });
  return sizeOf(
    loadedAtOnce(result.output)
      .map(({ code: text }) => text)
      .join('\n'),
  );
}

/**
 * @param {readonly object[]} output of Vite
 * @returns {object[]} the first chunk and all that it imports, but not what is loaded later
 */
export function loadedAtOnce(output) {
  const found = new Set(output.filter(({ isEntry }) => isEntry));
  for (const { imports } of found)
    for (const fileName of imports) found.add(output.find((chunk) => chunk.fileName === fileName));
  return [...found];
}

/**
 * @param {string | Buffer} text
 * @returns {{ minified: number, brotli: number }} bytes, as they are and compressed
 */
export function sizeOf(text) {
  const bytes = Buffer.from(text);
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  return { minified: bytes.length, brotli };
}
