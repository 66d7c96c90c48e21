import { parseEventNames, type DxMessage } from '../data/message.js';
import { callEach, Listeners } from './listeners.js';

type Listener = (message: DxMessage) => void;

/** Who listens to which event name. */
export class Subscriptions {
  readonly #byName = new Map<string, Set<{ listener: Listener }>>();
  readonly #any = new Listeners<[DxMessage]>();

  /** Listens to one event name; returns the way to stop. */
  add(eventName: string, listener: Listener): () => void {
    const entries = this.#byName.get(eventName) ?? new Set();
    this.#byName.set(eventName, entries);
    // An entry of its own lets the same function be added twice and removed once.
    const entry = { listener };
    entries.add(entry);
    return () => {
      entries.delete(entry);
      if (entries.size === 0 && this.#byName.get(eventName) === entries) this.#byName.delete(eventName);
    };
  }

  /** Listens to every event; returns the way to stop. */
  addToAny(listener: Listener): () => void {
    return this.#any.add(listener);
  }

  /** A message whose name is a list, `alert,refresh`, is one of each name; a function that listens to several hears it once. */
  deliver(message: DxMessage): void {
    callEach(this.#listenersOf(message.eventName), message);
    this.#any.call(message);
  }

  #listenersOf(eventName: string): Iterable<Listener> {
    if (!eventName.includes(',')) return listenersIn(this.#byName.get(eventName));
    const names = new Set([eventName, ...parseEventNames(eventName)]);
    return new Set([...names].flatMap((name) => listenersIn(this.#byName.get(name))));
  }
}

const listenersIn = (entries: ReadonlySet<{ listener: Listener }> | undefined): Listener[] =>
  [...(entries ?? [])].map(({ listener }) => listener);
