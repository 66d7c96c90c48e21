import { isMuted } from '../../protocol/preferences.js';
import { isHidden } from '../../dom/page-visibility.js';
import type { Alert } from '../alert.js';
import type { AlertRequest } from '../alert-entry.js';
import type { Clock } from '../../clock.js';
import { showDesktop } from './desktop.js';
import { ACTIVE_TAB_LOCK } from '../history/active-tab.js';
import { isQuiet } from './quiet-hours.js';
import { playSound } from './sound.js';
import type { TabSync } from '../tab-sync.js';

/** At most one sound in so many milliseconds. */
const SOUND_INTERVAL = 3_000;
/** How long a tab stands for an alert, in milliseconds: until the slowest of the others has heard it, too. */
const CLAIM_TIME = 10_000;

let lastSound = -Infinity;

/** Calls a person, from one tab of the browser only, where that is wished. */
export async function drawAttention(
  document: Document,
  request: AlertRequest,
  clock: Clock,
  sharing: Pick<TabSync, 'wanted' | 'history'>,
): Promise<void> {
  const { attention, record } = request;
  const view = document.defaultView;
  if (attention === null || view === null) return;
  // The same in all tabs.
  const id = record?.id ?? Math.random().toString(36);
  const wanted = await sharing.wanted(request);
  const isQuietNow = isMuted(wanted) || isQuiet(attention.quiet, new Date());
  if (isQuietNow || !(await claim(view, id, clock))) return;
  chime(view, attention.sound, clock);
  if (!attention.desktop || wanted !== 'push' || (await isSomeTabVisible(view))) return;
  if (show(document, id, request.alert)) await markSeen(record, sharing);
}

/** The gateway need not call the person, too. The toast waits: nobody has looked at the page. */
async function markSeen(record: AlertRequest['record'], sharing: Pick<TabSync, 'history'>): Promise<void> {
  const history = record && (await sharing.history(record.scope));
  history?.onMark('seen', [record!.id]);
}

function chime(view: Window, sound: string | null, clock: Clock): void {
  if (sound === null || clock.now() - lastSound < SOUND_INTERVAL) return;
  lastSound = clock.now();
  playSound(view, sound, clock);
}

function show(document: Document, tag: string, { title, text, href }: Alert): boolean {
  return showDesktop(document, { title, text, href, tag, language: document.documentElement.lang });
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
