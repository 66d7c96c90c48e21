import type { Translator } from '../i18n/translator.js';
import type { HistoryState } from './history-loader.js';
import type { MessengerOptions } from './messenger-host.js';
import type { MessengerViewOptions } from './messenger.view.js';
import { rowsOf } from './rows.js';
import type { UserSession } from './user-session.js';
import { visibleMessages, type VisibleRange } from './visible-range.js';

/** What a messenger is drawn from. */
export interface MessengerState {
  options: MessengerOptions;
  person: UserSession;
  extent: VisibleRange;
  history: HistoryState;
  isQuiet: boolean;
  isAtEnd: boolean;
  notice: string;
  saidNotice: string;
  wording: Translator;
}

/** @param now the time of day, and the clock that typing is measured with, in milliseconds */
export function viewOptionsOf(
  { options, person, extent, wording, ...shown }: MessengerState,
  now: { date: number; clock: number },
): MessengerViewOptions {
  const { conversation, reading, typing } = person;
  const { messages } = conversation;
  return {
    ...shown,
    rows: rowsOf(visibleMessages(messages, extent), {
      isOwn: (message) => conversation.isOwn(message),
      mark: reading.mark,
      now: now.date,
      language: wording.language,
    }),
    isEmpty: messages.length === 0,
    isCut: extent.skipped > 0,
    unseen: reading.unseen,
    typing: typing.names(now.clock),
    label: options.label ?? wording.text('messages'),
    placeholder: options.placeholder ?? wording.text('write'),
    canWrite: options.sendEvent !== null,
    wording,
  };
}
