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
  sharing: Pick<TabSync, 'wanted' | 'history'>,
): Promise<void> {
  if (request.attention === null) return;
  try {
    await (await load()).drawAttention(document, request, clock, sharing);
  } catch (error) {
    warnOnce(`alerts make no sound, since a part of the script could not be loaded: ${String(error)}`);
  }
}
