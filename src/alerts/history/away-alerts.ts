import type { Clock } from '../../clock.js';
import type { DxMessage } from '../../data/message.js';
import type { UserScope } from '../../data/user-scope.js';
import { isHidden } from '../../dom/page-visibility.js';
import type { Translator } from '../../i18n/translator.js';
import type { Alert } from '../alert.js';
import type { KeptAt } from '../alert-entry.js';
import type { InboxReaders } from './inbox-readers.js';
import { isUnread, type AlertRecord } from './record.js';
import type { SharedHistory } from './shared-history.js';

/** Begins the key of the alert that sums up others. */
const KEY = 'dx-missed ';

/** The toasts of the page. */
export interface PageToasts {
  readonly store: {
    /** Whether a message was shown. */
    knows(message: { alert: Alert; messageId: string }): boolean;
    /** Takes a message for one that was shown. */
    learn(messageId: string): void;
    /** What is shown now. */
    readonly entries: readonly { readonly alert: Alert }[];
  };
  /** The words of the page, when they are there. */
  words(): Promise<Translator>;
}

export interface AwayOptions {
  clock: Clock;
  document: Document;
  toasts: PageToasts;
  tabs: Record<'wasShown' | 'isMuted', (entry: { alert: Alert; record: KeptAt }) => boolean>;
  /** For whom it is. */
  scope: UserScope;
}

/** An alert that came while the browser was closed. */
export interface AwayAlert {
  message: DxMessage;
  /** Its own id: a message may be a list. */
  id: string;
  /** The message is no list of several. */
  isAlone: boolean;
}

/** What came for a person while nobody listened here, and was not shown: one toast tells of it. */
export class AwayAlerts {
  readonly #history: SharedHistory;
  readonly #options: AwayOptions;
  readonly #readers: InboxReaders;
  /** How many were summed up last. */
  #told = 0;
  /** By the id of their record. */
  readonly #alerts = new Map<string, AwayAlert>();

  constructor(history: SharedHistory, options: AwayOptions, readers: InboxReaders) {
    this.#history = history;
    this.#options = options;
    this.#readers = readers;
  }

  add(recordId: string, alert: AwayAlert): void {
    this.#alerts.set(recordId, alert);
  }

  /**
   * Shows the alert, or how many there are, as soon as somebody looks at the page.
   *
   * @param delay milliseconds
   * @param isMine whether the person is still the same; asked after each wait
   * @param summedUp gets the ids of the records of which only the number is shown
   */
  async show(delay: number, isMine: () => boolean, summedUp: (ids: string[]) => void): Promise<void> {
    const { clock, document, toasts } = this.#options;
    if (delay > 0) await new Promise<void>((resolve) => clock.after(delay, resolve));
    await visible(document, this.#history.closed);
    if (!isMine()) return;
    const alerts = this.#take();
    const [only] = alerts.values();
    if (only === undefined) return;
    const { show } = this.#readers.shower(only.message)!;
    if (alerts.size === 1 && only.isAlone) {
      show(only.message.data, only.message);
      return;
    }
    // Nobody has seen what they say, but no other tab sums them up again.
    summedUp([...alerts.keys()]);
    for (const { id } of alerts.values()) toasts.store.learn(id);
    const words = await toasts.words();
    if (!isMine()) return;
    // What is on the screen takes in what comes of another list, such as that of a topic.
    const shown = toasts.store.entries.find(({ alert }) => alert.key?.startsWith(KEY) === true);
    this.#told = alerts.size + (shown === undefined ? 0 : this.#told);
    // What a person has closed stays closed: the next one is another one.
    const key = shown?.alert.key ?? `${KEY}${clock.now()}`;
    show({ text: words.count('away', this.#told), key }, null);
  }

  /** Those that nobody has seen and that an element shows, by the ids of their records. */
  #take(): ReadonlyMap<string, AwayAlert> {
    const taken = new Map<string, AwayAlert>();
    for (const [recordId, alert] of this.#alerts) {
      // An element that shows it may still come.
      if (this.#readers.shower(alert.message) === undefined) continue;
      this.#alerts.delete(recordId);
      const record = this.#history.model.find(recordId);
      if (record !== null && isUnread(record) && !this.#wasShown(record, alert.id))
        taken.set(record.id, alert);
    }
    return taken;
  }

  /** As a toast, here or in another tab, or the person wants none of it. */
  #wasShown({ id, alert }: AlertRecord, messageId: string): boolean {
    const { toasts, tabs, scope } = this.#options;
    const entry = { alert, record: { id, scope } };
    return toasts.store.knows({ alert, messageId }) || tabs.isMuted(entry) || tabs.wasShown(entry);
  }
}

/** Waits until somebody looks at the page. */
function visible(document: Document, signal: AbortSignal): Promise<void> {
  if (!isHidden(document)) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isHidden(document)) resolve();
    };
    document.addEventListener('visibilitychange', look, { signal });
  });
}
