import type { Conversation } from './conversation.js';

/** What sending touches. */
export interface SendQueueDelegate {
  /** Sends and gives the acknowledgement; rejects where there is none. */
  emit(message: { id: string; text: string }): Promise<unknown>;
  /** The back end has it; the answer may be the message as it keeps it. */
  accepted(id: string, answer: unknown): void;
  /** Something is to be drawn and kept. */
  changed(): void;
}

/**
 * Sends what waits, one after the other, while there is a connection. A message keeps its id however often it is
 * sent, so the back end can take it once.
 */
export class SendQueue {
  readonly #conversation: Conversation;
  readonly #world: SendQueueDelegate;
  #isLive = false;
  /** Counts connections: without an acknowledgement a message goes again over the next one. */
  #links = 0;
  #isBusy = false;
  #isClosed = false;

  constructor(conversation: Conversation, world: SendQueueDelegate) {
    this.#conversation = conversation;
    this.#world = world;
  }

  set isLive(isLive: boolean) {
    if (isLive && !this.#isLive) this.#links += 1;
    this.#isLive = isLive;
    this.flush();
  }

  /** Sends what waits, if it can be. */
  flush(): void {
    if (!this.#isBusy) void this.#run();
  }

  close(): void {
    this.#isClosed = true;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#send(next);
    this.#isBusy = false;
  }

  #next(): { id: string; text: string } | undefined {
    if (!this.#isLive || this.#isClosed) return undefined;
    return this.#conversation.unsent.find(({ delivery }) => delivery === 'waiting');
  }

  async #send({ id, text }: { id: string; text: string }): Promise<void> {
    const link = this.#links;
    try {
      const answer = await this.#world.emit({ id, text });
      if (this.#isClosed) return;
      const problem = problemOf(answer);
      if (problem === null) this.#world.accepted(id, answer);
      else this.#conversation.setDelivery(id, 'refused', problem);
    } catch {
      if (this.#isClosed) return;
      // The connection holds and nothing answers: to go on by itself would send for ever.
      if (this.#isLive && link === this.#links) this.#conversation.setDelivery(id, 'refused');
    }
    this.#world.changed();
  }
}

/** A back end refuses with `{ error: sentence }`. */
function problemOf(answer: unknown): string | null {
  const { error } = (answer ?? {}) as { error?: unknown };
  if (error === undefined || error === null || error === false) return null;
  return typeof error === 'string' ? error.slice(0, 300) : '';
}
