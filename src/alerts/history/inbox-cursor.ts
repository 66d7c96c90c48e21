import { createStore, promisifyRequest } from 'idb-keyval';
import type { UserScope } from '../../data/user-scope.js';

/** Where the next page of a gateway's inbox begins, for a browser that has taken the former ones. */
export interface InboxCursor {
  cursor: string;
  /** Names of the events that were read; of others it says nothing. */
  names: readonly string[];
}

const open = createStore('dx-realtime', 'alerts');

/** So many lists of a person have a cursor; the one that was written longest ago begins anew. */
const MOST = 50;

type Entries = Record<string, Partial<InboxCursor> | undefined>;

/** Keeps the cursors of a person beside the alerts: they go with them. */
export class CursorEntry {
  readonly #key: string[];

  constructor({ app, user }: UserScope) {
    // No record is called so.
    this.#key = [app, user, ' inbox'];
  }

  /**
   * @param list that of a topic; null = that of the person
   * @param names of the events that are read now
   * @returns null = from the beginning
   */
  async read(list: string | null, names: readonly string[]): Promise<string | null> {
    try {
      const found = await open('readonly', (store) => promisifyRequest(this.#entries(store)));
      const { cursor, names: known } = found?.[nameOf(list)] ?? {};
      const isRead = Array.isArray(known) && names.every((name) => known.includes(name));
      return isRead && typeof cursor === 'string' ? cursor : null;
    } catch {
      // Without a storage every visit begins anew.
      return null;
    }
  }

  async write(list: string | null, entry: InboxCursor): Promise<void> {
    await open('readwrite', (store) => {
      // Within one transaction: another tab writes that of another list.
      const request = this.#entries(store);
      request.onsuccess = () => {
        const others = Object.entries(request.result ?? {}).filter(([name]) => name !== nameOf(list));
        const kept = others.slice(1 - MOST);
        store.put(Object.fromEntries([...kept, [nameOf(list), entry]]), this.#key);
      };
      return promisifyRequest(store.transaction);
    }).catch(() => undefined);
  }

  #entries(store: IDBObjectStore): IDBRequest<Entries | undefined> {
    return store.get(this.#key) as IDBRequest<Entries | undefined>;
  }
}

/** Not a number: the order in which entries were written is kept. */
const nameOf = (list: string | null): string => `:${list ?? ''}`;
