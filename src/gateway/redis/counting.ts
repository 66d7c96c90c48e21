import { randomUUID } from 'node:crypto';
import type { PubSub } from './pub-sub.js';
import { redisKey } from './redis-keys.js';

/** How long nodes may take to answer, in milliseconds. One that is cut off holds up nobody longer. */
const PATIENCE = 500;

/** A question that is being answered. */
interface Question {
  sum: number;
  answers: number;
  /** How many were asked; null = that is not known yet. */
  asked: number | null;
  done: () => void;
}

/** Asks the nodes that listen to a channel for a number, and adds up what they answer. */
export class Counting {
  readonly #pubSub: PubSub;
  /** To which channel this node is answered. */
  readonly #answerTo = redisKey(['node', randomUUID()], 'answers');
  readonly #questions = new Map<number, Question>();
  #ready: Promise<void> | null = null;
  #last = 0;

  constructor(pubSub: PubSub) {
    this.#pubSub = pubSub;
  }

  /** @param ask publishes the question; returns how many heard it */
  async sum(ask: (answerTo: string, id: number) => Promise<number>): Promise<number> {
    await this.#listening();
    const id = (this.#last += 1);
    const question: Question = { sum: 0, answers: 0, asked: null, done: () => undefined };
    this.#questions.set(id, question);
    const answered = new Promise<void>((resolve) => {
      question.done = resolve;
      setTimeout(resolve, PATIENCE).unref();
    });
    try {
      question.asked = await ask(this.#answerTo, id);
      endIfComplete(question);
      await answered;
      return question.sum;
    } finally {
      this.#questions.delete(id);
    }
  }

  /** Answers a node that asks. */
  answer(answerTo: string, id: number, count: number): void {
    if (answerTo === this.#answerTo) this.#take(id, count);
    else this.#pubSub.publish(answerTo, JSON.stringify([id, count])).catch(() => undefined);
  }

  /** Nobody is asked before answers can be heard. */
  #listening(): Promise<void> {
    this.#ready ??= this.#pubSub
      .subscribe(this.#answerTo, (payload) => this.#take(...(JSON.parse(payload) as [number, number])))
      .catch((error: unknown) => {
        this.#ready = null;
        throw error;
      });
    return this.#ready;
  }

  #take(id: number, count: number): void {
    const question = this.#questions.get(id);
    if (question === undefined) return;
    question.sum += count;
    question.answers += 1;
    endIfComplete(question);
  }
}

function endIfComplete({ asked, answers, done }: Question): void {
  if (asked !== null && answers >= asked) done();
}
