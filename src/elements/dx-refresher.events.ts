import type { RefreshReason } from '../refresh/schedule.js';
import type { RefreshError } from '../refresh/refresh-error.js';

/** `detail` of `dx-refreshed`. */
export interface RefreshedDetail {
  /** The widgets that were refreshed. */
  targets: Element[];
  reason: RefreshReason;
  /** From the event to the last widget, in milliseconds. */
  duration: number;
}

/** `detail` of `dx-refresh-error`. */
export interface RefreshErrorDetail {
  target: Element;
  error: RefreshError;
  /** When it is tried again, in milliseconds from now; null = not before the next event. */
  retryIn: number | null;
}
