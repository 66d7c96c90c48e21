import type { Translator } from '../i18n/translator.js';
import type { AlertAction } from './alert.js';
import type { ActionOutcome, AlertEntry, DismissReason } from './alert-entry.js';
import type { AlertStore } from './alert-store.js';
import type { Politeness } from './announcements/announcer.js';
import { isOf, isOpen, refusalIn } from './history/choice.js';
import type { AlertRecord } from './history/record.js';
import { outcomeText } from './outcome-text.js';
import type { TabSync } from './tab-sync.js';

/** What becomes of an action changes what is shown and said. */
export interface ActionOutcomesDelegate {
  changed(): void;
  remove(entry: AlertEntry, reason: DismissReason): void;
  announce(text: string, politeness: Politeness): void;
  wording(): Translator;
}

/** The actions that people choose on toasts, until each has an outcome. */
export class ActionOutcomes {
  readonly #store: AlertStore;
  readonly #sharing: TabSync;
  readonly #events: ActionOutcomesDelegate;
  /** By id, alerts whose action was chosen in this tab, as they were read. */
  readonly #chosenHere = new Map<string, AlertEntry>();

  constructor(store: AlertStore, sharing: TabSync, events: ActionOutcomesDelegate) {
    this.#store = store;
    this.#sharing = sharing;
    this.#events = events;
  }

  /** What became of the action of an alert; null = nobody has chosen it. */
  of({ record, outcome, alert }: AlertEntry): ActionOutcome | null {
    return outcome ?? (record === null ? null : this.#sharing.choiceOf(record.id, alert));
  }

  /** A person chose the action or the link. @returns false where the link is not to be followed */
  act(entry: AlertEntry, action: AlertAction): boolean {
    const outcome = this.of(entry);
    if (outcome !== null && action === entry.alert.action && isOpen(outcome)) return false;
    const follow = entry.owner.acted(entry, action);
    const { run } = entry;
    if (follow && run !== null) void this.#run(entry, run);
    else if (follow && action.event !== null) this.#send(entry, action.event);
    // A link leads on at once; a listener that took the action has done what is to be done.
    if (!follow || (run === null && action.event === null)) this.#events.remove(entry, 'action');
    return follow;
  }

  /** Something became of a choice, in this tab or another one. */
  heard({ id, choice, at }: AlertRecord): void {
    const entry = this.#store.entries.find(({ record }) => record?.id === id);
    if (entry === undefined) return;
    this.#events.changed();
    if (choice === null) return;
    const read = this.#chosenHere.get(entry.id) ?? entry;
    const isPresent = choice.of >= at;
    if (isPresent || isOf(choice, read.alert)) this.#report(read, choice, isPresent);
  }

  forget({ id }: AlertEntry): void {
    this.#chosenHere.delete(id);
  }

  #send(entry: AlertEntry, event: string): void {
    this.#chosenHere.set(entry.id, entry);
    if (entry.record !== null) void this.#sharing.choose(entry.record, entry.alert, event);
    else this.#change(entry, { state: 'unanswered', reason: '' });
  }

  async #run(entry: AlertEntry, run: () => unknown): Promise<void> {
    this.#chosenHere.set(entry.id, entry);
    this.#change(entry, { state: 'pending', reason: '' });
    try {
      const reason = refusalIn(await run());
      this.#change(entry, reason === null ? { state: 'done', reason: '' } : { state: 'refused', reason });
    } catch (error) {
      this.#change(entry, { state: 'refused', reason: '' });
      // The page's own code failed: its author is told as of any other failure.
      reportError(error);
    }
  }

  #change(entry: AlertEntry, outcome: ActionOutcome): void {
    this.#store.change(entry.id, { outcome });
    this.#report(entry, outcome);
  }

  /** @param isPresent nothing else has come with the same key */
  #report(entry: AlertEntry, { state, reason }: ActionOutcome, isPresent = true): void {
    if (state === 'pending') return;
    const { alert, owner, id } = entry;
    const isHere = this.#chosenHere.has(id);
    const isProblem = state === 'refused' || state === 'unanswered';
    const said = `${alert.title || alert.text}: ${outcomeText({ state, reason }, this.#events.wording())}`;
    if (isHere) this.#events.announce(said, isProblem ? 'assertive' : 'polite');
    if (state === 'unsent') return;
    this.forget(entry);
    owner.reported(entry, { state, reason });
    if (state === 'done' && isPresent) this.#events.remove(entry, isHere ? 'action' : 'read');
  }
}
