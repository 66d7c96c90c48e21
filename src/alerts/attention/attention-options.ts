import type { QuietHours } from './quiet-hours.js';

/** Whether a person is called by notifications of the device; `always` = while no tab is open, too. */
export type DesktopWish = boolean | 'always';

/** How an alert calls a person who may not be looking. */
export interface AttentionOptions {
  /** Shows a desktop notification while no tab is visible; `always` = the gateway calls while none is open, too. */
  readonly desktop: DesktopWish;
  /** Address of a sound; empty = the built-in one; null = none. */
  readonly sound: string | null;
  readonly quiet: QuietHours | null;
}
