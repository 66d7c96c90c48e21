import { isHidden } from '../dom/page-visibility.js';
import { startOfDay } from './days.js';

/** How often it is asked which day it is, in milliseconds. */
const INTERVAL = 3_000;

/**
 * Tells when another day has begun, or the device is in another time zone. A timer for midnight would miss it: a device
 * sleeps, and clocks are set.
 *
 * @param signal ends it
 * @param now milliseconds since 1970
 */
export function watchDay(view: Window, signal: AbortSignal, changed: () => void, now: () => number): void {
  // Two time zones may have midnight at the same time, on different days.
  const dayOf = (): string => `${startOfDay(now())} ${new Date().getTimezoneOffset()}`;
  let today = dayOf();
  const timer = view.setInterval(() => {
    const day = dayOf();
    if (isHidden(view.document) || day === today) return;
    today = day;
    changed();
  }, INTERVAL);
  signal.addEventListener('abort', () => view.clearInterval(timer));
}
