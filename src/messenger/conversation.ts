import type { ChatMessage } from './chat-message.js';

/**
 * Where a message is. `sent`: the back end has it. `waiting`: it is sent when there is a connection. `refused`: the
 * back end did not take it, or did not say so; a person may try again.
 */
export type Delivery = 'sent' | 'waiting' | 'refused';

/** A message as it is shown. Never changed: a change makes a new one with the same id. */
export interface ShownMessage extends ChatMessage {
  readonly delivery: Delivery;
  /** Why it was refused, in the words of the back end; empty = it did not say. */
  readonly problem: string;
  /** The back end took it back: only its place is left. */
  readonly isRemoved: boolean;
  /** Where it stands: usually its time, but never above what was there before it. */
  readonly order: number;
}

/** How many messages are kept. */
export const CONVERSATION_LIMIT = 20_000;

/** The messages of one conversation in the order of their times, each once. Touches nothing. */
export class Conversation {
  readonly #byId = new Map<string, ShownMessage>();
  /** Ids that were made here. */
  readonly #own = new Set<string>();
  #sorted: ShownMessage[] = [];
  /** What comes now stands below this. */
  #floor = -Infinity;
  /** The id of the person; null = not known. */
  user: string | null = null;

  /** The oldest first. */
  get messages(): readonly ShownMessage[] {
    return this.#sorted;
  }

  /** Those that the back end does not have, the oldest first. */
  get unsent(): ShownMessage[] {
    return this.#sorted.filter(({ delivery }) => delivery !== 'sent');
  }

  find(id: string): ShownMessage | null {
    return this.#byId.get(id) ?? null;
  }

  isOwn({ id, user, isOwn }: ChatMessage): boolean {
    return this.#own.has(id) || (isOwn ?? (user !== null && user === this.user));
  }

  /** Takes a message that was written here. */
  write(message: ChatMessage, delivery: Delivery = 'waiting', problem = ''): void {
    this.#own.add(message.id);
    // A clock that is slow must not put an answer above its question.
    const order = Math.max(message.at, this.#sorted.at(-1)?.order ?? -Infinity);
    this.#put({ ...message, delivery, problem, isRemoved: false, order });
  }

  /**
   * Takes a message that the back end has; one that was written here is thereby sent.
   *
   * @param isLive it comes now; else it was written some time ago
   * @param place where it stands if it has no time
   * @returns whether it was not known before
   */
  receive(message: ChatMessage, isLive = false, place = 0): boolean {
    const former = this.#byId.get(message.id);
    const order =
      former?.at === message.at
        ? former.order
        : Math.max(message.at || place, isLive ? this.#floor : -Infinity);
    this.#put({ ...message, delivery: 'sent', problem: '', isRemoved: false, order });
    return former === undefined;
  }

  /** The back end has a message of this person, and did not say when: what comes from now on stands below it. */
  accept(message: ChatMessage): void {
    const former = this.#byId.get(message.id);
    this.receive(message, former?.at !== message.at);
    if (former?.at === message.at) this.#floor = Math.max(this.#floor, former.order);
  }

  /** Takes a message back; its place stays, so that nothing moves. @returns whether it was there */
  takeBack(id: string): boolean {
    const message = this.#byId.get(id);
    if (message === undefined) return false;
    this.#put({ ...message, text: '', isRemoved: true, delivery: 'sent', problem: '' });
    return true;
  }

  /** Changes where a message is; what the back end has stays so. */
  setDelivery(id: string, delivery: Delivery, problem = ''): void {
    const message = this.#byId.get(id);
    if (message !== undefined && message.delivery !== 'sent') this.#put({ ...message, delivery, problem });
  }

  remove(id: string): void {
    const message = this.#byId.get(id);
    if (message === undefined) return;
    this.#byId.delete(id);
    this.#sorted.splice(this.#sorted.indexOf(message), 1);
  }

  #put(message: ShownMessage): void {
    const former = this.#byId.get(message.id);
    this.#byId.set(message.id, message);
    if (former !== undefined && former.order === message.order) {
      this.#sorted[this.#sorted.indexOf(former)] = message;
      return;
    }
    if (former !== undefined) this.#sorted.splice(this.#sorted.indexOf(former), 1);
    this.#sorted.splice(this.#indexOf(message.order), 0, message);
    if (this.#sorted.length > CONVERSATION_LIMIT) this.#byId.delete(this.#sorted.shift()!.id);
  }

  /** After all that are not later; nearly always the end. */
  #indexOf(order: number): number {
    let [low, high] = [0, this.#sorted.length];
    if (high === 0 || this.#sorted[high - 1]!.order <= order) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]!.order <= order) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
