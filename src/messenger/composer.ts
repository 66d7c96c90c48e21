import type { Translator } from '../i18n/translator.js';
import { MAX_CHAT_LENGTH } from './chat-message.js';
import { setText } from './fit-field.js';

/** Whether what writes is a keyboard on the screen, as far as a page can know. */
export function isTouch(element: Element): boolean {
  return element.ownerDocument.defaultView!.matchMedia('(pointer: coarse)').matches;
}

/** How many characters of a text are too many to be sent; 0 = none. */
export const excessOf = (text: string): number => Math.max(0, text.trim().length - MAX_CHAT_LENGTH);

/**
 * Enter sends; with Shift it breaks the line, and within a word of an input method it belongs to that word. A keyboard on a
 * screen has no Shift+Enter: there Enter breaks the line, and a button sends.
 */
export function sendOnEnter(event: KeyboardEvent): void {
  const field = event.currentTarget as HTMLTextAreaElement;
  // Safari ends the word before this event and tells only by the old code.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way in Safari
  const isComposing = event.isComposing || event.keyCode === 229;
  if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
  if (isTouch(field) && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  field.form!.requestSubmit();
}

/** A text, and what is marked in it: the caret is at the end where nothing is said. */
export type HalfWritten = [
  text: string,
  start?: number,
  end?: number,
  direction?: HTMLTextAreaElement['selectionDirection'],
];

/** So long after the last key it is said how many characters are too many, in milliseconds: it would be said over each key. */
const SAID_AFTER = 1_000;

/** The field that is written in. */
export class Composer {
  readonly #rested: () => void;
  /** How many characters in the field are too many. */
  #excess = 0;
  /** How many that were when the person last paused. */
  #saidExcess = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param rested is called where a person pauses, and something else is to be said then */
  constructor(rested: () => void) {
    this.#rested = rested;
  }

  /** @returns whether something else is to be shown of the text */
  typed(text: string): boolean {
    const former = this.#excess;
    this.#excess = excessOf(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const isNews = this.#saidExcess !== this.#excess;
      this.#saidExcess = this.#excess;
      if (isNews) this.#rested();
    }, SAID_AFTER);
    return this.#excess !== former;
  }

  /**
   * What is shown above the field, and what screen readers say; empty = nothing.
   *
   * @param isCutOff there is no connection, and has been none for some time
   */
  notices(isCutOff: boolean, wording: Translator): { notice: string; saidNotice: string } {
    const textOf = (excess: number): string => {
      if (excess > 0) return wording.count('tooLong', excess);
      return isCutOff ? wording.text('waiting') : '';
    };
    return { notice: textOf(this.#excess), saidNotice: textOf(this.#saidExcess) };
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** @returns what stands in the field; undefined where there is none */
  take(field: HTMLTextAreaElement | null): HalfWritten | undefined {
    return field
      ? [field.value, field.selectionStart, field.selectionEnd, field.selectionDirection]
      : undefined;
  }

  /**
   * Puts back what a person had half written; what they have written since then stands at the caret.
   *
   * @returns what the field holds
   */
  restore(
    field: HTMLTextAreaElement | null,
    [draft, start = draft.length, end = start, direction]: HalfWritten,
  ): string {
    if (field === null) return draft;
    const written = field.value;
    setText(field, draft);
    field.setSelectionRange(start, end, direction);
    if (written) field.setRangeText(written, start, end, 'end');
    return field.value;
  }

  /** After going to the newest message. A keyboard would open where nobody wants to write. */
  focusAfterJump(root: HTMLElement): void {
    const field = root.querySelector('textarea');
    const next = field === null || isTouch(field) ? root.querySelector<HTMLElement>('.list') : field;
    next?.focus({ preventScroll: true });
  }
}
