import type { Plural } from '../i18n/terms.js';
import type { RemarkName } from './remark.js';

/** What stands on the log itself; in some, `#` is what they are about, and `@` the second of two. */
export type LogTextName =
  | ('eventLog' | 'events' | 'newestFirst' | 'share' | 'filter' | 'filterLabel' | 'pause' | 'paused')
  | ('clearLog' | 'copy' | 'exportLog' | 'simulate' | 'simulated' | 'event' | 'simulatedHere' | 'noLog')
  | ('channelNumber' | 'origin' | 'heard' | 'nobody' | 'message' | 'copyMessage' | 'messageJson')
  | ('noneFits' | 'whilePaused' | 'noneYet' | 'eventName' | 'messageField' | 'give' | 'wasGiven')
  | ('badName' | 'badMessage' | 'copied' | 'notCopied');

/** Every word of the event log, in one language. None is called as one of the other elements is. */
export type EventLogWords = Readonly<Record<LogTextName | RemarkName, string> & { pausedNew: Plural }>;
