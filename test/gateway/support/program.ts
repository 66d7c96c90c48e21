/** Whether processes of their own run what was built, as in `npm test`; else they run the sources, which takes a second longer. */
export const usesBuild = process.env['TESTS_USE_BUILD'] !== undefined;

/** What Node needs to read the sources. */
export const LOADER = ['--import', new URL('../../../scripts/typescript.js', import.meta.url).href];
