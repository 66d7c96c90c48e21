/** Modules of Lit that throw where a style or a template is written wrong. */
const MODULES = /\/@lit\/reactive-element\/css-tag\.js$|\/lit-html\/directives\/live\.js$/;

/**
 * Vite plugin: leaves out what Lit says of styles and templates that are written wrong. Those of this package are not, and
 * nobody can give it others; the errors themselves stay.
 */
export const withoutLitErrors = {
  name: 'without-lit-errors',
  transform: (code, id) => (MODULES.test(id) ? withoutTexts(code) : null),
};

/**
 * @param {string} code a module
 * @returns {string} the code, whose errors have no texts
 */
export const withoutTexts = (code) =>
  code.replaceAll(/\bthrow Error\((?:"[^"]*"|'[^']*'|`[^`]*`|[\w+])*\)/g, 'throw Error()');
