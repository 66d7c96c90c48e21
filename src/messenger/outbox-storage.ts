import type { UserScope } from '../data/user-scope.js';

/** A message that the back end does not have yet. */
export interface UnsentMessage {
  id: string;
  text: string;
  at: number;
  /** The back end did not take it: it is not sent again by itself. */
  isRefused: boolean;
}

const PREFIX = 'dx-realtime unsent ';

/**
 * Keeps what was not sent over a reload, in the tab's own storage: another tab would send it, too. Of everybody
 * but the person who is there now it forgets all.
 */
export class OutboxStorage {
  readonly #storage: Storage | null;
  readonly #key: string;

  /** @param channel tells conversations of one app apart */
  constructor(view: Window, { app, user, formerUsers, keepsOthers }: UserScope, channel: string) {
    this.#storage = storageOf(view);
    const ofApp = `${PREFIX}${app} `;
    this.#key = `${ofApp}${user} ${channel}`;
    for (const former of formerUsers) this.#takeOver(`${ofApp}${former} ${channel}`);
    if (keepsOthers) return;
    for (const key of Object.keys(this.#storage ?? {}))
      if (key.startsWith(ofApp) && !key.startsWith(`${ofApp}${user} `)) this.#storage?.removeItem(key);
  }

  read(): UnsentMessage[] {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem(this.#key) ?? '[]');
      return Array.isArray(stored) ? stored.filter(isUnsent) : [];
    } catch {
      return [];
    }
  }

  /** The same person was known by another id before. */
  #takeOver(formerKey: string): void {
    const kept = this.#storage?.getItem(formerKey) ?? null;
    if (kept === null) return;
    this.#storage?.removeItem(formerKey);
    if (this.#storage?.getItem(this.#key) === null) this.#storage.setItem(this.#key, kept);
  }

  write(messages: readonly UnsentMessage[]): void {
    try {
      if (messages.length === 0) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, JSON.stringify(messages));
    } catch {
      // Storage that is full costs only what a reload would lose.
    }
  }
}

function storageOf(view: Window): Storage | null {
  try {
    return view.sessionStorage;
  } catch {
    return null;
  }
}

function isUnsent(value: unknown): value is UnsentMessage {
  const { id, text, at } = (value ?? {}) as Partial<UnsentMessage>;
  return typeof id === 'string' && typeof text === 'string' && typeof at === 'number';
}
