/**
 * Generates `manifest.json`, by which page builders register the elements: what the source says of them
 * (`dist/custom-elements.json`) and what only a builder needs (`src/elements/*.block.json`).
 *
 * Run as a program it writes the file; `npm test` fails where the file is not what it would write.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const locate = (path) => new URL(`../${path}`, import.meta.url);
const read = (path) => JSON.parse(readFileSync(locate(path), 'utf8'));

/** Attributes that every element takes from here; a builder offers them once, on `<dx-connection>`. */
const SHARED = 'ConnectionSettingsMixin';

/**
 * @param {(problem: string) => void} report hears of an attribute without a label; default: that is an error
 * @returns the manifest, as `src/builders/manifest.schema.json` describes it
 */
export function buildManifest(report = fail) {
  const { name, version, description, license } = read('package.json');
  const declarations = read('dist/custom-elements.json').modules.flatMap(
    (module) => module.declarations ?? [],
  );
  const blocks = declarations
    .filter(({ tagName }) => tagName !== undefined)
    .map((declaration) => ({ declaration, overlay: readOverlay(declaration.tagName) }));
  blocks.sort(inOrder);
  return {
    $schema: './dist/builders/manifest.schema.json',
    kind: 'page-builder-plugin',
    manifestVersion: 1,
    ...{ name, version, title: 'dx-realtime', description, license },
    categories: [{ id: 'live-data', label: 'Live data' }],
    scripts: {
      all: hashed('dist/dx-realtime.all.js'),
      classic: hashed('dist/dx-realtime.js'),
      module: hashed('dist/dx-realtime.module.js'),
      parts: readdirSync(locate('dist/parts'))
        .sort()
        .map((file) => hashed(`dist/parts/${file}`)),
    },
    customElements: 'dist/custom-elements.json',
    blocks: blocks.map(({ declaration, overlay }) => buildBlock(declaration, overlay, report)),
  };
}

/** A file for browsers, and its hash. Bundlers take the other modules apart, so that a hash of theirs would prove nothing. */
function hashed(src) {
  const digest = createHash('sha384')
    .update(readFileSync(locate(src)))
    .digest('base64');
  return { src, integrity: `sha384-${digest}` };
}

function readOverlay(tag) {
  const path = `src/elements/${tag}.block.json`;
  const files = readdirSync(locate('src/elements'));
  if (!files.includes(`${tag}.block.json`)) throw new Error(`${path} is missing.`);
  return { path, ...read(path) };
}

/** As builders list them: by `order`; those without come last, by name. */
function inOrder({ overlay: one }, { overlay: other }) {
  const last = Number.MAX_SAFE_INTEGER;
  return (one.order ?? last) - (other.order ?? last) || one.label.localeCompare(other.label, 'en');
}

function fail(problem) {
  throw new Error(problem);
}

function buildBlock(declaration, { path, settings, hidden = [], ...overlay }, report) {
  const {
    tagName: tag,
    summary,
    attributes = [],
    events = [],
    cssParts = [],
    cssProperties = [],
    cssStates = [],
  } = declaration;
  const own = attributes.filter(
    ({ inheritedFrom }) => inheritedFrom?.name !== SHARED || tag === 'dx-connection',
  );
  checkNames(path, own, settings, hidden, report);
  return {
    tag,
    description: plainText(summary),
    module: `dist/define/${tag}.js`,
    ...withoutOrder(overlay),
    settings: own
      .filter(({ name }) => !hidden.includes(name) && name in settings)
      .map((attribute) => buildSetting(attribute, settings[attribute.name])),
    events: events.map(({ name, type, description }) => ({ name, type: type?.text, description })),
    states: cssStates.map(named),
    parts: cssParts.map(named),
    cssProperties: cssProperties.map(({ name, default: value, description }) => ({
      name,
      default: value,
      description,
    })),
  };
}

/** What it says is where the block stands. */
function withoutOrder(overlay) {
  const block = { ...overlay };
  delete block.order;
  return block;
}

const named = ({ name, description }) => ({ name, description });

function checkNames(path, attributes, settings, hidden, report) {
  const names = attributes.map(({ name }) => name);
  const covered = [...Object.keys(settings), ...hidden];
  const unknown = covered.filter((name) => !names.includes(name));
  const uncovered = names.filter((name) => !covered.includes(name));
  if (unknown.length > 0)
    throw new Error(`${path} names ${unknown.join(', ')}, which the element does not have.`);
  if (uncovered.length > 0)
    report(`${path} says nothing of ${uncovered.join(', ')}; add a setting or hide it.`);
}

function buildSetting(
  { name, fieldName, type, default: value, description },
  { label, control, options = {}, ...rest },
) {
  const text = control === 'time' ? 'string' : (type?.text ?? '');
  const named = [...text.matchAll(/'([^']*)'/g)].map(([, word]) => word);
  // A flag with a word for more: a form offers all three.
  const words = named.length > 0 && text.includes('boolean') ? ['false', 'true', ...named] : named;
  const kind = words.length > 0 ? 'enum' : (/number|boolean/.exec(text)?.[0] ?? 'string');
  return {
    attribute: name,
    property: fieldName,
    type: kind,
    control: control ?? { enum: 'select', number: 'number', boolean: 'boolean', string: 'text' }[kind],
    label,
    help: plainText(description),
    default: initialOf(kind, control, value),
    ...(control === 'time' && {
      pattern: { source: TIME, message: `${label} must be a time such as 2s, 500ms or 1min.` },
    }),
    ...(kind === 'enum' && {
      options: words.map((word) => ({ value: word, label: options[word] ?? capitalise(word) })),
    }),
    ...rest,
  };
}

function initialOf(kind, control, value) {
  if (control === 'time') return timeText(decodeDefault(value));
  return kind === 'enum' && value === 'false' ? value : decodeDefault(value);
}

/** What a person may type for a time, as the elements read it. */
const TIME = String.raw`\d+(\.\d+)? *(ms|s|min|h|d)?`;

const UNITS = Object.entries({ d: 86_400_000, min: 60_000, s: 1000 });

/** A time as a person would type it. @param milliseconds null = none */
function timeText(milliseconds) {
  if (milliseconds === null) return null;
  if (milliseconds === 0) return '0';
  const found = UNITS.find(([name, size]) => milliseconds % size === 0 || name === 's');
  return `${milliseconds / found[1]}${found[0]}`;
}

/** Help is shown as it is: without the marks of Markdown. */
const plainText = (text) => text.replace(/\s+/g, ' ').replaceAll('`', '');

/** Defaults are source text: `'auto'`, `500`, `false`. */
function decodeDefault(text) {
  if (text === undefined || text === 'null') return null;
  return /^'.*'$/.test(text) ? text.slice(1, -1) : JSON.parse(text);
}

const capitalise = (word) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');

/** @returns the text of the file */
export const manifestText = () => `${JSON.stringify(buildManifest(), null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../manifest.json', import.meta.url), manifestText());
