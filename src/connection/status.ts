import type { ConnectionState, ConnectionStatus } from './connection-state.js';
import { Listeners } from './listeners.js';

/** Where something is now, and whoever wants to hear of it. */
export class Status {
  #value: ConnectionStatus;
  readonly #listeners = new Listeners<[ConnectionStatus]>();

  constructor(state: ConnectionState) {
    this.#value = { state, reason: '' };
  }

  get value(): ConnectionStatus {
    return this.#value;
  }

  get state(): ConnectionState {
    return this.#value.state;
  }

  get reason(): string {
    return this.#value.reason;
  }

  /** The same again is no change. */
  set(state: ConnectionState, reason = ''): void {
    if (this.state === state && this.reason === reason) return;
    this.#value = { state, reason };
    this.#listeners.call(this.#value);
  }

  /** Hears of changes. Returns the way to stop. */
  listen(listener: (status: ConnectionStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Hears the present status at once, and of changes. Returns the way to stop. */
  subscribe(listener: (status: ConnectionStatus) => void): () => void {
    const stop = this.listen(listener);
    listener(this.#value);
    return stop;
  }
}

/** What tells of a status: a handle of a connection or of a topic. */
interface StatusSource extends ConnectionStatus {
  onStatusChange(listener: (status: ConnectionStatus) => void): () => void;
}

/** Hears the present status of a handle at once, and of changes. Returns the way to stop. */
export function subscribeTo(
  source: Readonly<StatusSource>,
  listener: (status: ConnectionStatus) => void,
): () => void {
  const stop = source.onStatusChange(listener);
  listener({ state: source.state, reason: source.reason });
  return stop;
}
