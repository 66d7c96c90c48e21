import type { UserScope } from '../data/user-scope.js';
import { PersonalStorage } from './personal-storage.js';

/** A message that the back end does not have yet. */
export interface UnsentMessage {
  id: string;
  text: string;
  at: number;
  /** The back end did not take it: it is not sent again by itself. */
  isRefused: boolean;
}

/** Keeps what was not sent, and what is half written, over a reload: another tab would send it, too. */
export class OutboxStorage {
  readonly #unsent: PersonalStorage;
  readonly #draft: PersonalStorage;

  /** @param channel tells conversations of one app apart */
  constructor(view: Window, scope: UserScope, channel: string) {
    this.#unsent = new PersonalStorage(view, 'dx-realtime unsent ', scope, channel);
    this.#draft = new PersonalStorage(view, 'dx-realtime draft ', scope, channel);
  }

  read(): UnsentMessage[] {
    try {
      const stored: unknown = JSON.parse(this.#unsent.read() || '[]');
      return Array.isArray(stored) ? stored.filter(isUnsent) : [];
    } catch {
      return [];
    }
  }

  write(messages: readonly UnsentMessage[]): void {
    this.#unsent.write(messages.length === 0 ? '' : JSON.stringify(messages));
  }

  /** What is half written; empty = nothing. */
  get draft(): string {
    return this.#draft.read();
  }

  set draft(text: string) {
    this.#draft.write(text);
  }
}

function isUnsent(value: unknown): value is UnsentMessage {
  const { id, text, at } = (value ?? {}) as Partial<UnsentMessage>;
  return typeof id === 'string' && typeof text === 'string' && typeof at === 'number';
}
