import { numberFormat, pluralRules } from './intl-cache.js';
import { words as english } from './locales/en.js';
import type { NamesOf, Plural, Words } from './terms.js';

export type { Words } from './terms.js';

/** Loads the words of a language, by its code. */
export type Loaders<All> = Readonly<Record<string, () => Promise<{ words: All }>>>;

/** Words that a page gave; they win over those of the package. */
const given = new Map<string, object>();

/** Adds or replaces words. @param languages by language: `{ it: { close: 'Chiudi' } }` */
export function addLocale(languages: Readonly<Record<string, object>>): void {
  for (const [language, words] of Object.entries(languages)) {
    const name = language.toLowerCase();
    given.set(name, { ...given.get(name), ...words });
  }
}

/** Words with the rules of their language. */
export class Translator<All extends object = Words> {
  /** As `Intl` takes it. */
  readonly language: string;
  readonly #words: All;

  constructor(language: string, words: All) {
    this.language = language;
    this.#words = words;
  }

  /** @param value takes the place of `#` */
  text(name: NamesOf<All, string>, value = ''): string {
    return (this.#words[name] as string).replace('#', () => value);
  }

  count(name: NamesOf<All, Plural>, count: number): string {
    const forms = this.#words[name] as Plural;
    const form = pluralRules(this.language).select(count);
    return (forms[form] ?? forms.other).replace('#', numberFormat(this.language).format(count));
  }
}

/** Words in several languages: English ones are there, others are loaded where an element stands in their language. */
export class Locales<All extends object> {
  readonly #loaders: Loaders<All>;
  readonly #english: All;
  readonly #built: Map<string, All>;
  readonly #loading = new Map<string, Promise<void>>();
  /** Languages whose code could not be loaded; whoever draws again when words are there must not draw for ever. */
  readonly #failed = new Set<string>();

  constructor(english: All, loaders: Loaders<All>) {
    this.#english = english;
    this.#loaders = loaders;
    this.#built = new Map([['en', english]]);
  }

  /** The words of the language that an element stands in, as far as they are loaded; else English ones. */
  wordingOf(element: Element): Translator<All> {
    const language = languageOf(element);
    const base = baseOf(language);
    const own = [this.#built.get(base), given.get(base), given.get(language.toLowerCase())];
    const words = Object.assign({}, this.#english, ...own) as All;
    return new Translator(own.some(Boolean) ? language : 'en', words);
  }

  /** Loads the words of the language that an element stands in. @returns null where they are there, or cannot be had */
  load(element: Element): Promise<void> | null {
    const base = baseOf(languageOf(element));
    const load = this.#loaders[base];
    if (load === undefined || this.#built.has(base) || this.#failed.has(base)) return null;
    // Without its words an element says the English ones; there is nobody to tell.
    const loaded =
      this.#loading.get(base) ??
      load().then(
        ({ words }) => void this.#built.set(base, words),
        () => void this.#failed.add(base),
      );
    this.#loading.set(base, loaded);
    return loaded;
  }
}

/** What the elements say to those who use a page. */
const vocabulary = new Locales<Words>(english, {
  ar: () => import('./locales/ar.js'),
  de: () => import('./locales/de.js'),
  es: () => import('./locales/es.js'),
  fr: () => import('./locales/fr.js'),
  ja: () => import('./locales/ja.js'),
  pt: () => import('./locales/pt.js'),
  ru: () => import('./locales/ru.js'),
  zh: () => import('./locales/zh.js'),
});

/** The words of the elements, in the language that one of them stands in. */
export const translatorOf = (element: Element): Translator => vocabulary.wordingOf(element);

/** Loads them. @returns null where they are there, or cannot be had */
export const loadLocale = (element: Element): Promise<void> | null => vocabulary.load(element);

/** The `lang` of the nearest ancestor, also outside of the shadow root that the element lies in. */
function languageOf(element: Element): string {
  const named = element.closest<HTMLElement>('[lang]');
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  if (named === null && host) return languageOf(host);
  try {
    // As many systems write it.
    return new Intl.Locale(named!.lang.replaceAll('_', '-')).toString();
  } catch {
    return 'en';
  }
}

const baseOf = (language: string): string => language.split('-')[0]!.toLowerCase();
