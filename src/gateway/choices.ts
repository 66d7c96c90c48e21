import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { LRUCache } from 'lru-cache';
import { boundedBy } from './bounded-by.js';
import { Refusal } from './refusal.js';

/** How long a choice is remembered, in seconds: a browser may have been closed before it heard the answer. */
export const CHOICE_LIFETIME = 7 * 24 * 60 * 60;

/** How many choices a node remembers by itself. */
const REMEMBERED = 10_000;
/** The longest answer that is kept, in characters; of a longer one only that the choice was taken. */
const MAX_ANSWER = 10_000;
/** As random ids are: an app may call something else `choice`, such as an answer to a question. */
const CHOICE_ID = /^[\w-]{20,100}$/;
/** Milliseconds between two looks whether another node has the answer. */
const LOOK_EVERY = 200;

/** What is known of a choice before its handler runs. */
export type KeptChoice = { state: 'new' } | { state: 'running' } | { state: 'answered'; answer: unknown };

/** Where answers to choices outlive a node. */
export interface ChoiceKeeper {
  /**
   * Says what became of a choice. Of several nodes that ask for a new one, one hears `new`; the others hear `running`
   * until it is answered, or for `seconds`.
   */
  begin(app: string, print: string, seconds: number): Promise<KeptChoice>;
  answered(app: string, print: string, answer: unknown): Promise<void>;
  /** The handler failed: a later node may try again. */
  failed(app: string, print: string): Promise<void>;
}

/** A refusal that says nothing about what became of a choice: the page must not take it for its answer. */
export class OutcomeUnknown extends Refusal {
  constructor(sentence: string) {
    super(503, sentence);
  }
}

/** Whose choice it is, and of what. */
export interface Choice {
  app: string;
  /** Null for anonymous. */
  userId: string | null;
  eventName: string;
  id: string;
}

/**
 * Reads the id of a choice from what a page sent with an event.
 *
 * @returns null where it is no choice of an alert's action
 */
export function choiceIn(payload: unknown): string | null {
  const { choice } = (payload ?? {}) as { choice?: unknown };
  return typeof choice === 'string' && CHOICE_ID.test(choice) ? choice : null;
}

/** Runs the handler of each choice once; who sends the choice again gets the first answer. */
export class Choices {
  readonly #answers = new LRUCache<string, Promise<unknown>>({
    ...boundedBy(REMEMBERED),
    ttl: CHOICE_LIFETIME * 1000,
  });
  readonly #keeper: ChoiceKeeper | null;
  readonly #log: FastifyBaseLogger;
  readonly #patience: number;

  /**
   * @param keeper null = this process alone remembers
   * @param patience seconds that a handler may take
   */
  constructor(keeper: ChoiceKeeper | null, log: FastifyBaseLogger, patience: number) {
    this.#keeper = keeper;
    this.#log = log;
    this.#patience = patience;
  }

  /**
   * @returns what the handler answered, now or before
   * @throws OutcomeUnknown where nobody can say whether the choice was taken
   */
  once(choice: Choice, handle: () => unknown): Promise<unknown> {
    const print = printOf(choice);
    const known = this.#answers.get(print);
    if (known !== undefined) return known;
    const answer = this.#run(choice.app, print, handle);
    this.#answers.set(print, answer);
    answer.catch((error: unknown) => {
      if (error instanceof OutcomeUnknown) this.#answers.delete(print);
    });
    return answer;
  }

  async #run(app: string, print: string, handle: () => unknown): Promise<unknown> {
    const kept = await this.#begin(app, print);
    if (kept.state === 'answered') return kept.answer;
    let answer;
    try {
      answer = (await handle()) ?? null;
    } catch (error) {
      await this.#report((keeper) => keeper.failed(app, print));
      throw error;
    }
    await this.#report((keeper) => keeper.answered(app, print, withinBounds(answer)));
    return answer;
  }

  async #begin(app: string, print: string): Promise<KeptChoice> {
    if (this.#keeper === null) return { state: 'new' };
    const end = Date.now() + this.#patience * 1000;
    try {
      for (;;) {
        const kept = await this.#keeper.begin(app, print, this.#patience);
        if (kept.state !== 'running') return kept;
        if (Date.now() > end) break;
        await delay(LOOK_EVERY, undefined, { ref: false });
      }
    } catch (error) {
      this.#log.warn({ err: error, app }, 'a choice could not be looked up, and was not taken');
    }
    throw new OutcomeUnknown('Nobody can say now whether this choice was taken.');
  }

  /** What is done stays done, whether or not that can be kept. */
  async #report(say: (keeper: ChoiceKeeper) => Promise<void>): Promise<void> {
    if (this.#keeper === null) return;
    await say(this.#keeper).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'the answer to a choice could not be kept'),
    );
  }
}

function printOf({ app, userId, eventName, id }: Choice): string {
  return createHash('sha256')
    .update(JSON.stringify([app, userId, eventName, id]))
    .digest('base64url');
}

function withinBounds(answer: unknown): unknown {
  try {
    return JSON.stringify(answer).length > MAX_ANSWER ? null : answer;
  } catch {
    return null;
  }
}
