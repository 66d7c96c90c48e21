import { toChatMessage, type ChatMessage } from '../messages/chat-message.js';
import { messageIdentity, type DxMessage } from '../messages/message.js';
import type { HistoryScope } from '../storage/scope.js';
import { Conversation } from './conversation.js';
import { newId } from './id.js';
import { Reading } from './reading.js';
import { Sender } from './sender.js';
import { Typing } from './typing.js';
import { UnsentMessages } from './unsent.js';

/** What the part of a person needs of the messenger around it. */
export interface PersonWorld {
  view: Window;
  emit: (message: { id: string; text: string }) => Promise<unknown>;
  changed: () => void;
}

/** Everything that belongs to one person in one conversation; the next person gets another. */
export class PersonPart {
  readonly conversation = new Conversation();
  readonly reading = new Reading();
  readonly typing = new Typing();
  readonly sender: Sender;
  readonly #changed: () => void;
  #storage: UnsentMessages | null = null;

  constructor({ view, emit, changed }: PersonWorld, scope: HistoryScope | null, channel: string) {
    this.#changed = changed;
    this.sender = new Sender(this.conversation, {
      emit,
      accepted: (id, answer) => this.#accepted(id, answer),
      changed: () => this.keep(),
    });
    if (scope === null) return;
    this.#storage = new UnsentMessages(view, scope, channel);
    for (const { id, text, at, isRefused } of this.#storage.read())
      this.conversation.write(this.#own(id, text, at), isRefused ? 'refused' : 'waiting');
  }

  /** Takes what the person wrote; it is sent when that can be. */
  write(message: { id: string; text: string }): void {
    this.conversation.write(this.#own(message.id, message.text, Date.now()));
    this.reading.wrote();
    this.typing.sent();
    this.keep();
    this.sender.flush();
  }

  /** @returns the message where it was not known before; undefined where it was, null where it is none */
  receive(message: DxMessage, isSeen: boolean): ChatMessage | null | undefined {
    const fallback = {
      id: messageIdentity(message) ?? newId(),
      at: message.meta?.at ?? Date.now(),
    };
    const chat = toChatMessage(message.data, fallback);
    if (chat === null) return null;
    this.typing.wrote(chat.user);
    const isNew = this.conversation.receive(chat);
    if (!isNew) this.keep();
    else if (!this.conversation.isOwn(chat)) this.reading.arrived(chat.id, isSeen);
    return isNew ? chat : undefined;
  }

  takeHistory(messages: readonly unknown[]): void {
    messages.forEach((data, index) => {
      const chat = toChatMessage(data, { id: `history ${index}`, at: 0 });
      if (chat !== null) this.conversation.receive(chat);
    });
    this.keep();
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
    this.conversation.receive(kept);
  }
}
