import { readFileSync } from 'node:fs';
import { parseFragment } from 'parse5';
import { SETTING_ATTRIBUTES } from '../../../src/connection/settings.js';
import type { Block } from './blocks.js';

interface Node {
  tagName?: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Node[];
  content?: Node;
}

type Element = Required<Pick<Node, 'tagName' | 'attrs'>>;

interface Declaration {
  tagName?: string;
  attributes?: { name: string }[];
  events?: { name: string }[];
}

const { modules } = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as {
  modules: { declarations?: Declaration[] }[];
};
const ELEMENTS = new Map(
  modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName !== undefined)
    .map((declaration) => [declaration.tagName!, declaration]),
);

/** What any element may have. */
const GLOBAL = /^(id|class|style|slot|hidden|lang|dir|title|ref|key|data-.*|aria-.*)$/;
const SETTINGS = Object.values(SETTING_ATTRIBUTES).map((name) => `data-${name}`);
const EVENTS = new Set([
  'dx-refresh',
  ...[...ELEMENTS.values()].flatMap(({ events = [] }) => events.map(({ name }) => name)),
]);

function* elementsOf(node: Node): Generator<Element> {
  const { tagName, attrs, content = node } = node;
  if (tagName !== undefined) yield { tagName, attrs: attrs ?? [] };
  for (const child of content.childNodes ?? []) yield* elementsOf(child);
}

/**
 * Checks markup of an example: elements and attributes of this package, events, settings of the script tag.
 *
 * @returns what is wrong, by file and line of the document
 */
export function checkMarkup({ at, code }: Block): string[] {
  const markup = code.replaceAll(/<(dx-[\w-]+)([^>]*)\/>/g, '<$1$2></$1>');
  return [...elementsOf(parseFragment(markup) as Node)].flatMap(({ tagName, attrs }) => {
    const names = attrs.map(({ name }) => name);
    const problems = tagName.startsWith('dx-') ? ofElement(tagName, names) : [];
    if (
      tagName === 'script' &&
      attrs.some(({ name, value }) => name === 'src' && value.includes('dx-realtime'))
    )
      problems.push(...names.filter((name) => name.startsWith('data-') && !SETTINGS.includes(name)));
    problems.push(
      ...names
        .map((name) => /^(?:@|on)(dx-.*)$/.exec(name)?.[1] ?? 'dx-refresh')
        .filter((name) => !EVENTS.has(name)),
    );
    return problems.map((problem) => `${at}: <${tagName}> knows no "${problem}"`);
  });
}

function ofElement(tagName: string, names: string[]): string[] {
  const declaration = ELEMENTS.get(tagName);
  if (declaration === undefined) return ['tag'];
  const known = new Set(declaration.attributes?.map(({ name }) => name));
  return names
    .filter((name) => !/^(@|on)/.test(name) && !GLOBAL.test(name))
    .map((name) => name.replace(/^:/, ''))
    .filter((name) => !known.has(name));
}
