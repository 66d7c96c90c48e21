import type { Clock } from '../../clock.js';
import { SharedHistory } from './shared-history.js';
import { IndexedHistory } from './indexed-db.js';
import type { UserScope } from '../../data/user-scope.js';
import { isPushForeign } from '../web-push/push-owner.js';
import { PreferenceEntry } from '../preferences/preference-entry.js';
import { openTabChannel } from './tab-channel.js';

export { ActiveTab } from './active-tab.js';
export { toRecord } from './record.js';

/** The history of a person, with what the browser has kept of it. */
export async function openHistory(view: Window, scope: UserScope, clock: Clock): Promise<SharedHistory> {
  // Nobody is called for the alerts of another person.
  if (isPushForeign(view, scope))
    import('../web-push/web-push.js').then(
      ({ endForeignPush }) => endForeignPush(view, scope),
      () => undefined,
    );
  const history = new SharedHistory({
    clock,
    date: () => Date.now(),
    locks: (view.navigator as { locks?: LockManager }).locks ?? null,
    storage: new IndexedHistory(scope),
    preferences: new PreferenceEntry(scope),
    join: (heard) => openTabChannel(view, scope, heard),
  });
  view.addEventListener('pagehide', () => void history.flush(true), { signal: history.closed });
  await history.load();
  return history;
}
