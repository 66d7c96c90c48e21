import type { UserScope } from '../../data/user-scope.js';
import { readRecords, type AlertRecord } from './record.js';

const PREFIX = 'dx-realtime alerts on leaving ';

/**
 * Carries alerts over a reload that the database may not have: browsers undo what it is still writing when a page is
 * left, and only the storage of the tab takes something at once. What was carried for somebody else is forgotten.
 */
export class PagehideBuffer {
  readonly #key: string;
  readonly #scope: UserScope;

  constructor(scope: UserScope) {
    this.#key = PREFIX + scope.app;
    this.#scope = scope;
  }

  keep(records: readonly AlertRecord[]): void {
    try {
      if (records.length > 0)
        sessionStorage.setItem(this.#key, JSON.stringify({ user: this.#scope.user, records }));
    } catch {
      // Storage that is full or forbidden costs only what was not written yet.
    }
  }

  /** What was kept for this person; it is kept no longer. */
  take(): AlertRecord[] {
    const { user: own, formerUsers, keepsOthers } = this.#scope;
    try {
      const { user, records } = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}') as Partial<
        Record<'user' | 'records', unknown>
      >;
      const isOwn = [own, ...formerUsers].some((known) => known === user);
      if (isOwn || !keepsOthers) this.forget();
      return isOwn && Array.isArray(records) ? readRecords(records) : [];
    } catch {
      return [];
    }
  }

  forget(): void {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Where it is forbidden, nothing was kept.
    }
  }
}
