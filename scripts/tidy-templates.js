import ts from 'typescript';

const TAGS = ['css', 'html', 'svg'];

/**
 * Vite plugin: takes line breaks, indents and comments out of templates of markup and styles, which no minifier touches.
 */
export const tidyTemplates = {
  name: 'tidy-templates',
  transform: (code, id) =>
    id.endsWith('.js') && TAGS.some((tag) => code.includes(`${tag} \``)) ? tidy(code) : null,
};

/** @returns {string} the code, with what stands in the templates on one line */
function tidy(code) {
  const pieces = [];
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && TAGS.includes(node.tag.getText()))
      pieces.push(...literalsOf(node.template));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('module.js', code, ts.ScriptTarget.ES2022, true));
  // From the end: what comes before keeps its place.
  for (const piece of pieces.sort((one, other) => other.pos - one.pos)) {
    const [start, end] = [piece.getStart(), piece.end];
    code = code.slice(0, start) + oneLine(code.slice(start, end)) + code.slice(end);
  }
  return code;
}

/** The literal pieces of a template, without what is put between them. */
const literalsOf = (template) =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? [template]
    : [template.head, ...template.templateSpans.map(({ literal }) => literal)];

const oneLine = (text) => text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\s*\n\s*/g, ' ');
