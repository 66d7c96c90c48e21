import { importTool } from '../../support/tools.js';

const root = importTool('@mdn/browser-compat-data') as Record<'api' | 'javascript' | 'css' | 'html', Entry>;

/** The oldest versions that the documents promise, by the names of the compatibility data. */
export type Floors = Readonly<Record<string, number>>;

interface Support {
  version_added: string | false | null;
  version_removed?: string;
  flags?: unknown[];
  prefix?: string;
  alternative_name?: string;
}
interface Entry {
  __compat?: { support: Record<string, Support | Support[]> };
  [name: string]: unknown;
}

const child = (entry: Entry | undefined, name: string): Entry | undefined =>
  entry !== undefined && Object.hasOwn(entry, name) ? (entry[name] as Entry) : undefined;

const at = (entry: Entry | undefined, ...path: string[]): Entry | undefined =>
  path.reduce<Entry | undefined>(child, entry);

/** Interfaces that take in what TypeScript declares in a mixin of its own. */
const HOLDERS = ['Element', 'HTMLElement', 'Document', 'Window', 'Node', 'DocumentFragment', 'ShadowRoot'];

/** A member of an interface of the platform, or of an object of the language. */
export function memberEntry(owner: string, member: string): Entry | undefined {
  const name = owner.replace(/^Readonly(?=Array|Map|Set)/, '').replace(/Constructor$/, '');
  const builtins = at(root.javascript, 'builtins');
  const names = [member, `${member}_static`];
  const found = (holder: Entry | undefined): Entry | undefined =>
    names.map((one) => child(holder, one)).find((entry) => entry?.__compat !== undefined);
  return (
    found(at(builtins, name)) ??
    found(at(builtins, 'Intl', name)) ??
    found(at(root.api, name)) ??
    HOLDERS.map((holder) => found(at(root.api, holder))).find((entry) => entry !== undefined)
  );
}

export const globalEntry = (name: string): Entry | undefined =>
  at(root.api, name) ?? at(root.javascript, 'builtins', name);

export const propertyEntry = (name: string): Entry | undefined => at(root.css, 'properties', name);
export const valueEntry = (property: string, value: string): Entry | undefined =>
  at(root.css, 'properties', property, value);
export const selectorEntry = (name: string): Entry | undefined => at(root.css, 'selectors', name);
export const atRuleEntry = (name: string): Entry | undefined => at(root.css, 'at-rules', name);

/** A function of values, such as `color-mix`, wherever the data keeps it. */
export function functionEntry(name: string, entry = at(root.css, 'types')): Entry | undefined {
  if (entry === undefined) return undefined;
  const own = child(entry, name);
  if (own !== undefined) return own;
  for (const key of Object.keys(entry).filter((one) => one !== '__compat')) {
    const found = functionEntry(name, child(entry, key));
    if (found !== undefined) return found;
  }
  return undefined;
}

export const attributeEntry = (name: string): Entry | undefined => at(root.html, 'global_attributes', name);

/** @returns the browsers that the documents promise and that lack it; empty where nothing is known of it, too */
export function lacking(entry: Entry | undefined, floors: Floors): string[] {
  const support = entry?.__compat?.support;
  if (support === undefined) return [];
  return Object.entries(floors)
    .filter(([browser, floor]) => ![support[browser] ?? []].flat().some((one) => supports(one, floor)))
    .map(([browser]) => `${browser} (${addedIn(support[browser])})`);
}

function supports(one: Support, floor: number): boolean {
  if (one.flags !== undefined || one.prefix !== undefined || one.alternative_name !== undefined) return false;
  if (one.version_removed !== undefined && number(one.version_removed) <= floor) return false;
  return typeof one.version_added === 'string' && number(one.version_added) <= floor;
}

/** `≤37` and `14.1` as numbers; a version that is not out yet is above all. */
const number = (version: string): number => {
  const [major = NaN, minor = 0] = version.replace('≤', '').split('.').map(Number);
  return Number.isNaN(major) ? Infinity : major + minor / 100;
};

const addedIn = (support: Support | Support[] | undefined): string =>
  [support ?? []].flat()[0]?.version_added || 'never';
