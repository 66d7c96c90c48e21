import type { Clock } from '../clock.js';
import type { AlertOwner } from './alert-entry.js';

/** How long the alerts of an element that has left wait for the next one, in milliseconds. */
const WAIT = 300;

/** An element that has left the page. */
interface Former {
  readonly owner: AlertOwner;
  readonly key: string;
  /** @param heir who takes over its alerts; null = nobody, they go */
  end(heir: AlertOwner | null): void;
}

/**
 * Hands the alerts of an element that has left with the body of the page to the next one that listens to the same, for the
 * same person: libraries such as Turbo put another body into the page, and what a person has not read yet stays.
 */
export class AlertHandover {
  readonly #clock: Clock;
  readonly #give: (former: AlertOwner, heir: AlertOwner | null) => void;
  readonly #keys = new Map<AlertOwner, string>();
  readonly #formers = new Set<Former>();

  /** @param give hands the alerts of one element to another; null = they go */
  constructor(clock: Clock, give: (former: AlertOwner, heir: AlertOwner | null) => void) {
    this.#clock = clock;
    this.#give = give;
  }

  /** An element is there, perhaps again. @param key what it listens to, and for whom */
  join(owner: AlertOwner, key: string): void {
    this.#keys.set(owner, key);
    for (const former of this.#formers) if (former.owner === owner || former.key === key) former.end(owner);
  }

  /**
   * @param done called when its alerts have gone, to another element or for good
   * @param hasNext the page has got another body; else its alerts go at once
   */
  leave(owner: AlertOwner, done: () => void, hasNext: boolean): void {
    const key = this.#keys.get(owner) ?? '';
    this.#keys.delete(owner);
    const former: Former = {
      owner,
      key,
      end: (heir) => {
        if (!this.#formers.delete(former)) return;
        stop();
        this.#give(owner, heir);
        done();
      },
    };
    const stop = this.#clock.after(WAIT, () => former.end(null));
    this.#formers.add(former);
    if (!hasNext) former.end(null);
    for (const [heir, listensTo] of this.#keys) if (listensTo === key) former.end(heir);
  }

  /** Nothing of those that have left waits any longer. */
  end(): void {
    for (const former of this.#formers) former.end(null);
  }
}
