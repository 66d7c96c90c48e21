import { randomUUID } from 'node:crypto';
import type { prepareLog } from './log-statements.js';

/** How exactly it is known when a channel was last used, in milliseconds: each note is a write. */
const NOTE_USE = 60 * 60 * 1000;
/** How many channels are held in memory. */
const MAX_HEADS = 50_000;

/** A channel as the newest transaction left it. */
export interface Head {
  readonly id: number;
  readonly app: string;
  readonly epoch: string;
  /** The newest offset. */
  top: number;
  /** The newest offset whose message is gone before its pusher wished. */
  lost: number;
  /** When the channel was last used, in milliseconds since 1970. */
  used: number;
  /** How many messages are retained. */
  messages: number;
  /** Bytes of the retained messages. */
  bytes: number;
}

/** The channels that were used lately, in memory: whatever is in them is in the file as well. */
export class ChannelHeads {
  readonly #statements: ReturnType<typeof prepareLog>;
  readonly #byName = new Map<string, Head>();
  readonly #byId = new Map<number, Head>();

  constructor(statements: ReturnType<typeof prepareLog>) {
    this.#statements = statements;
  }

  /** Finds a channel, or makes it. */
  get(app: string, channel: string, now: number): Head {
    const key = JSON.stringify([app, channel]);
    let head = this.#byName.get(key);
    if (head === undefined) {
      head = this.#read(app, channel) ?? this.#create(app, channel, now);
      this.#byName.set(key, head);
      this.#byId.set(head.id, head);
    }
    if (now - head.used > NOTE_USE) {
      head.used = now;
      this.#statements.noteUse.run(now, head.id);
    }
    return head;
  }

  /** @returns undefined where the channel is not held in memory */
  byId(id: number): Head | undefined {
    return this.#byId.get(id);
  }

  /** Called where no head is in use: one that was dropped while it is would not be counted any more. */
  makeRoom(): void {
    if (this.#byName.size >= MAX_HEADS) this.clear();
  }

  clear(): void {
    this.#byName.clear();
    this.#byId.clear();
  }

  #read(app: string, channel: string): Head | null {
    const row = this.#statements.channel.get(app, channel) as
      Omit<Head, 'app' | 'messages' | 'bytes'> | undefined;
    if (row === undefined) return null;
    const counted = this.#statements.count.get(row.id) as Pick<Head, 'messages' | 'bytes'>;
    return { ...row, app, ...counted };
  }

  #create(app: string, channel: string, now: number): Head {
    const epoch = randomUUID();
    const created = this.#statements.createChannel.get(app, channel, epoch, now) as { id: number };
    return { id: created.id, app, epoch, top: 0, lost: 0, used: now, messages: 0, bytes: 0 };
  }
}
