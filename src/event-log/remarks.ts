import type { NamesOf } from '../i18n/terms.js';
import type { Translator } from '../i18n/translator.js';
import { eventNameFault, MAX_EVENT_NAME_LENGTH } from '../protocol.js';
import { words as english } from './locales/en.js';
import type { Remark } from './remark.js';
import type { EventLogWords } from './terms.js';

/** What words are looked up in. */
type Lookup = Pick<Translator<EventLogWords>, 'text'>;

/** The words in which remarks leave the page, whatever its language. */
export const inEnglish: Lookup = { text: (name) => english[name] };

/** A text with two things that it is about: the first stands for `#`, the second for `@`. */
export function textOfTwo(
  wording: Lookup,
  name: NamesOf<EventLogWords, string>,
  first: string,
  second: string,
): string {
  const text = wording.text(name, '#');
  return text.replace(/[#@]/g, (sign) => (sign === '#' ? first : second));
}

/** A remark in words. */
export function remarkText({ code, args }: Remark, wording: Lookup): string {
  const [first = '', second = ''] = (args ?? []) as readonly (string | number)[];
  return textOfTwo(wording, code, String(first), String(second));
}

/** Several of one element, one after the other. */
export const remarksText = (remarks: readonly Remark[], wording: Lookup): string =>
  remarks.map((remark) => remarkText(remark, wording)).join(' → ');

/** What is wrong with an event name; null where it can be used. */
export function nameRemark(name: string): Remark | null {
  const code = eventNameFault(name);
  return code && { code, args: [code === 'nameLong' ? MAX_EVENT_NAME_LENGTH : name] };
}
