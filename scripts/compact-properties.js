import ts from 'typescript';

const HELPER = '\0declare-properties';

/**
 * Vite plugin: declares the properties of an element in one call. The compiler writes a call for each decorator, with a
 * helper in each module.
 */
export const compactProperties = {
  name: 'compact-properties',
  resolveId: (source) => (source === HELPER ? HELPER : undefined),
  load: (source) =>
    source === HELPER
      ? 'export const declareProperties = (element, all) => { for (const name in all) element.createProperty(name, all[name]); };'
      : undefined,
  transform: (code, id) => (id.endsWith('.js') && code.includes('__decorate([') ? compact(code) : null),
};

/**
 * @param {string} code a module
 * @returns {string} the code; decorators other than `property()` stay as they are
 */
export function compact(code) {
  /** @type {Map<string, { statements: ts.Node[], entries: string[] }>} by class */
  const classes = new Map();
  const visit = (node) => {
    const found = propertyOf(node);
    if (found === null) return ts.forEachChild(node, visit);
    const { statements, entries } = classes.get(found.element) ?? { statements: [], entries: [] };
    classes.set(found.element, {
      statements: [...statements, node],
      entries: [...entries, `${found.name}: ${found.options}`],
    });
  };
  visit(ts.createSourceFile('module.js', code, ts.ScriptTarget.ES2022, true));
  if (classes.size === 0) return code;
  const edits = [...classes].flatMap(([element, { statements, entries }]) =>
    statements.map((statement, index) => ({
      start: statement.getStart(),
      end: statement.end,
      text: index === 0 ? `declareProperties(${element}, { ${entries.join(', ')} });` : '',
    })),
  );
  for (const { start, end, text } of edits.sort((one, other) => other.start - one.start))
    code = code.slice(0, start) + text + code.slice(end);
  return `import { declareProperties } from ${JSON.stringify(HELPER)};\n${code}`;
}

/** What `__decorate([property(options)], Element.prototype, "name", …)` says; null for anything else. */
function propertyOf(node) {
  if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return null;
  const { expression, arguments: given } = node.expression;
  if (expression.getText() !== '__decorate' || !ts.isArrayLiteralExpression(given[0])) return null;
  const [decorator, ...others] = given[0].elements;
  if (others.length > 0 || !ts.isCallExpression(decorator) || decorator.expression.getText() !== 'property')
    return null;
  return {
    element: given[1].getText().replace(/\.prototype$/, ''),
    name: given[2].getText(),
    options: decorator.arguments[0]?.getText() ?? 'undefined',
  };
}
