import type { ChannelPosition, ChannelReplay, LoggedMessage, MessageMeta } from '../../protocol.js';
import type { Retention } from '../config/schema.js';
import type { Appended, NewMessage } from './message-log.js';
import { newEpoch } from './new-epoch.js';

/** For how long ids of pushes are remembered, in milliseconds. */
const REMEMBER_IDS = 600_000;

interface Retained {
  logged: LoggedMessage;
  bytes: number;
  expiresAt: number;
  /** Whether the pusher set the end, so that its passing is no loss. */
  endsByWish: boolean;
}

/** The recent messages of one channel. Every method takes the time now, in milliseconds since 1970. */
export class MemoryChannel {
  /** Bytes of the retained messages. */
  bytes = 0;
  readonly #epoch = newEpoch();
  #offset = 0;
  /** The newest offset whose message is gone before its pusher wished. */
  #lostOffset = 0;
  #retained: Retained[] = [];
  /** Nothing that is retained ends earlier, so that a full channel need not be searched at each push. */
  #nextEnd = Infinity;
  /** Made with the first id: most channels of a gateway have had no push. */
  #byId: Map<string, { meta: MessageMeta; digest: string | undefined }> | null = null;
  readonly #name: string;
  readonly #retention: Retention;

  constructor(
    name: string,
    retention: Retention,
    /** When somebody last used the channel. */
    public usedAt: number,
  ) {
    this.#name = name;
    this.#retention = retention;
  }

  append(message: NewMessage, now: number): Appended {
    const known = message.id === undefined ? undefined : this.#byId?.get(message.id);
    if (known) {
      const isOther = known.digest !== message.digest;
      return { meta: known.meta, repeated: true, ...(isOther && { isOther }) };
    }
    this.#offset += 1;
    const meta = metaOf(this.top(now), message);
    // Here nobody can be in doubt whether a push was taken, so that an id of ours never comes again.
    if (message.id !== undefined && !message.isMadeId)
      (this.#byId ??= new Map()).set(message.id, { meta, digest: message.digest });
    const expiresAt = now + (message.ttl ?? this.#retention.maxAge) * 1000;
    this.#nextEnd = Math.min(this.#nextEnd, expiresAt);
    this.#retained.push({
      logged: { ...meta, eventName: message.eventName, message: message.message },
      bytes: message.bytes,
      expiresAt,
      endsByWish: message.ttl !== undefined,
    });
    this.bytes += message.bytes;
    this.#keepWithinBounds(now);
    return { meta, repeated: false };
  }

  top(now: number): ChannelPosition {
    this.usedAt = now;
    return { channel: this.#name, epoch: this.#epoch, offset: this.#offset };
  }

  after(cursor: ChannelPosition, now: number, maxBytes: number): ChannelReplay {
    this.expire(now);
    const { channel, epoch, offset: top } = this.top(now);
    const recovered = cursor.epoch === epoch && cursor.offset >= this.#lostOffset && cursor.offset <= top;
    // What lies before the cursor the client has, or has been told that it lost it: pages go forward only.
    const from = cursor.epoch === epoch && cursor.offset <= top ? cursor.offset : 0;
    const messages: LoggedMessage[] = [];
    let bytes = 0;
    for (const entry of this.#retained) {
      if (entry.logged.offset <= from) continue;
      bytes += entry.bytes;
      if (messages.length > 0 && bytes > maxBytes) {
        return { channel, epoch, top: messages.at(-1)!.offset, messages, recovered, more: true };
      }
      messages.push(entry.logged);
    }
    return { channel, epoch, top, messages, recovered };
  }

  /** How many messages are retained. */
  get count(): number {
    return this.#retained.length;
  }

  /** Forgets the messages and ids whose time is over. */
  expire(now: number): void {
    if (this.#nextEnd <= now) this.#dropEnded(now);
    for (const [id, { meta }] of this.#byId ?? []) {
      if (meta.at > now - REMEMBER_IDS) break;
      this.#byId!.delete(id);
    }
  }

  /** Forgets every message. */
  clear(now: number): void {
    for (const entry of this.#retained) this.#forget(entry, now);
    this.#retained = [];
  }

  #dropEnded(now: number): void {
    this.#nextEnd = Infinity;
    this.#retained = this.#retained.filter((entry) => {
      if (entry.expiresAt > now) {
        this.#nextEnd = Math.min(this.#nextEnd, entry.expiresAt);
        return true;
      }
      this.#forget(entry, now);
      return false;
    });
  }

  #keepWithinBounds(now: number): void {
    const { maxBytes, maxMessages } = this.#retention;
    const isFull = () => this.#retained.length > maxMessages || this.bytes > maxBytes;
    if (isFull()) this.expire(now);
    while (isFull()) {
      this.#forget(this.#retained.shift()!, now);
    }
  }

  #forget(entry: Retained, now: number): void {
    this.bytes -= entry.bytes;
    const isWished = entry.endsByWish && entry.expiresAt <= now;
    if (!isWished) this.#lostOffset = Math.max(this.#lostOffset, entry.logged.offset);
  }
}

function metaOf(position: ChannelPosition, { at, origin, spread }: NewMessage): MessageMeta {
  return {
    ...position,
    at,
    ...(origin !== undefined && { origin }),
    ...(spread !== undefined && { spread }),
  };
}
