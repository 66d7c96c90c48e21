/** Why something is not done at all. */
const FULL = 'Too much waits already.';

/** Something that waits for its turn. */
interface Waiting {
  begin: () => void;
}

/**
 * Does so much at a time. Of those who wait each has one turn after the other: who asks for much holds up themselves, and
 * nobody else.
 */
export class FairQueue {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  /** By who asked; whose turn is next comes first. */
  readonly #waiting = new Map<string, Waiting[]>();
  #underWay = 0;

  /** @param mostWaiting of one asker */
  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Does something when it is its turn.
   *
   * @param signal ends the waiting; what has begun is not its business
   * @throws Error where the asker has too much waiting, or nobody waits for it any more
   */
  async run<Result>(asker: string, act: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    // Who waits takes over the turn of one that has ended.
    if (this.#underWay >= this.#atOnce) await this.#turn(asker, signal);
    else this.#underWay += 1;
    try {
      return await act();
    } finally {
      if (!this.#handOver()) this.#underWay -= 1;
    }
  }

  #turn(asker: string, signal: AbortSignal): Promise<void> {
    const own = this.#waiting.get(asker) ?? [];
    if (own.length >= this.#mostWaiting) throw new Error(FULL);
    this.#waiting.set(asker, own);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        begin: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = (): void => {
        this.#forget(asker, own, waiting);
        reject(new Error('Nobody waits for it any more.'));
      };
      own.push(waiting);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** @returns whether somebody waits, who goes on then */
  #handOver(): boolean {
    const [first] = this.#waiting;
    if (first === undefined) return false;
    const [asker, own] = first;
    const waiting = own.shift()!;
    this.#waiting.delete(asker);
    if (own.length > 0) this.#waiting.set(asker, own);
    waiting.begin();
    return true;
  }

  #forget(asker: string, own: Waiting[], waiting: Waiting): void {
    const index = own.indexOf(waiting);
    if (index !== -1) own.splice(index, 1);
    if (own.length === 0 && this.#waiting.get(asker) === own) this.#waiting.delete(asker);
  }
}
