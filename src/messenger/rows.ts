import { dayLabel, startOfDay } from '../i18n/days.js';
import type { ShownMessage } from './conversation.js';

/** What one line of a conversation is. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | { readonly kind: 'mark'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: ShownMessage;
      readonly isOwn: boolean;
      /** Another person wrote the one before, or some time ago. */
      readonly isFirst: boolean;
      /** The next one is the first of another group, or there is none. */
      readonly isLast: boolean;
    };

export interface RowOptions {
  isOwn: (message: ShownMessage) => boolean;
  /** The first message that was not seen; null = none. */
  mark: string | null;
  /** Milliseconds since 1970. */
  now: number;
  language: string;
}

/** After such a pause the name is shown again, in milliseconds. */
const GROUP_PAUSE = 5 * 60_000;

/** The lines of a conversation: days, the mark of what is new, and messages. */
export function rowsOf(messages: readonly ShownMessage[], { isOwn, mark, now, language }: RowOptions): Row[] {
  const rows: Row[] = [];
  let former: ShownMessage | null = null;
  let endOfDay = -Infinity;
  for (const message of messages) {
    // A date is taken apart once a day, not once a message.
    const isOtherDay = message.at > 0 && message.at >= endOfDay;
    if (isOtherDay) {
      endOfDay = new Date(startOfDay(message.at)).setHours(24, 0, 0, 0);
      rows.push({ kind: 'day', key: `day ${endOfDay}`, label: dayLabel(message.at, now, language) });
    }
    if (message.id === mark) rows.push({ kind: 'mark', key: 'mark' });
    const own = isOwn(message);
    const continues =
      former !== null &&
      !isOtherDay &&
      message.id !== mark &&
      isOwn(former) === own &&
      isNext(former, message);
    const last = rows.at(-1);
    if (continues && last?.kind === 'message') rows[rows.length - 1] = { ...last, isLast: false };
    const key = `message ${message.id}`;
    rows.push({ kind: 'message', key, message, isOwn: own, isFirst: !continues, isLast: true });
    former = message;
  }
  return rows;
}

/** Whether two messages of one side belong to one group. */
function isNext(former: ShownMessage, message: ShownMessage): boolean {
  return (
    former.user === message.user &&
    former.delivery === message.delivery &&
    message.at - former.at < GROUP_PAUSE
  );
}
