import { warnOnce } from '../../warn.js';
import type { Clock } from '../../clock.js';
import type { AlertRequest } from '../alert-entry.js';
import type { TabSync } from '../tab-sync.js';

const load = (): Promise<typeof import('./notify.js')> => import('./notify.js');

/**
 * Loads what makes sounds and desktop notifications, so that the first alert does not wait for it, and what asks for
 * leave: a browser may have forgotten the click when code comes late.
 */
export function loadNotifications(): void {
  Promise.all([load(), import('./desktop.js')]).catch(() => undefined);
}

/** Calls the person by sound or desktop notification, where that is wished. */
export async function notify(
  document: Document,
  request: AlertRequest,
  clock: Clock,
  sharing: Pick<TabSync, 'wanted'>,
): Promise<void> {
  const { alert, record, attention } = request;
  if (attention === null) return;
  try {
    const { drawAttention } = await load();
    const id = record?.id ?? Math.random().toString(36);
    await drawAttention(document, id, alert, { ...attention, wanted: await sharing.wanted(request) }, clock);
  } catch (error) {
    warnOnce(`alerts make no sound, since a part of the script could not be loaded: ${String(error)}`);
  }
}
