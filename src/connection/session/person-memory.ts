/** What one tab remembers of the last session that a server accepted; no session is in it. */
export interface RememberedPerson {
  /** Ids of the person, as the session told. */
  users: readonly string[];
  /** Who the session belongs to, as the gateway said; null = it did not say. */
  person: string | null;
}

/**
 * Remembers over a reload that a server has accepted a session, so that what is stored of the person need not wait for
 * the connection. Kept in the tab's own storage.
 */
export class PersonMemory {
  readonly #view: Window;
  readonly #name: string;

  /** @param key of the connection */
  constructor(view: Window, key: string) {
    this.#view = view;
    this.#name = `dx-realtime person ${key}`;
  }

  /** @returns what the gateway said of the same session; undefined = this tab has not seen it accepted */
  recall(users: readonly string[]): string | null | undefined {
    try {
      const stored = JSON.parse(
        this.#view.sessionStorage.getItem(this.#name) ?? 'null',
      ) as RememberedPerson | null;
      if (stored === null || stored.users.join() !== users.join()) return undefined;
      return typeof stored.person === 'string' ? stored.person : null;
    } catch {
      return undefined;
    }
  }

  keep(remembered: RememberedPerson): void {
    try {
      this.#view.sessionStorage.setItem(this.#name, JSON.stringify(remembered));
    } catch {
      // Storage that is full or forbidden costs only a moment after a reload.
    }
  }

  clear(): void {
    try {
      this.#view.sessionStorage.removeItem(this.#name);
    } catch {
      // As in keep().
    }
  }
}
