import type { ChatMessage } from './chat-message.js';
import type { Translator } from '../i18n/translator.js';

/** What an author wished of a messenger, checked. */
export interface MessengerOptions {
  /** Tells the conversation apart from others of the app: what is written in one is not sent in another. */
  channel: string;
  /** Event that a message is sent with; null = nothing can be written. */
  sendEvent: string | null;
  /** Event by which people tell that they type; null = they do not. */
  typingEvent: string | null;
  /** Absolute address of earlier messages; null = there are none. */
  historySrc: string | null;
  /** Id of the person; null = learned from what the back end answers. */
  userId: string | null;
  /** Name of the conversation; null = in the language of the page. */
  label: string | null;
  /** What stands in the empty field; null = in the language of the page. */
  placeholder: string | null;
}

/** What a messenger knows of the page it lies in. */
export interface MessengerHost {
  readonly document: Document;
  /** Id of the browser tab. */
  readonly origin: string;
  /** Milliseconds since 1970, by the clock that messages have their times from. */
  readonly now: () => number;
  wording(): Translator;
  /** Null where the words of the page's language are there. */
  loadWords(): Promise<void> | null;
  /** Rejects where there is no acknowledgement. */
  emit(eventName: string, data: unknown): Promise<unknown>;
  /** False = the page does not want it sent. */
  mayWrite(message: { id: string; text: string }): boolean;
  /** A message that was not known before. */
  arrived(message: ChatMessage, isOwn: boolean): void;
}
