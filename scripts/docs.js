/**
 * Builds the documentation into `docs/.vitepress/dist`: the pages in `docs/`, and a reference of the elements from
 * `dist/custom-elements.json`. Fails on a link that leads nowhere.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readExample, writeExamples } from './docs-examples.js';
import { installIn } from './install.js';

const FOLDER = 'docs/elements';

/** Text as it may stand in a table of Markdown, where an element's name is no markup. */
const cell = (text = '') =>
  String(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll(/(`[^`]*`)|[<{]/g, (found, code) => code ?? { '<': '&lt;', '{': '&#123;' }[found]);

const code = (text) => (text === undefined ? '' : `<code v-pre>${cell(text).replaceAll('`', '')}</code>`);

/** A table, or nothing where there are no rows. */
function table(title, headings, rows) {
  if (rows.length === 0) return '';
  const lines = [headings, headings.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `\n## ${title}\n\n${lines.join('\n')}\n`;
}

/** Pixels of a frame, where an example is not a small one. */
const HEIGHTS = { 'dx-event-log': 400, 'dx-messenger': 360, 'dx-inbox': 360 };

const isPublic = ({ privacy, static: isStatic, name, description }) =>
  privacy === undefined && !isStatic && !name.startsWith('#') && description !== undefined;

/** The page of one element. */
function pageOf(element) {
  const { tagName, description, attributes = [], members = [], events = [] } = element;
  const { cssParts = [], cssProperties = [], cssStates = [] } = element;
  const own = attributes.filter(
    ({ inheritedFrom }) => inheritedFrom === undefined || tagName === 'dx-connection',
  );
  const methods = members.filter(
    (member) => member.kind === 'method' && isPublic(member) && !member.inheritedFrom,
  );
  const named = ({ name, description: text }) => [code(name), cell(text)];
  const parameters = ({ parameters = [] }) => parameters.map(({ name }) => name).join(', ');
  return `# \`<${tagName}>\`

${cell(description)}

## Example

<LiveExample name="${tagName}" :height="${HEIGHTS[tagName] ?? 240}" />

The buttons play the back end; nothing leaves the page. Its markup:

\`\`\`html
${readExample(tagName).markup}
\`\`\`
${table(
  'Attributes',
  ['attribute', 'meaning', 'type', 'default'],
  own.map(({ name, description: text, type, default: value }) => [
    code(name),
    cell(text),
    code(type?.text),
    code(value),
  ]),
)}${table(
    'Events',
    ['event', 'when', 'detail'],
    events.map(({ name, description: text, type }) => [code(name), cell(text), code(type?.text)]),
  )}${table(
    'Methods',
    ['method', 'what it does'],
    methods.map((method) => [code(`${method.name}(${parameters(method)})`), cell(method.description)]),
  )}${table('Parts', ['part', 'what it is'], cssParts.map(named))}${table(
    'States',
    ['state', 'when'],
    cssStates.map(named),
  )}${table(
    'CSS properties',
    ['property', 'meaning', 'default'],
    cssProperties.map(({ name, description: text, default: value }) => [code(name), cell(text), code(value)]),
  )}`;
}

const { modules } = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'));
const elements = modules
  .flatMap(({ declarations = [] }) => declarations)
  .filter(({ tagName }) => tagName !== undefined);
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
for (const element of elements) writeFileSync(`${FOLDER}/${element.tagName}.md`, pageOf(element));
console.log(`Wrote the reference of ${elements.length} elements.`);
writeExamples();
installIn('docs');
execFileSync('npx', ['--no-install', 'vitepress', 'build'], { cwd: 'docs', stdio: 'inherit' });
