import { readFileSync } from 'node:fs';

const LOCALE = /\/dist\/(i18n|event-log)\/locales\/(?!en|loaders)\w+\.js$/;
const HELPER = '\0unpack-words';
const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/**
 * Vite plugin: where the words of all languages are in one file, only the English ones have names; the others stand in
 * the same order in one text.
 */
export const compactLocales = {
  name: 'compact-locales',
  resolveId: (source) => (source === HELPER ? HELPER : undefined),
  load: (source) =>
    source === HELPER ? `const FORMS = ${JSON.stringify(FORMS)};\nexport ${unpackWords}` : undefined,
  transform(code, id) {
    if (!LOCALE.test(id)) return null;
    const english = id.replace(/\w+\.js$/, 'en.js');
    const packed = packWords(wordsOf(readFileSync(english, 'utf8')), wordsOf(code));
    return `import { words as english } from ${JSON.stringify(english)};
import { unpackWords } from ${JSON.stringify(HELPER)};
export const words = unpackWords(english, ${JSON.stringify(packed)});`;
  },
};

/** The words of a compiled locale: a module that is one literal and imports nothing. */
const wordsOf = (code) => new Function(code.replace('export const words =', 'return'))();

/**
 * @param {object} english gives the order
 * @param {object} words of another language: texts, or texts by the plural forms of the language
 * @returns {string} all of them
 */
export function packWords(english, words) {
  const texts = Object.keys(english).map((name) => {
    const word = words[name];
    return typeof word === 'string'
      ? word
      : Object.entries(word)
          .map(([form, text]) => `~${FORMS.indexOf(form)}${text}`)
          .join('');
  });
  if (texts.some((text) => text.includes('|')) || /~[^0-5]/.test(texts.join('')))
    throw new Error('A word has a character that parts words: | or ~');
  return texts.join('|');
}

/**
 * What a browser runs to have the words back.
 *
 * @param {object} english
 * @param {string} packed by `packWords()`
 * @returns {object}
 */
export function unpackWords(english, packed) {
  const texts = packed.split('|');
  return Object.fromEntries(
    Object.keys(english).map((name, index) => {
      const [text, ...forms] = texts[index].split('~');
      return [
        name,
        forms[0] ? Object.fromEntries(forms.map((form) => [FORMS[form[0]], form.slice(1)])) : text,
      ];
    }),
  );
}
