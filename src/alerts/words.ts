import type { Alert } from '../messages/alert.js';
import { numberFormat, pluralRules } from './formats.js';
import { words as english } from './words/en.js';
import type { PluralName, TextName, Words } from './words/words.js';

export type { Words } from './words/words.js';

/** Languages whose words are in the package; the code of each is loaded where a page is written in it. */
const LOADERS: Record<string, () => Promise<{ words: Words }>> = {
  ar: () => import('./words/ar.js'),
  de: () => import('./words/de.js'),
  es: () => import('./words/es.js'),
  fr: () => import('./words/fr.js'),
  ja: () => import('./words/ja.js'),
  pt: () => import('./words/pt.js'),
  ru: () => import('./words/ru.js'),
  zh: () => import('./words/zh.js'),
};

const built = new Map<string, Partial<Words>>([['en', english]]);
/** Words that a page gave; they win over those of the package. */
const given = new Map<string, Partial<Words>>();
const loading = new Map<string, Promise<void>>();

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

/** Loads the words of the page's language. @returns null where they are there */
export function loadWords(document: Document): Promise<void> | null {
  const base = baseOf(languageOf(document));
  const load = LOADERS[base];
  if (load === undefined || built.has(base)) return null;
  // Without its words a page says the English ones; there is nobody to tell.
  const loaded =
    loading.get(base) ??
    load().then(
      ({ words }) => void built.set(base, words),
      () => undefined,
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

/** What a screen reader says about an alert: severity, title, text and what can be done. */
export function spokenText({ variant, title, text, action }: Alert, wording: Wording): string {
  const parts = [title, text, action === null ? '' : wording.text('action', action.label)].filter(
    (part) => part !== '',
  );
  return `${wording.text(variant)}: ${parts.join('. ')}`;
}
