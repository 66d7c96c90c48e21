import type { ConnectionStatus } from '../connection/connection-state.js';
import { adoptStyles } from '../dom/style-sheets.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import type { Locales } from '../i18n/translator.js';
import { diagnose, type Diagnosis } from './diagnose.js';
import { EventLog, type LogEntry } from './event-log.js';
import { copyText, exportText, saveText } from './export.js';
import { readMessage, shownText } from './json.js';
import {
  describeListener,
  findListeners,
  type EventLogHost,
  type EventLogTranslator,
} from './event-log-host.js';
import { panelStyles } from './event-log.styles.js';
import { renderPanel } from './panel.view.js';
import { words as english } from './locales/en.js';
import { nameRemark, remarkText } from './remarks.js';
import { LOADERS } from './locales/loaders.js';
import type { EventLogWords } from './terms.js';

/** How often a log is drawn at most, in milliseconds: nobody reads faster. */
const DRAW_INTERVAL = 100;
/** How many rows are drawn at first, and how many more at each step. */
const PAGE = 100;
/** Nearer than so many pixels to the end of the list, more of it is drawn. */
const NEAR_END = 400;

/** The event log of one element: what came, drawn, and what a person does with it. */
export class EventLogPanel {
  readonly #log = new EventLog();
  readonly #page: EventLogHost;
  readonly #root: HTMLElement;
  readonly #vocabulary: Locales<EventLogWords>;
  #filter = '';
  #length = PAGE;
  #selected: LogEntry | null = null;
  #status: ConnectionStatus = { state: 'idle', reason: '' };
  #isSimulating = false;
  /** What was done last, said to the person; empty = nothing. */
  #note = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = -Infinity;
  #isClosed = false;

  constructor(root: ShadowRoot, page: EventLogHost) {
    this.#page = page;
    this.#vocabulary = page.vocabulary(english, LOADERS);
    // Of its own: what else is drawn in the shadow root must not disturb it.
    this.#root = page.document.createElement('div');
    this.#root.className = 'log';
    root.append(this.#root);
    adoptStyles(root, panelStyles.cssText);
    this.#draw();
  }

  get messages(): readonly DxMessage[] {
    return this.#log.entries.map(({ message }) => message);
  }

  get isPaused(): boolean {
    return this.#log.isPaused;
  }

  set status(status: ConnectionStatus) {
    this.#status = status;
    this.#drawSoon();
  }

  /** @param at when it came, in milliseconds since 1970 */
  add(message: DxMessage, at: number, isSimulated = false): void {
    this.#log.add(message, at, isSimulated);
    this.#drawSoon();
  }

  report(element: Element, message: DxMessage, outcome: Outcome): void {
    this.#log.report(element, message, outcome);
    this.#drawSoon();
  }

  setPaused(paused: boolean): void {
    if (paused) this.#log.pause();
    else this.#log.resume();
    this.#draw();
  }

  clear(): void {
    this.#log.clear();
    this.#selected = null;
    this.#length = PAGE;
    this.#note = '';
    this.#draw();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#root.remove();
  }

  #drawSoon(): void {
    this.#timer ??= setTimeout(
      () => this.#draw(),
      Math.max(0, this.#drawnAt + DRAW_INTERVAL - performance.now()),
    );
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isClosed) return;
    for (const loading of [this.#vocabulary.load(this.#page.element), this.#page.loadWords()])
      void loading?.then(() => this.#drawSoon());
    const found = this.#log.find(this.#filter);
    const selected = this.#selected;
    renderPanel(
      this.#root,
      {
        entries: found.slice(0, this.#length),
        found: found.length,
        kept: this.#log.entries.length,
        waiting: this.#log.waiting,
        isPaused: this.#log.isPaused,
        filter: this.#filter,
        wording: this.#wording(),
        status: this.#status,
        note: this.#note,
        names: this.#isSimulating ? this.#knownNames() : [],
        isSimulating: this.#isSimulating,
        canClose: this.#page.close !== null,
        selected:
          selected === null
            ? null
            : { entry: selected, json: shownText(selected.message.data), doctor: this.#diagnose(selected) },
      },
      {
        filter: (text) => this.#setFilter(text),
        pause: () => this.setPaused(!this.#log.isPaused),
        clear: () => this.clear(),
        copy: () => void this.#copy(exportText(this.#log.entries, this.#page)),
        copyOne: (entry) => void this.#copy(shownText(entry.message.data)),
        save: () => saveText(this.#page.document, 'events.json', exportText(this.#log.entries, this.#page)),
        select: (entry) => this.#select(entry),
        simulating: (isOpen) => this.#setSimulating(isOpen),
        simulate: (eventName, text) => this.#simulate(eventName, text),
        scrolled: (list) => this.#scrolled(list),
        close: () => this.#page.close?.(),
      },
    );
    this.#drawnAt = performance.now();
  }

  #wording(): EventLogTranslator {
    return { own: this.#vocabulary.wordingOf(this.#page.element), shared: this.#page.wording() };
  }

  #diagnose({ message, outcomes }: LogEntry): Diagnosis[] {
    return findListeners(this.#page.document).map((element) =>
      diagnose(describeListener(element, this.#page), message.eventName, outcomes.get(element) ?? []),
    );
  }

  /** Names that the page listens to, for the form. */
  #knownNames(): string[] {
    const written = findListeners(this.#page.document).flatMap((element) =>
      (element.getAttribute('event-name') ?? '').split(',').map((name) => name.trim()),
    );
    return [...new Set(written)].filter((name) => name !== '' && name !== '*');
  }

  #setFilter(text: string): void {
    this.#filter = text;
    this.#length = PAGE;
    this.#draw();
  }

  #select(entry: LogEntry): void {
    this.#selected = entry === this.#selected ? null : entry;
    this.#draw();
  }

  #setSimulating(isOpen: boolean): void {
    this.#isSimulating = isOpen;
    this.#note = '';
    this.#draw();
    if (isOpen) this.#root.querySelector<HTMLElement>('#name')!.focus();
  }

  #simulate(eventName: string, text: string): void {
    const problem = nameRemark(eventName);
    const read = readMessage(text);
    const { own: wording } = this.#wording();
    if (problem !== null) this.#say(wording.text('badName', remarkText(problem, wording)));
    else if ('problem' in read) this.#say(wording.text('badMessage', read.problem));
    else {
      this.#note = wording.text('wasGiven', eventName);
      this.#page.deliver(eventName, read.data);
      this.#draw();
    }
  }

  async #copy(text: string): Promise<void> {
    const isDone = await copyText(this.#page.document, text);
    this.#say(this.#wording().own.text(isDone ? 'copied' : 'notCopied'));
  }

  #say(note: string): void {
    this.#note = note;
    this.#draw();
  }

  #scrolled(list: Element): void {
    const isNearEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    if (!isNearEnd || this.#length >= this.#log.entries.length) return;
    this.#length += PAGE;
    this.#draw();
  }
}
