import type { NamesOf } from '../i18n/terms.js';
import type { Translator } from '../i18n/translator.js';
import { words as english } from './locales/en.js';
import type { EventLogWords, RemarkName } from './terms.js';

type TextName = NamesOf<EventLogWords, string>;

const REMARKS: readonly RemarkName[] = [
  ...(['filteredByMatch', 'ownMessage', 'held', 'refreshing', 'waitsForRest', 'waitsForTurn'] as const),
  ...(['noTarget', 'joined', 'wasReplaced', 'notTaken', 'notRefreshed', 'refreshedSome', 'failed'] as const),
  ...(['cancelled', 'shownBefore', 'shownBeforeId', 'takenAsAlert', 'listed', 'shown'] as const),
  ...(['shownTyping', 'isEmpty', 'hasNoText', 'isBinary', 'hasFields', 'noScript', 'designMode'] as const),
  ...(['isDisabled', 'noEventName', 'otherEvents', 'nearName', 'otherServer', 'notThere'] as const),
  ...(['nameEmpty', 'nameLong', 'nameReserved', 'nameTaken'] as const),
];

/** How each is recognised: what `#` and `@` stand for is whatever stands there. */
const PATTERNS = REMARKS.map((name) => [name, patternOf(english[name])] as const);

/** A text with two things that it is about: the first stands for `#`, the second for `@`. */
export function textOfTwo(
  wording: Translator<EventLogWords>,
  name: TextName,
  first: string,
  second: string,
): string {
  const text = wording.text(name, '#');
  return text.replace(/[#@]/g, (sign) => (sign === '#' ? first : second));
}

/**
 * What an element told of a message, or what is wrong with an event name, in the words of the page's language. It is
 * told in English, so that only a page with a log loads words for it; what is not known stays as it is.
 */
export function translate(remark: string, wording: Translator<EventLogWords>): string {
  for (const [name, pattern] of PATTERNS) {
    const found = pattern.exec(remark);
    if (found !== null) return textOfTwo(wording, name, found[1] ?? '', found[2] ?? '');
  }
  return remark;
}

function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/[#@]/g, '(.*)')}$`, 's');
}
