/**
 * Vite plugin: where everything is in one file, what is loaded later elsewhere is there from the start. As long as it is
 * imported later, the bundler keeps each module in a function of its own, which runs when its time has come.
 */
export const joinParts = {
  name: 'join-parts',
  transform: (code, id) => (/\/dist\/.*\.js$/.test(id) ? join(code) : null),
};

/**
 * @param {string} code a module
 * @returns {string | null} the code, with an import for each `import()`, which gives what was imported; null = it has none
 */
export function join(code) {
  const paths = [];
  const joined = code.replaceAll(/\bimport\('(\.[^']+)'\)/g, (_, path) => {
    if (!paths.includes(path)) paths.push(path);
    return `Promise.resolve(part${paths.indexOf(path)})`;
  });
  if (paths.length === 0) return null;
  return [...paths.map((path, index) => `import * as part${index} from '${path}';`), joined].join('\n');
}
