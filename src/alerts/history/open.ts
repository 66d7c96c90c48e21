import type { Clock } from '../clock.js';
import { SharedHistory } from './shared-history.js';
import { IndexedHistory } from './storage.js';
import type { HistoryScope } from '../../storage/scope.js';
import { joinTabs } from './tabs.js';

export { FrontTab } from './front-tab.js';
export { toRecord } from './record.js';

/** The history of a person, with what the browser has kept of it. */
export async function openHistory(view: Window, scope: HistoryScope, clock: Clock): Promise<SharedHistory> {
  const history = new SharedHistory({
    clock,
    date: () => Date.now(),
    storage: new IndexedHistory(scope),
    join: (heard) => joinTabs(view, scope, heard),
  });
  view.addEventListener('pagehide', () => void history.flush(true), { signal: history.closed });
  await history.load();
  return history;
}
