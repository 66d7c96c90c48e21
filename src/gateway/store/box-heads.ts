import { randomUUID } from 'node:crypto';
import type { Statement } from './database.js';

/** How many channels are held in memory. */
const MAX_HEADS = 50_000;

/** What the inbox has of a channel, as the newest transaction left it. */
export interface BoxHead {
  readonly id: number;
  readonly epoch: string;
  /** The newest. */
  revision: number;
  /** How many alerts are kept; null = not counted yet. */
  alerts: number | null;
}

interface HeadStatements {
  box: Statement;
  createBox: Statement;
  countAlerts: Statement;
}

/** The channels of the inbox that were used lately, in memory: whatever is in them is in the file as well. */
export class BoxHeads {
  readonly #statements: HeadStatements;
  readonly #heads = new Map<string, BoxHead>();

  constructor(statements: HeadStatements) {
    this.#statements = statements;
  }

  /** @returns undefined where nothing is kept of the channel */
  find(app: string, channel: string): BoxHead | undefined {
    const key = JSON.stringify([app, channel]);
    const held = this.#heads.get(key);
    if (held !== undefined) return held;
    const row = this.#statements.box.get(app, channel) as Omit<BoxHead, 'alerts'> | undefined;
    return row === undefined ? undefined : this.#hold(key, { ...row, alerts: null });
  }

  /** Finds a channel, or makes it. */
  get(app: string, channel: string): BoxHead {
    const found = this.find(app, channel);
    if (found !== undefined) return found;
    const epoch = randomUUID();
    const { id } = this.#statements.createBox.get(app, channel, epoch) as { id: number };
    return this.#hold(JSON.stringify([app, channel]), { id, epoch, revision: 0, alerts: 0 });
  }

  /** How many alerts a channel keeps. */
  alertsOf(head: BoxHead): number {
    head.alerts ??= (this.#statements.countAlerts.get(head.id) as { alerts: number }).alerts;
    return head.alerts;
  }

  /** Called where no head is in use: one that was dropped while it is would not be counted any more. */
  makeRoom(): void {
    if (this.#heads.size >= MAX_HEADS) this.clear();
  }

  drop(app: string, channel: string): void {
    this.#heads.delete(JSON.stringify([app, channel]));
  }

  clear(): void {
    this.#heads.clear();
  }

  #hold(key: string, head: BoxHead): BoxHead {
    this.#heads.set(key, head);
    return head;
  }
}
