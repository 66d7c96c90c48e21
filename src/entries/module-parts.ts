import { importPart as importFrom } from '../missing-parts.js';

// Apart from the `new URL()` below: Vite would take the two together for a pattern of files.
const here = import.meta.url;

/**
 * Loads a part of `dist/dx-realtime.module.js`. The build puts this in the place of `import()`.
 *
 * @param name such as `toasts`, for `parts/toasts.js`
 */
export const importPart = (name: string): Promise<unknown> =>
  importFrom(name, new URL(`parts/${name}.js`, here).href);
