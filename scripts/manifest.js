/**
 * Generates `manifest.json`, by which page builders register the elements: what the source says of them
 * (`dist/custom-elements.json`) and what only a builder needs (`src/elements/*.block.json`).
 *
 * Run as a program it writes the file; `npm test` fails where the file is not what it would write.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

/** Attributes that every element takes from here; a builder offers them once, on `<dx-connection>`. */
const SHARED = 'ConnectionSettingsMixin';

/** Order in which builders list the elements. */
const TAGS = [
  'dx-connection',
  'dx-refresher',
  'dx-alert-toast',
  'dx-inbox',
  'dx-messenger',
  'dx-connection-status',
  'dx-event-log',
];

/** @returns the manifest, as `src/builders/manifest.schema.json` describes it */
export function buildManifest() {
  const { name, version, description, license } = read('package.json');
  const declarations = read('dist/custom-elements.json').modules.flatMap(
    (module) => module.declarations ?? [],
  );
  const known = declarations.filter(({ tagName }) => tagName !== undefined).map(({ tagName }) => tagName);
  const missing = known.filter((tag) => !TAGS.includes(tag));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} is missing in TAGS of scripts/manifest.js.`);
  return {
    $schema: './dist/builders/manifest.schema.json',
    kind: 'page-builder-plugin',
    manifestVersion: 1,
    ...{ name, version, title: 'dx-realtime', description, license },
    categories: [{ id: 'live-data', label: 'Live data' }],
    scripts: { classic: 'dist/dx-realtime.js', module: 'dist/define.js' },
    customElements: 'dist/custom-elements.json',
    blocks: TAGS.map((tag) => buildBlock(declarations.find(({ tagName }) => tagName === tag))),
  };
}

function buildBlock(declaration) {
  const {
    tagName: tag,
    summary,
    attributes = [],
    events = [],
    cssParts = [],
    cssProperties = [],
    cssStates = [],
  } = declaration;
  const path = `src/elements/${tag}.block.json`;
  if (!existsSync(new URL(`../${path}`, import.meta.url))) throw new Error(`${path} is missing.`);
  const { settings, hidden = [], ...overlay } = read(path);
  const own = attributes.filter(
    ({ inheritedFrom }) => inheritedFrom?.name !== SHARED || tag === 'dx-connection',
  );
  checkNames(path, own, settings, hidden);
  return {
    tag,
    description: summary,
    module: `dist/define/${tag}.js`,
    ...overlay,
    settings: own
      .filter(({ name }) => !hidden.includes(name))
      .map((attribute) => buildSetting(attribute, settings[attribute.name])),
    events: events.map(({ name, description }) => ({ name, description })),
    states: cssStates.map(named),
    parts: cssParts.map(named),
    cssProperties: cssProperties.map(({ name, default: value, description }) => ({
      name,
      default: value,
      description,
    })),
  };
}

const named = ({ name, description }) => ({ name, description });

function checkNames(path, attributes, settings, hidden) {
  const names = attributes.map(({ name }) => name);
  const covered = [...Object.keys(settings), ...hidden];
  const unknown = covered.filter((name) => !names.includes(name));
  const uncovered = names.filter((name) => !covered.includes(name));
  if (unknown.length > 0)
    throw new Error(`${path} names ${unknown.join(', ')}, which the element does not have.`);
  if (uncovered.length > 0)
    throw new Error(`${path} says nothing of ${uncovered.join(', ')}; add a setting or hide it.`);
}

function buildSetting(
  { name, fieldName, type, default: value, description },
  { label, control, options = {}, ...rest },
) {
  const words = [...(type?.text ?? '').matchAll(/'([^']*)'/g)].map(([, word]) => word);
  const kind = words.length > 0 ? 'enum' : (/number|boolean/.exec(type?.text ?? '')?.[0] ?? 'string');
  return {
    attribute: name,
    property: fieldName,
    type: kind,
    control: control ?? { enum: 'select', number: 'number', boolean: 'boolean', string: 'text' }[kind],
    label,
    help: description.replace(/\s+/g, ' '),
    default: decodeDefault(value),
    ...(kind === 'enum' && {
      options: words.map((word) => ({ value: word, label: options[word] ?? capitalise(word) })),
    }),
    ...rest,
  };
}

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
