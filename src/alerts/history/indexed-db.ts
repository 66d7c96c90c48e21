import { createStore, promisifyRequest } from 'idb-keyval';
import { PagehideBuffer } from './pagehide-buffer.js';
import { isOffered } from './choice.js';
import { mergeRecords, readRecords, type AlertRecord } from './record.js';
import { SIGNED_IN_RANGE, type UserScope } from '../../data/user-scope.js';

/** Where alerts outlive the page. Every method fails where the browser forbids it or has no room. */
export interface HistoryStorage {
  /** All of the scope. */
  load(): Promise<AlertRecord[]>;
  /** Those with these ids. */
  read(ids: readonly string[]): Promise<AlertRecord[]>;
  /**
   * Takes records over, each merged with what another tab may have written.
   *
   * @param isLast the page is being left: there is no time to look at what others have written
   */
  write(records: readonly AlertRecord[], gone: readonly string[], isLast: boolean): Promise<void>;
  /**
   * Takes a record with a choice that is about to be sent.
   *
   * @returns the record as it stands now: with the choice of another tab where that was first
   */
  claim(record: AlertRecord): Promise<AlertRecord>;
  /** Forgets the scope. */
  clear(): Promise<void>;
}

const open = createStore('dx-realtime', 'alerts');

/** Keeps alerts in IndexedDB, one entry each, under app, user and id. */
export class IndexedHistory implements HistoryStorage {
  readonly #scope: UserScope;
  readonly #leaving: PagehideBuffer;
  /** Those that read before they write, and are not at their end. */
  readonly #merging = new Set<IDBTransaction>();

  constructor(scope: UserScope) {
    this.#scope = scope;
    this.#leaving = new PagehideBuffer(scope);
  }

  async load(): Promise<AlertRecord[]> {
    for (const user of this.#scope.formerUsers) await this.#takeOver(user);
    if (!this.#scope.keepsOthers) await this.#forgetOthers();
    const carried = this.#leaving.take();
    if (carried.length > 0) await this.write(carried, [], false);
    const found = await open('readonly', (store) => promisifyRequest(store.getAll(this.#range())));
    return readRecords(found);
  }

  async read(ids: readonly string[]): Promise<AlertRecord[]> {
    const requests = await open('readonly', (store) =>
      Promise.all(ids.map((id) => promisifyRequest<unknown>(store.get(this.#key(id))))),
    );
    return readRecords(requests);
  }

  write(records: readonly AlertRecord[], gone: readonly string[], isLast: boolean): Promise<void> {
    if (isLast) {
      this.#leaving.keep(records);
      // In WebKit one that waits for a page that is asleep holds up every page after it.
      for (const merging of this.#merging) merging.abort();
    }
    return open('readwrite', (store) => {
      for (const record of records)
        if (isLast) store.put(record, this.#key(record.id));
        else this.#merge(store, record);
      for (const id of gone) store.delete(this.#key(id));
      if (isLast) store.transaction.commit();
      return this.#ended(store);
    });
  }

  clear(): Promise<void> {
    this.#leaving.forget();
    return open('readwrite', (store) => {
      store.delete(this.#range());
      return promisifyRequest(store.transaction);
    });
  }

  async claim(record: AlertRecord): Promise<AlertRecord> {
    const result = { ...record };
    await open('readwrite', (store) => {
      this.#merge(store, record, (former) => {
        const isChosenElsewhere =
          !isOffered(former.choice, record.at) && former.choice?.id !== record.choice?.id;
        return Object.assign(
          result,
          mergeRecords(record, former),
          isChosenElsewhere && { choice: former.choice },
        );
      });
      return this.#ended(store);
    });
    return result;
  }

  /** Its end may be that the page is left, which is no failure: what it was to write is written then. */
  async #ended({ transaction }: IDBObjectStore): Promise<void> {
    this.#merging.add(transaction);
    try {
      await promisifyRequest(transaction);
    } catch (error) {
      // Browsers name no reason where it was this script.
      if (error !== null) throw error;
    }
    this.#merging.delete(transaction);
  }

  /** Within one transaction, so that no other tab writes between reading and writing. */
  #merge(
    store: IDBObjectStore,
    record: AlertRecord,
    merge = (former: AlertRecord): AlertRecord => mergeRecords(record, former),
  ): void {
    const key = this.#key(record.id);
    const request: IDBRequest<unknown> = store.get(key);
    request.onsuccess = () => {
      const [former] = readRecords([request.result]);
      store.put(former === undefined ? record : merge(former), key);
    };
  }

  /** The same person was known by another id before. */
  #takeOver(formerUser: string): Promise<void> {
    const range = rangeOf(this.#scope.app, formerUser);
    return open('readwrite', (store) => {
      const request: IDBRequest<unknown[]> = store.getAll(range);
      request.onsuccess = () => {
        for (const record of readRecords(request.result)) this.#merge(store, record);
        store.delete(range);
      };
      return this.#ended(store);
    });
  }

  /** Who was signed in before may have left while no page of this app was open. */
  #forgetOthers(): Promise<void> {
    const { app, user } = this.#scope;
    const { from, to } = SIGNED_IN_RANGE;
    return open('readwrite', (store) => {
      if (user < from) store.delete(IDBKeyRange.bound([app, from], [app, to]));
      else {
        store.delete(IDBKeyRange.bound([app, from], [app, user], false, true));
        store.delete(IDBKeyRange.bound([app, `${user} `], [app, to]));
      }
      return promisifyRequest(store.transaction);
    });
  }

  #key(id: string): string[] {
    return [this.#scope.app, this.#scope.user, id];
  }

  #range(): IDBKeyRange {
    return rangeOf(this.#scope.app, this.#scope.user);
  }
}

/** Everything of a person. An array sorts after every text. */
const rangeOf = (app: string, user: string): IDBKeyRange => IDBKeyRange.bound([app, user], [app, user, []]);
