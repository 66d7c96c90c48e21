import { readId, takenBackIn, toChatMessage, type ChatMessage } from './chat-message.js';
import { hashOf } from '../data/hash.js';
import type { DxMessage } from '../data/message.js';
import type { UserScope } from '../data/user-scope.js';
import { Conversation } from './conversation.js';
import { ReadMarker } from './read-marker.js';
import { SendQueue } from './send-queue.js';
import { TypingIndicator } from './typing-indicator.js';
import { OutboxStorage } from './outbox-storage.js';

/** What the part of a person needs of the messenger around it. */
export interface UserSessionDelegate {
  view: Window;
  /** Milliseconds since 1970. */
  now: () => number;
  emit: (message: { id: string; text: string }) => Promise<unknown>;
  changed: () => void;
}

/** Everything that belongs to one person in one conversation; the next person gets another. */
export class UserSession {
  readonly conversation = new Conversation();
  readonly reading = new ReadMarker();
  readonly typing = new TypingIndicator();
  readonly sender: SendQueue;
  /** Tells conversations of one app apart. */
  readonly channel: string;
  readonly #changed: () => void;
  readonly #now: () => number;
  #storage: OutboxStorage | null = null;

  constructor({ view, now, emit, changed }: UserSessionDelegate, scope: UserScope | null, channel: string) {
    this.#changed = changed;
    this.#now = now;
    this.channel = channel;
    this.sender = new SendQueue(this.conversation, {
      emit,
      accepted: (id, answer) => this.#accepted(id, answer),
      changed: () => this.keep(),
    });
    if (scope === null) return;
    this.#storage = new OutboxStorage(view, scope, channel);
    for (const { id, text, at, isRefused } of this.#storage.read())
      this.conversation.write(this.#own(id, text, at), isRefused ? 'refused' : 'waiting');
  }

  /** More is known of the person: what is kept is kept under another id from now on. */
  moveTo(view: Window, scope: UserScope): void {
    this.#storage = new OutboxStorage(view, scope, this.channel);
    this.keep();
  }

  /** Takes what the person wrote; it is sent when that can be. */
  write(message: { id: string; text: string }): void {
    this.conversation.write(this.#own(message.id, message.text, this.#now()));
    this.reading.wrote();
    this.typing.sent();
    this.keep();
    this.sender.flush();
  }

  /** @returns the message where it was not known before; undefined where it was, null where it is none */
  receive(message: DxMessage, isSeen: boolean): ChatMessage | null | undefined {
    const takenBack = takenBackIn(message.data);
    if (takenBack !== null && this.conversation.takeBack(takenBack)) {
      this.reading.takenBack(takenBack);
      this.keep();
      return undefined;
    }
    const known = this.conversation.find(readId(message.data));
    // A change names only what is another: the rest stays, and so does its place.
    const fallback = known ?? { id: message.id, at: message.meta?.at ?? this.#now() };
    const chat = takenBack === null ? toChatMessage(message.data, fallback) : null;
    if (chat === null) return null;
    this.typing.wrote(chat.user);
    const isNew = this.conversation.receive(chat, true);
    if (!isNew) this.keep();
    else if (!this.conversation.isOwn(chat)) this.reading.arrived(chat.id, isSeen);
    return isNew ? chat : undefined;
  }

  takeHistory(messages: readonly unknown[]): void {
    const { conversation } = this;
    // Those without a time stand as in the list: each behind the one before it, all before what is there.
    let place = (conversation.messages[0]?.order ?? 0) - 1;
    for (const data of messages) {
      // Without an id, the same message of two answers is known by what it says.
      const id = readId(data) || `history ${hashOf(JSON.stringify(data))}`;
      const chat = toChatMessage(data, conversation.find(id) ?? { id, at: 0 });
      if (chat === null || takenBackIn(data) !== null) continue;
      conversation.receive(chat, false, place);
      place = conversation.find(chat.id)?.order ?? place;
    }
    this.keep();
  }

  /** @param isOwnTab this tab has told it @returns whether somebody else is typing */
  hearTyping(data: unknown, isOwnTab: boolean): boolean {
    const notice = toChatMessage({ ...(data as object | null), text: '…' }, { id: '', at: 0 });
    if (notice?.user == null || isOwnTab || notice.user === this.conversation.user) return false;
    this.typing.heard(notice.user, notice.name, performance.now());
    return true;
  }

  retry(id: string): void {
    this.conversation.setDelivery(id, 'waiting');
    this.keep();
    this.sender.flush();
  }

  discard(id: string): void {
    this.conversation.remove(id);
    this.keep();
  }

  /** What is half written, kept over a reload; empty = nothing. */
  get draft(): string {
    return this.#storage?.draft ?? '';
  }

  set draft(text: string) {
    if (this.#storage !== null) this.#storage.draft = text;
  }

  /** Writes what is not sent to the storage, and has all drawn. */
  keep(): void {
    this.#storage?.write(
      this.conversation.unsent.map(({ id, text, at, delivery }) => ({
        id,
        text,
        at,
        isRefused: delivery === 'refused',
      })),
    );
    this.#changed();
  }

  close(): void {
    this.sender.close();
  }

  /** Leaves nothing in the storage. */
  forget(): void {
    this.close();
    this.#storage?.write([]);
    this.draft = '';
  }

  #own(id: string, text: string, at: number): ChatMessage {
    return { id, text, at, user: this.conversation.user, name: '', isOwn: true };
  }

  #accepted(id: string, answer: unknown): void {
    const written = this.conversation.find(id);
    if (written === null) return;
    const answered = typeof answer === 'object' ? toChatMessage(answer, written) : null;
    const kept = answered?.id === id ? answered : written;
    // Who the person is, the back end knows.
    this.conversation.user ??= kept.user;
    this.conversation.accept(kept);
  }
}
