import { createStore, promisifyRequest } from 'idb-keyval';
import type { UserScope } from '../../data/user-scope.js';

/** Where the next page of a gateway's inbox begins, for a browser that has taken the former ones. */
export interface InboxCursor {
  cursor: string;
  /** Names of the events that were read; of others it says nothing. */
  names: readonly string[];
}

const open = createStore('dx-realtime', 'alerts');

/** Keeps the cursor of a person beside the alerts: it goes with them. */
export class CursorEntry {
  readonly #key: string[];

  constructor({ app, user }: UserScope) {
    // No record is called so.
    this.#key = [app, user, ' inbox'];
  }

  /** @param names of the events that are read now. @returns null = from the beginning */
  async read(names: readonly string[]): Promise<string | null> {
    try {
      const found = await open('readonly', (store) => promisifyRequest<unknown>(store.get(this.#key)));
      const { cursor, names: known } = (found ?? {}) as Partial<InboxCursor>;
      const isRead = Array.isArray(known) && names.every((name) => known.includes(name));
      return isRead && typeof cursor === 'string' ? cursor : null;
    } catch {
      // Without a storage every visit begins anew.
      return null;
    }
  }

  async write(entry: InboxCursor): Promise<void> {
    await open('readwrite', (store) => {
      store.put(entry, this.#key);
      return promisifyRequest(store.transaction);
    }).catch(() => undefined);
  }
}
