import type { AlertStates } from '../../protocol/inbox.js';
import type { Ask } from '../store/operations.js';
import type {
  AlertCounts,
  BoxCursor,
  BoxPage,
  InboxStore,
  Mark,
  PageSize,
  StoredAlert,
} from './inbox-store.js';

/** The alerts of one app in the data file: a restart forgets none of them. */
export class FileInbox implements InboxStore {
  readonly isWithLog = true;
  readonly #ask: Ask;
  readonly #app: string;
  readonly #maxMessages: number;

  constructor(ask: Ask, app: string, maxMessages: number) {
    this.#ask = ask;
    this.#app = app;
    this.#maxMessages = maxMessages;
  }

  async keep(channel: string, alert: StoredAlert, now: number): Promise<void> {
    await this.#ask('keepAlert', { ...this.#key(channel), alert }, now);
  }

  since(channel: string, cursor: BoxCursor | null, size: PageSize, now: number): Promise<BoxPage> {
    return this.#ask('alertsSince', { ...this.#key(channel), cursor, size }, now);
  }

  async endsOf(channel: string, ids: readonly string[], now: number): Promise<Map<string, number>> {
    return new Map(await this.#ask('alertEnds', { ...this.#key(channel), ids }, now));
  }

  statesOf(channel: string, ids: readonly string[], now: number): Promise<AlertStates[]> {
    return this.#ask('alertStates', { ...this.#key(channel), ids }, now);
  }

  mark(channel: string, marks: readonly Mark[], now: number): Promise<AlertStates[]> {
    return this.#ask('markAlerts', { ...this.#key(channel), marks }, now);
  }

  ofPush(pushId: string, now: number): Promise<StoredAlert[]> {
    return this.#ask('alertsOfPush', { app: this.#app, pushId }, now);
  }

  counts(id: string): Promise<AlertCounts> {
    return this.#ask('alertCounts', { app: this.#app, id });
  }

  erase(channel: string): Promise<number> {
    return this.#ask('eraseAlerts', { app: this.#app, channel });
  }

  #key(channel: string): { app: string; channel: string; maxMessages: number } {
    return { app: this.#app, channel, maxMessages: this.#maxMessages };
  }
}
