import type { ChannelPosition, ChannelReplay, LoggedMessage, MessageMeta } from '../../protocol.js';
import type { Retention } from '../config/schema.js';
import { ChannelHeads, type Head } from './channel-heads.js';
import type { Connection } from './database.js';
import { prepareLog, type MessageRow } from './log-statements.js';
import type { KeptMessage, Operations } from './operations.js';

/** For how long ids of pushes are remembered, in milliseconds. */
const REMEMBER_IDS = 600_000;
/** How long a channel that is not used keeps its epoch, in milliseconds. */
const KEEP_UNUSED = 24 * 60 * 60 * 1000;
/** How many messages are dropped at a time where too much is kept. */
const DROP_AT_A_TIME = 200;

export type Append = Operations['append']['ask'];

export interface Appended {
  meta: MessageMeta;
  repeated: boolean;
  /** The id stands for another message. */
  isOther?: true;
}

/** What an id of a push stands for. */
interface Known {
  meta: MessageMeta;
  /** Tells whether another push is the same; a file of a former version has none. */
  digest: string | undefined;
}

/**
 * The messages of all apps in one file. Every method runs inside a transaction of its caller and takes the time now, in
 * milliseconds since 1970. After a transaction that was undone, the caller calls {@link LogTables.forget}.
 */
export class LogTables {
  readonly #retention: Record<string, Retention>;
  readonly #statements: ReturnType<typeof prepareLog>;
  readonly #heads: ChannelHeads;
  /** Bytes of the retained messages, per app; null = not counted yet. */
  #bytes: Map<string, number> | null = null;
  /** Per app, where the search for its oldest message begins: what lies before is that of others. */
  readonly #droppedUpTo = new Map<string, number>();

  constructor(database: Connection, retention: Record<string, Retention>) {
    this.#retention = retention;
    this.#statements = prepareLog(database);
    this.#heads = new ChannelHeads(this.#statements);
  }

  /** Drops what is held in memory, which may be ahead of the file. */
  forget(): void {
    this.#heads.clear();
    this.#bytes = null;
    this.#droppedUpTo.clear();
  }

  /** Appends many at a time: one statement for each table, however many messages there are. */
  append(appends: readonly Append[], now: number): Appended[] {
    this.#heads.makeRoom();
    const known = this.#knownIds(appends, now);
    const batch = new Batch();
    const appended = appends.map(({ app, message }, index): Appended => {
      const head = this.#heads.get(app, message.channel, now);
      const first = known.get(index) ?? batch.known(head, message.id);
      if (first !== undefined) return repeatOf(first, message.digest);
      head.top += 1;
      head.messages += 1;
      head.bytes += message.bytes;
      this.#count(app, message.bytes);
      return { meta: batch.add(head, message, now), repeated: false };
    });
    batch.write(this.#statements);
    for (const head of batch.heads) this.#keepWithinBounds(head, now);
    for (const app of new Set(Array.from(batch.heads, (head) => head.app)))
      this.#keepAppWithinBounds(app, now);
    return appended;
  }

  top(app: string, channel: string, now: number): ChannelPosition {
    this.#heads.makeRoom();
    const { epoch, top } = this.#heads.get(app, channel, now);
    return { channel, epoch, offset: top };
  }

  /** @param maxBytes where the messages are more, as many of the oldest as fit, and at least one */
  after(app: string, cursor: ChannelPosition, maxBytes: number, now: number): ChannelReplay {
    const { channel } = cursor;
    this.#heads.makeRoom();
    const head = this.#heads.get(app, channel, now);
    this.#drop(this.#statements.endedOf.all(head.id, now) as MessageRow[], now);
    const { epoch, top, lost } = head;
    const recovered = cursor.epoch === epoch && cursor.offset >= lost && cursor.offset <= top;
    // What lies before the cursor the client has, or has been told that it lost it.
    const from = cursor.epoch === epoch && cursor.offset <= top ? cursor.offset : 0;
    const last = this.#lastThatFits(head.id, from, maxBytes);
    const rows = this.#statements.between.all(head.id, from, last ?? top) as { top: number; body: string }[];
    const messages = rows.map(({ top: offset, body }): LoggedMessage => {
      const parsed = JSON.parse(body) as Omit<LoggedMessage, keyof ChannelPosition>;
      return { channel, epoch, offset, ...parsed };
    });
    return { channel, epoch, top: last ?? top, messages, recovered, ...(last !== null && { more: true }) };
  }

  /** @returns the offset of the last message of a page; null = all fit */
  #lastThatFits(channel: number, from: number, maxBytes: number): number | null {
    if (maxBytes === Infinity) return null;
    let bytes = 0;
    let last: number | null = null;
    for (const row of this.#statements.sizes.all(channel, from) as { top: number; bytes: number }[]) {
      bytes += row.bytes;
      if (last !== null && bytes > maxBytes) return last;
      last = row.top;
    }
    return null;
  }

  /**
   * Forgets a channel: its messages, the ids of its pushes and its epoch, so that nobody can ask for them again.
   *
   * @returns how many messages there were
   */
  erase(app: string, channel: string, now: number): number {
    const { channel: find, oldestOf, dropIds, dropChannel } = this.#statements;
    const found = find.get(app, channel) as { id: number } | undefined;
    if (found === undefined) return 0;
    const rows = oldestOf.all(found.id, -1) as MessageRow[];
    this.#drop(rows, now);
    dropIds.run(found.id);
    dropChannel.run(found.id);
    this.#heads.clear();
    return rows.length;
  }

  /** Drops what has ended: messages, ids of pushes, channels that are not used. */
  tidy(now: number): void {
    let ended: MessageRow[];
    do {
      ended = this.#statements.ended.all(now) as MessageRow[];
      this.#drop(ended, now);
    } while (ended.length > 0);
    this.#statements.endIds.run(now - REMEMBER_IDS);
    this.#statements.endChannels.run(now - KEEP_UNUSED);
    // Of those that are gone nothing may be held; the others are read again when they are used.
    this.#heads.clear();
    this.#droppedUpTo.clear();
  }

  #knownIds(appends: readonly Append[], now: number): Map<number, Known> {
    const asked = appends.flatMap(({ app, message }, index) =>
      message.id === null ? [] : [[index, this.#heads.get(app, message.channel, now).id, message.id]],
    );
    if (asked.length === 0) return new Map();
    const rows = this.#statements.knownIds.all(JSON.stringify(asked), now - REMEMBER_IDS);
    return new Map(
      (rows as { index: number; top: number; about: string }[]).map(({ index, top, about }) => {
        const { app, message } = appends[index]!;
        const { channel } = message;
        const { epoch } = this.#heads.get(app, channel, now);
        const { digest, ...rest } = JSON.parse(about) as KeptMessage['about'] & { digest?: string };
        return [index, { meta: { channel, epoch, offset: top, ...rest }, digest }];
      }),
    );
  }

  #keepWithinBounds(head: Head, now: number): void {
    const { maxMessages, maxBytes } = this.#retention[head.app]!;
    const isFull = (): boolean => head.messages > maxMessages || head.bytes > maxBytes;
    if (!isFull()) return;
    this.#drop(this.#statements.endedOf.all(head.id, now) as MessageRow[], now);
    while (isFull() && head.messages > 0) {
      const tooMany = Math.max(1, Math.min(head.messages - maxMessages, DROP_AT_A_TIME));
      this.#drop(this.#statements.oldestOf.all(head.id, tooMany) as MessageRow[], now);
    }
  }

  /** Beyond the bound of the app the oldest messages go first, in whichever channel they are. */
  #keepAppWithinBounds(app: string, now: number): void {
    const { maxTotalBytes } = this.#retention[app]!;
    for (;;) {
      let over = (this.#counted().get(app) ?? 0) - maxTotalBytes;
      if (over <= 0) return;
      const from = this.#droppedUpTo.get(app) ?? 0;
      const oldest = this.#statements.oldestOfApp.all(from, app, DROP_AT_A_TIME) as MessageRow[];
      const rows = oldest.filter(({ bytes }) => {
        const isDropped = over > 0;
        over -= bytes;
        return isDropped;
      });
      if (rows.length === 0 && from === 0) return;
      // An empty table begins to count anew.
      this.#droppedUpTo.set(app, rows.at(-1)?.seq ?? 0);
      this.#drop(rows, now);
    }
  }

  #drop(rows: readonly MessageRow[], now: number): void {
    if (rows.length === 0) return;
    // Before they are gone: what is counted later is without them.
    this.#counted();
    this.#statements.dropMessages.run(JSON.stringify(rows.map(({ seq }) => seq)));
    const lost = new Map<number, number>();
    for (const { channel, top, ends, wished, app, bytes } of rows) {
      this.#count(app, -bytes);
      // A message that ended when its pusher wished is no loss.
      if (wished === 0 || ends > now) lost.set(channel, Math.max(top, lost.get(channel) ?? 0));
      const head = this.#heads.byId(channel);
      if (head === undefined) continue;
      head.messages -= 1;
      head.bytes -= bytes;
      head.lost = Math.max(head.lost, lost.get(channel) ?? 0);
    }
    if (lost.size > 0) this.#statements.saveLost.run(JSON.stringify([...lost]));
  }

  #count(app: string, bytes: number): void {
    const counted = this.#counted();
    counted.set(app, (counted.get(app) ?? 0) + bytes);
  }

  #counted(): Map<string, number> {
    this.#bytes ??= new Map(
      (this.#statements.bytesOfApps.all() as { app: string; bytes: number }[]).map((row) => [
        row.app,
        row.bytes,
      ]),
    );
    return this.#bytes;
  }
}

function repeatOf({ meta, digest }: Known, given: string | undefined): Appended {
  const isOther = digest !== undefined && digest !== given;
  return { meta, repeated: true, ...(isOther && { isOther: true }) };
}

/** What one transaction appends. */
class Batch {
  readonly heads = new Set<Head>();
  readonly #messages: unknown[] = [];
  readonly #ids: unknown[] = [];
  readonly #known = new Map<string, Known>();

  /** The message of this batch that has the id already. */
  known(head: Head, id: string | null): Known | undefined {
    return id === null ? undefined : this.#known.get(`${head.id} ${id}`);
  }

  add(head: Head, message: KeptMessage, now: number): MessageMeta {
    const { channel, about, eventName, bytes, ends, endsByWish, id, digest } = message;
    const body = JSON.stringify({ ...about, eventName, message: message.message });
    this.heads.add(head);
    this.#messages.push([head.id, head.top, ends, endsByWish ? 1 : 0, bytes, body]);
    const meta = { channel, epoch: head.epoch, offset: head.top, ...about };
    if (id !== null) {
      this.#ids.push([head.id, id, head.top, JSON.stringify({ ...about, digest }), now]);
      this.#known.set(`${head.id} ${id}`, { meta, digest });
    }
    return meta;
  }

  write(statements: ReturnType<typeof prepareLog>): void {
    if (this.#messages.length > 0) statements.insertMessages.run(JSON.stringify(this.#messages));
    if (this.#ids.length > 0) statements.insertIds.run(JSON.stringify(this.#ids));
    const tops = Array.from(this.heads, ({ id, top }) => [id, top]);
    if (tops.length > 0) statements.saveTops.run(JSON.stringify(tops));
  }
}
