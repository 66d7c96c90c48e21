import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';

/**
 * Bundles and minifies what a page loads before it needs more.
 *
 * @param {string} code what the page imports
 * @returns {Promise<{ minified: number, brotli: number }>} bytes of the first file; chunks that load later are not in it
 */
export async function measure(code) {
  const id = 'virtual:entry';
  const result = await build({
    configFile: false,
    logLevel: 'silent',
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
  const first = result.output.find(({ isEntry }) => isEntry);
  const loadedAtOnce = [first, ...result.output.filter(({ fileName }) => first.imports.includes(fileName))];
  const bytes = Buffer.from(loadedAtOnce.map(({ code: text }) => text).join('\n'));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  return { minified: bytes.length, brotli };
}
