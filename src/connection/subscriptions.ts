import type { DxMessage } from '../data/message.js';
import { Listeners } from './listeners.js';

/** Who listens to which event name. */
export class Subscriptions {
  readonly #byName = new Map<string, Listeners<[DxMessage]>>();
  readonly #any = new Listeners<[DxMessage]>();

  /** Listens to one event name; returns the way to stop. */
  add(eventName: string, listener: (message: DxMessage) => void): () => void {
    const listeners = this.#byName.get(eventName) ?? new Listeners<[DxMessage]>();
    this.#byName.set(eventName, listeners);
    const stop = listeners.add(listener);
    return () => {
      stop();
      if (listeners.size === 0 && this.#byName.get(eventName) === listeners) this.#byName.delete(eventName);
    };
  }

  /** Listens to every event; returns the way to stop. */
  addToAny(listener: (message: DxMessage) => void): () => void {
    return this.#any.add(listener);
  }

  deliver(message: DxMessage): void {
    this.#byName.get(message.eventName)?.call(message);
    this.#any.call(message);
  }
}
