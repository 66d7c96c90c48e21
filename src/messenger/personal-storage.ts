import type { UserScope } from '../data/user-scope.js';

/**
 * One text of a person and a conversation in the tab's own storage: another tab has its own. Of everybody but the person
 * who is there now it forgets all.
 */
export class PersonalStorage {
  readonly #storage: Storage | null;
  readonly #key: string;

  /**
   * @param prefix tells what is kept
   * @param channel tells conversations of one app apart
   */
  constructor(
    view: Window,
    prefix: string,
    { app, user, formerUsers, keepsOthers }: UserScope,
    channel: string,
  ) {
    this.#storage = storageOf(view);
    const ofApp = `${prefix}${app} `;
    this.#key = `${ofApp}${user} ${channel}`;
    for (const former of formerUsers) this.#takeOver(`${ofApp}${former} ${channel}`);
    if (keepsOthers) return;
    for (const key of Object.keys(this.#storage ?? {}))
      if (key.startsWith(ofApp) && !key.startsWith(`${ofApp}${user} `)) this.#storage?.removeItem(key);
  }

  /** @returns empty where there is none */
  read(): string {
    return this.#storage?.getItem(this.#key) ?? '';
  }

  /** @param text empty = nothing is kept */
  write(text: string): void {
    try {
      if (text === '') this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, text);
    } catch {
      // Storage that is full costs only what a reload would lose.
    }
  }

  /** The same person was known by another id before. */
  #takeOver(formerKey: string): void {
    const kept = this.#storage?.getItem(formerKey) ?? null;
    if (kept === null) return;
    this.#storage?.removeItem(formerKey);
    if (this.read() === '') this.write(kept);
  }
}

function storageOf(view: Window): Storage | null {
  try {
    return view.sessionStorage;
  } catch {
    return null;
  }
}
