import { setTimeout as delay } from 'node:timers/promises';

/** What is being answered, so that whoever stops can wait for it. */
export class Underway {
  readonly #tasks = new Map<Promise<unknown>, object | null>();

  /**
   * Remembers something until it is over, however it ends.
   *
   * @param owner for whom it is done, such as a connection
   */
  track(task: Promise<unknown>, owner: object | null = null): void {
    const forget = () => void this.#tasks.delete(task);
    this.#tasks.set(task, owner);
    task.then(forget, forget);
  }

  /**
   * Waits for what is under way now; what begins later is not waited for.
   *
   * @param milliseconds it waits no longer than that
   * @param owner only what is done for it; default: everything
   */
  async waitForCurrent(milliseconds: number, owner?: object): Promise<void> {
    const tasks = Array.from(this.#tasks)
      .filter(([, one]) => owner === undefined || one === owner)
      .map(([task]) => task);
    if (tasks.length === 0) return;
    const given = new AbortController();
    const late = delay(milliseconds, undefined, { signal: given.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(tasks), late]);
    given.abort();
  }
}
