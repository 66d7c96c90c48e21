import { isMuted, type AlertDelivery } from '../../protocol/preferences.js';
import { isHidden } from '../../dom/page-visibility.js';
import type { Alert } from '../alert.js';
import type { Clock } from '../../clock.js';
import { showDesktop } from './desktop.js';
import { ACTIVE_TAB_LOCK } from '../history/active-tab.js';
import { isQuiet, type QuietHours } from './quiet-hours.js';
import { playSound } from './sound.js';

/** How an alert calls a person who may not be looking. */
export interface AttentionOptions {
  /** Shows a desktop notification while no tab is visible. */
  readonly desktop: boolean;
  /** Address of a sound; empty = the built-in one; null = none. */
  readonly sound: string | null;
  readonly quiet: QuietHours | null;
}

/** At most one sound in so many milliseconds. */
const SOUND_INTERVAL = 3_000;
/** How long a tab stands for an alert, in milliseconds: until the slowest of the others has heard it, too. */
const CLAIM_TIME = 10_000;

let lastSound = -Infinity;

/**
 * Calls a person, from one tab of the browser only.
 *
 * @param id the same in all tabs
 */
export async function drawAttention(
  document: Document,
  id: string,
  alert: Alert,
  { desktop, sound, quiet, wanted }: AttentionOptions & { wanted: AlertDelivery },
  clock: Clock,
): Promise<void> {
  const view = document.defaultView;
  if (view === null || isMuted(wanted) || isQuiet(quiet, new Date()) || !(await claim(view, id, clock)))
    return;
  if (sound !== null && clock.now() - lastSound >= SOUND_INTERVAL) {
    lastSound = clock.now();
    playSound(view, sound, clock);
  }
  if (!desktop || wanted !== 'push' || (await isSomeTabVisible(view))) return;
  const { title, text, href } = alert;
  showDesktop(document, { title, text, href, tag: id, language: document.documentElement.lang });
}

/** @returns whether no other tab calls for this alert */
function claim(view: Window, id: string, clock: Clock): Promise<boolean> {
  const { locks } = view.navigator as { locks?: LockManager | null };
  if (locks == null) return Promise.resolve(true);
  return new Promise((resolve) => {
    locks
      .request(`dx-realtime attention ${id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise<void>((release) => void clock.after(CLAIM_TIME, () => release()));
      })
      .catch(() => resolve(true));
  });
}

async function isSomeTabVisible(view: Window): Promise<boolean> {
  if (!isHidden(view.document)) return true;
  const { locks } = view.navigator as { locks?: LockManager };
  const { held = [] } = (await locks?.query().catch(() => undefined)) ?? {};
  return held.some(({ name }) => name?.startsWith(ACTIVE_TAB_LOCK));
}
