/** A tag as it is written in a page. */
export interface Tag {
  name: string;
  /** By lower-case names; without a value: empty. */
  attributes: ReadonlyMap<string, string>;
}

/** What the markup of a page says about this package. */
export interface Page {
  address: URL;
  /** Addresses start from here: `<base href>`, or the page. */
  base: URL;
  /** Script tags that load a file of this package, also delayed ones. */
  scripts: readonly OwnScript[];
  /** Elements of this package. */
  elements: readonly Tag[];
  /** Content security policies, of headers and of the markup. */
  policies: readonly string[];
}

/** A script tag that loads a file of this package. */
export interface OwnScript {
  tag: Tag;
  address: URL;
}

const OWN_FILE = /(^|[/_-])dx-realtime[\w.-]*\.m?js([?#]|$)/i;
const TAG =
  /<(script|meta|base|dx-[\w-]+)((?:\s+[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*\/?>/gi;
const ATTRIBUTE = /([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', '#39': "'" };

/**
 * Reads the markup of a page, as far as the doctor needs it. What scripts add later is not seen.
 *
 * @param headers policies that came with the page
 */
export function readPage(markup: string, address: URL, headers: readonly string[]): Page {
  const tags = tagsOf(markup);
  const base = resolve(tags.find(({ name }) => name === 'base')?.attributes.get('href'), address) ?? address;
  const inMarkup = tags
    .filter(({ name, attributes }) => name === 'meta' && isPolicy(attributes))
    .map(({ attributes }) => attributes.get('content') ?? '');
  return {
    address,
    base,
    scripts: tags.filter(({ name }) => name === 'script').flatMap((tag) => ownScript(tag, base)),
    elements: tags.filter(({ name }) => name.startsWith('dx-')),
    policies: [...headers, ...inMarkup],
  };
}

const isPolicy = (attributes: Tag['attributes']): boolean =>
  attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy';

/** Plugins that delay scripts put the address elsewhere, such as into `data-src`. */
function ownScript(tag: Tag, base: URL): OwnScript[] {
  const written = [...tag.attributes].find(([name, value]) => /src|href/.test(name) && OWN_FILE.test(value));
  const address = resolve(written?.[1], base);
  return address === null ? [] : [{ tag, address }];
}

/** @returns null where there is no address, or none that can be read */
export function resolve(written: string | undefined, base: URL): URL | null {
  return written !== undefined && URL.canParse(written, base) ? new URL(written, base) : null;
}

function tagsOf(markup: string): Tag[] {
  const plain = markup
    .replaceAll(/<!--[^]*?-->/g, '')
    .replaceAll(/(<(script|style)\b[^>]*>)[^]*?<\/\2>/gi, '$1');
  return [...plain.matchAll(TAG)].map(([, name, attributes]) => ({
    name: name!.toLowerCase(),
    attributes: new Map(
      [...attributes!.matchAll(ATTRIBUTE)].map(([, key, ...values]) => [
        key!.toLowerCase(),
        // Of three ways to write a value one was used.
        decode(values.join('')),
      ]),
    ),
  }));
}

const decode = (text: string): string =>
  text.replaceAll(/&(amp|quot|lt|gt|#39);/g, (_, name: string) => ENTITIES[name]!);
