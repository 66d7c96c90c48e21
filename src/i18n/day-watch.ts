import { isHidden } from '../dom/page-visibility.js';
import { startOfDay } from './days.js';

/** How often it is asked which day it is, in milliseconds. */
const INTERVAL = 3_000;

/**
 * Tells when another day has begun. A timer for midnight would miss it: a device sleeps, and clocks are set.
 *
 * @param signal ends it
 */
export function watchDay(view: Window, signal: AbortSignal, changed: () => void): void {
  let today = startOfDay(Date.now());
  const timer = view.setInterval(() => {
    if (isHidden(view.document) || startOfDay(Date.now()) === today) return;
    today = startOfDay(Date.now());
    changed();
  }, INTERVAL);
  signal.addEventListener('abort', () => view.clearInterval(timer));
}
