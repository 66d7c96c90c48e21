import { numberFormat, pluralRules } from './formats.js';
import { words as english } from './en.js';
import type { PluralName, TextName, Words } from './words.js';

export type { Words } from './words.js';

/** Languages whose words are in the package; the code of each is loaded where a page is written in it. */
const LOADERS: Record<string, () => Promise<{ words: Words }>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
  pt: () => import('./pt.js'),
  ru: () => import('./ru.js'),
  zh: () => import('./zh.js'),
};

const built = new Map<string, Partial<Words>>([['en', english]]);
/** Words that a page gave; they win over those of the package. */
const given = new Map<string, Partial<Words>>();
const loading = new Map<string, Promise<void>>();
/** Languages whose code could not be loaded; whoever draws again when words are there must not draw for ever. */
const failed = new Set<string>();

/** Adds or replaces words. @param languages by language: `{ it: { close: 'Chiudi' } }` */
export function addWords(languages: Readonly<Record<string, Partial<Words>>>): void {
  for (const [language, words] of Object.entries(languages)) {
    const name = language.toLowerCase();
    given.set(name, { ...given.get(name), ...words });
  }
}

/** Words with the rules of their language. */
export class Wording {
  /** As `Intl` takes it. */
  readonly language: string;
  readonly #words: Words;

  constructor(language: string, words: Words) {
    this.language = language;
    this.#words = words;
  }

  /** @param value takes the place of `#` */
  text(name: TextName, value = ''): string {
    return this.#words[name].replace('#', () => value);
  }

  count(name: PluralName, count: number): string {
    const forms = this.#words[name];
    const form = pluralRules(this.language).select(count);
    return (forms[form] ?? forms.other).replace('#', numberFormat(this.language).format(count));
  }
}

/** The words of the language that a page is written in, as far as they are loaded; else English ones. */
export function wordingOf(document: Document): Wording {
  const language = languageOf(document);
  const base = baseOf(language);
  const words = { ...english, ...built.get(base), ...given.get(base), ...given.get(language.toLowerCase()) };
  const isKnown = built.has(base) || given.has(base) || given.has(language.toLowerCase());
  return new Wording(isKnown ? language : 'en', words);
}

/** Loads the words of the page's language. @returns null where they are there, or cannot be had */
export function loadWords(document: Document): Promise<void> | null {
  const base = baseOf(languageOf(document));
  const load = LOADERS[base];
  if (load === undefined || built.has(base) || failed.has(base)) return null;
  // Without its words a page says the English ones; there is nobody to tell.
  const loaded =
    loading.get(base) ??
    load().then(
      ({ words }) => void built.set(base, words),
      () => void failed.add(base),
    );
  loading.set(base, loaded);
  return loaded;
}

function languageOf(document: Document): string {
  try {
    return new Intl.Locale(document.documentElement.lang).toString();
  } catch {
    return 'en';
  }
}

const baseOf = (language: string): string => language.split('-')[0]!.toLowerCase();
