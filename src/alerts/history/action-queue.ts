import { randomId } from '../../data/random-id.js';
import { changed, isOffered, isOpen, refusalIn, type ActionChoice } from './choice.js';
import type { Alert } from '../alert.js';
import type { AlertRecord } from './record.js';

/** What sends: the connection of an element. */
export interface Sender {
  /** Anything but `live` cannot send now. */
  readonly state: string;
  emit(eventName: string, data: unknown, options: { ack: true }): Promise<unknown>;
}

/** Where choices are kept. */
export interface ChoiceStore {
  readonly model: { readonly open: readonly AlertRecord[]; find(id: string): AlertRecord | null };
  /** Ends when the person leaves. */
  readonly closed: AbortSignal;
  claim(record: AlertRecord): Promise<AlertRecord>;
  setChoice(record: AlertRecord, choice: ActionChoice): AlertRecord;
  refresh(ids: readonly string[]): Promise<void>;
}

/** A choice is done only when the back end says so. */
const ACKNOWLEDGED = { ack: true } as const;

/** What the queue has of the browser. */
export interface ActionQueueOptions {
  /** Milliseconds since 1970. */
  date(): number;
  /** Null where the browser has none: then the back end alone knows which ids it took. */
  locks: LockManager | null;
}

/**
 * Sends what people chose of alerts, each choice once for all tabs: it is stored before it is sent, the tab that sends
 * it holds a lock, and whatever is killed on the way goes again with the same id.
 */
export class ActionQueue {
  readonly #history: ChoiceStore;
  readonly #options: ActionQueueOptions;
  readonly #senders = new Set<Sender>();
  /** Ids of choices that this tab is sending, or waits to send after another tab. */
  readonly #busy = new Set<string>();
  /** Called where the back end did not take an action. */
  onFailure: (record: AlertRecord) => void = () => undefined;

  constructor(history: ChoiceStore, options: ActionQueueOptions) {
    this.#history = history;
    this.#options = options;
  }

  /** Takes a connection that is live, and sends what waits. */
  connected(sender: Sender): void {
    for (const former of this.#senders) if (former.state === 'closed') this.#senders.delete(former);
    this.#senders.add(sender);
    this.flush();
  }

  /** Nothing more is sent over the connections that were given. */
  disconnected(): void {
    this.#senders.clear();
  }

  /** Sends what waits, also what was chosen in another tab that is gone. */
  flush(): void {
    for (const { id, choice } of this.#history.model.open) void this.#send(id, choice!);
  }

  /**
   * Takes a person's choice and sends it once; where it cannot be sent now, as soon as it can.
   *
   * @param record of the alert
   * @param event name of the event to send
   * @param read the alert as the person read it: another one with its key may have come since
   */
  async choose(record: AlertRecord, event: string, read: Alert = record.alert): Promise<void> {
    const history = this.#history;
    const former = history.model.find(record.id)?.choice ?? null;
    const { alertId, of } = chosenOf(record, event, read);
    if (!isOffered(former, of)) return;
    const choice: ActionChoice =
      former?.state === 'unanswered' && (former.alertId ?? alertId) === alertId
        ? changed(former, { state: 'pending' })
        : {
            ...{ id: randomId(), event, of, alertId, chosenAt: this.#options.date() },
            ...{ state: 'pending', actedAt: 0, reason: '', step: 0 },
          };
    const claimed = await history.claim({ ...record, choice });
    if (claimed.choice !== null && isOpen(claimed.choice)) await this.#send(claimed.id, claimed.choice);
  }

  get #sender(): Sender | null {
    for (const sender of this.#senders) {
      if (sender.state === 'live') return sender;
      this.#senders.delete(sender);
    }
    return null;
  }

  /** One tab at a time; the others wait and find it answered, or the tab gone. */
  async #send(recordId: string, { id }: ActionChoice): Promise<void> {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    const history = this.#history;
    const { locks } = this.#options;
    const signal = history.closed;
    const deliver = (): Promise<void> => this.#deliver(recordId, id);
    try {
      if (this.#sender === null || locks === null) await deliver();
      else await locks.request(`dx-realtime action ${id}`, { signal }, deliver);
    } catch {
      // The person has left, or this page may use no locks.
      if (!signal.aborted) await deliver();
    }
    this.#busy.delete(id);
  }

  async #deliver(recordId: string, id: string): Promise<void> {
    const history = this.#history;
    await history.refresh([recordId]);
    for (let sender = this.#sender; ; sender = this.#sender) {
      const record = history.model.find(recordId);
      if (history.closed.aborted || record?.choice?.id !== id || !isOpen(record.choice)) return;
      if (sender === null) {
        if (record.choice.state !== 'unsent') this.#setChoice(record, { state: 'unsent' });
        return;
      }
      if (record.choice.state === 'unsent') this.#setChoice(record, { state: 'pending' });
      try {
        this.#answered(recordId, await send(sender, record.alert, record.choice));
        return;
      } catch {
        // The connection holds and nothing answers: to go on by itself would send for ever.
        if (sender.state === 'live') {
          this.#fail(recordId, { state: 'unanswered' });
          return;
        }
      }
    }
  }

  #answered(recordId: string, answer: unknown): void {
    const reason = refusalIn(answer);
    const actedAt = this.#options.date();
    if (reason === null) this.#setChoice(this.#history.model.find(recordId), { state: 'done', actedAt });
    else this.#fail(recordId, { state: 'refused', reason, actedAt });
  }

  #fail(recordId: string, change: Parameters<typeof changed>[1]): void {
    const record = this.#setChoice(this.#history.model.find(recordId), change);
    if (record !== null) this.onFailure(record);
  }

  #setChoice(record: AlertRecord | null, change: Parameters<typeof changed>[1]): AlertRecord | null {
    const history = this.#history;
    if (record === null || record.choice === null || history.closed.aborted) return null;
    return history.setChoice(record, changed(record.choice, change));
  }
}

/** @param read the alert as the person read it @returns which alert was chosen, by its id and its time */
function chosenOf(
  { alert, at }: AlertRecord,
  event: string,
  read: Alert,
): Pick<ActionChoice, 'of'> & { alertId: string | null } {
  // What is shown again after it failed has no id.
  const alertId = read.id ?? alert.id;
  const isPresent = alertId === alert.id && event === alert.action?.event;
  // What has come since is offered when this is done.
  return { alertId, of: isPresent ? at : at - 1 };
}

const send = (sender: Sender, alert: Alert, { event, id: choice, alertId: id = alert.id }: ActionChoice) =>
  sender.emit(event, { id, choice }, ACKNOWLEDGED);
