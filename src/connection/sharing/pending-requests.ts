/** How long the leading tab may take to answer, in milliseconds: a little longer than the server may. */
const ANSWER_LIMIT = 11_000;

interface Waiting {
  resolve(answer: unknown): void;
  reject(reason: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

/** Requests to the leading tab that are not answered yet. */
export class PendingRequests {
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;

  /** @param send gets the number by which the answer is known */
  add(send: (id: number) => void): Promise<unknown> {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      const fail = (reason: Error): void => this.settle(id, (waiting) => waiting.reject(reason));
      const timer = setTimeout(
        () => fail(new Error('The tab that is connected did not answer.')),
        ANSWER_LIMIT,
      );
      this.#waiting.set(id, { resolve, reject, timer });
      send(id);
    });
  }

  settle(id: number, settle: (waiting: Pick<Waiting, 'resolve' | 'reject'>) => void): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    settle(waiting);
  }

  /** The tab that was asked is gone: whether the server heard it is not known. */
  rejectAll(reason: string): void {
    for (const id of [...this.#waiting.keys()])
      this.settle(id, (waiting) => waiting.reject(new Error(reason)));
  }
}
