import type { PushSubscribe } from '../../protocol/web-push.js';
import { parseEventNames } from '../../data/message.js';
import { parseQuietHours } from '../attention/parse-quiet-hours.js';

/** An element that may want people to be called. */
export interface PushHost {
  readonly isConnected: boolean;
  readonly disabled: boolean;
  readonly eventName: string | null;
  readonly topic: string | null;
  readonly desktop?: boolean | string;
  readonly quietHours?: string | null;
}

/** Alerts of topics are kept for nobody, so nobody is called for them. */
const wantsPush = ({ isConnected, disabled, topic, desktop }: PushHost): boolean =>
  desktop === 'always' && isConnected && !disabled && !topic;

/** Most names that a gateway takes. */
const MOST_EVENTS = 50;

/** What the elements of a page want; null = nobody is to be called. @param timeZone of the person */
export function pushWish(
  hosts: Iterable<PushHost>,
  timeZone: string,
): Pick<PushSubscribe, 'events' | 'quiet'> | null {
  const wanting = [...hosts].filter(wantsPush);
  const names = [...new Set(wanting.flatMap(({ eventName }) => parseEventNames(eventName)))].sort();
  if (names.length === 0) return null;
  const quiet = wanting.map(({ quietHours }) => parseQuietHours(quietHours ?? '')).find(Boolean);
  return {
    events: names.includes('*') ? ['*'] : names.slice(0, MOST_EVENTS),
    quiet: quiet ? { ...quiet, timeZone } : null,
  };
}
