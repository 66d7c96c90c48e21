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

/**
 * @param {string} code a module
 * @returns {string} the code, with what stands in the templates on one line, and styles without blanks
 */
export function tidy(code) {
  const pieces = [];
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && TAGS.includes(node.tag.getText())) {
      const shorten = node.tag.getText() === 'css' ? withoutBlanks : (text) => text;
      pieces.push(...literalsOf(node.template).map((piece) => ({ ...rangeOf(piece), shorten })));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('module.js', code, ts.ScriptTarget.ES2022, true));
  // From the end: what comes before keeps its place.
  for (const { start, end, shorten } of pieces.sort((one, other) => other.start - one.start))
    code = code.slice(0, start) + shorten(oneLine(code.slice(start, end))) + code.slice(end);
  return code;
}

/** The literal pieces of a template, without what is put between them. */
const literalsOf = (template) =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? [template]
    : [template.head, ...template.templateSpans.map(({ literal }) => literal)];

/** Where the text of a piece begins and ends, without the marks around it. */
const rangeOf = (piece) => ({
  start: piece.getStart() + 1,
  end: piece.end - (ts.isTemplateHead(piece) || ts.isTemplateMiddle(piece) ? 2 : 1),
});

const oneLine = (text) => text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\s*\n\s*/g, ' ');

/** Styles without the blanks that mean nothing; texts in quotes stay. */
const withoutBlanks = (css) =>
  css
    .split(/("[^"]*"|'[^']*')/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/\s*([{};,])\s*/g, '$1')
            .replaceAll(/([:(])\s+/g, '$1')
            .replaceAll(/\s+\)/g, ')')
            .replaceAll(';}', '}'),
    )
    .join('');
