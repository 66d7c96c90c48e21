import { PREFERENCE_PACKET } from '../../protocol/preferences.js';
import {
  INBOX_PACKET,
  type AlertMark,
  type AlertStates,
  type InboxPage,
  type KeptAlert,
} from '../../protocol/inbox.js';
import { createMessage } from '../../data/message.js';
import { listName } from '../../data/list-name.js';
import { isSamePerson } from '../../data/user-scope.js';
import type { PushSource } from '../web-push/web-push.js';
import { itemId } from '../from-message.js';
import { AwayAlerts, type AwayOptions } from './away-alerts.js';
import { isOffered } from './choice.js';
import { CursorEntry } from './inbox-cursor.js';
import { InboxReaders, type InboxReader } from './inbox-readers.js';
import type { AlertRecord } from './record.js';
import { ServerPreferences } from './server-preferences.js';
import type { SharedHistory } from './shared-history.js';
import { TOLD_MARKS, untoldOf, withTold } from './untold.js';

/** The connection, as far as an inbox needs it. */
export interface InboxSource extends PushSource {
  /** Milliseconds since 1970. */
  readonly serverTime: number;
  /** What is heard of the channel of a topic. */
  readonly topics: {
    of(channel: string): { readonly status: { readonly state: string } } | null | undefined;
  };
  readonly packets: { add(listener: (name: string, payload: unknown) => void): () => void };
}

/** The most ids that one request takes. */
const MOST_IDS = 200;
/** After how many milliseconds a request that failed is sent again. */
const RETRY_AFTER = 2_000;
/** So many milliseconds a replay has, after a lost link, to bring by itself what was missed. */
const REPLAY_TIME = 2_000;

/** What a page has of one list of the gateway: that of the person, or that of a topic. */
interface ListState {
  /** Null = that of the person. */
  readonly topic: string | null;
  /** The greeting over whose link was listed. */
  hello: unknown;
  cursor: string | null;
  /** What the cursor tells of. */
  names: readonly string[] | null;
  /** What is being asked for; null = nothing. */
  asked: readonly string[] | null;
  isFirst: boolean;
}

const inboxes = new WeakMap<SharedHistory, ServerInbox>();

/** Keeps the history of a person with the gateway, over a connection that offers it. */
export function followInbox(
  history: SharedHistory,
  options: AwayOptions,
  source: InboxSource,
  reader: InboxReader,
): void {
  const inbox = inboxes.get(history) ?? new ServerInbox(history, options);
  inboxes.set(history, inbox);
  inbox.follow(source, reader);
  if (reader.host.desktop === 'always')
    import('../web-push/web-push.js').then(
      ({ followWebPush }) =>
        followWebPush(options.document.defaultView as Window, source, history, reader.host),
      // Who loads parts says which are missing.
      () => undefined,
    );
}

/**
 * What the gateway keeps of a person's alerts, and the browser's own history, brought together: what came elsewhere is
 * added, what was read on either side is read on both. What a person did without a connection stands in the records,
 * over a reload too, and is told with the next one.
 */
class ServerInbox {
  readonly #history: SharedHistory;
  readonly #options: AwayOptions;
  readonly #cursors: CursorEntry;
  readonly #readers = new InboxReaders();
  /** Messages that were seen and of which the gateway was not told. */
  readonly #seen = new Set<string>();
  readonly #away: AwayAlerts;
  readonly #preferences: ServerPreferences;
  #source: InboxSource | null = null;
  #stop: () => void = () => undefined;
  readonly #lists = new Map<string | null, ListState>();
  #isSending = false;
  /** What changes comes from the gateway, not from the person. */
  #isTaking = false;

  constructor(history: SharedHistory, options: AwayOptions) {
    this.#history = history;
    this.#options = options;
    this.#cursors = new CursorEntry(options.scope);
    this.#away = new AwayAlerts(history, options, this.#readers);
    this.#preferences = new ServerPreferences(history, () => this.#isMine());
    history.onMark = (mark, ids) => this.#note(mark, ids);
    history.onPreferred = () => void this.#sendPreferences();
    history.closed.addEventListener('abort', () => this.#stop());
  }

  follow(source: InboxSource, reader: InboxReader): void {
    if (source !== this.#source) {
      this.#stop();
      this.#stop = source.packets.add((name, payload) => {
        const { states } = (payload ?? {}) as { states?: AlertStates[] };
        if (name === PREFERENCE_PACKET.changed && this.#isMine()) this.#preferences.hear(payload);
        if (name === INBOX_PACKET.marked && this.#isMine() && Array.isArray(states)) this.#apply(states);
      });
      this.#source = source;
    }
    this.#readers.add(reader);
    // That of the person tells what became of alerts of topics, too.
    for (const topic of new Set([null, reader.host.topic])) this.#follow(source, topic);
  }

  #follow(source: InboxSource, topic: string | null): void {
    // Who may not listen to it is shown nothing of it; when it is live it comes again.
    if (topic !== null && source.topics.of(`t:${topic}`)?.status.state !== 'live') return;
    const { hello } = source;
    const former = this.#lists.get(topic);
    const list = former ?? { topic, hello: null, cursor: null, names: null, asked: null, isFirst: true };
    this.#lists.set(topic, list);
    const isListed = list.hello === hello;
    if (isListed && this.#isAllIn(list, list.names)) {
      if (!list.isFirst) this.#showMissed(0);
      return;
    }
    // Once for all elements that read the same: they join one after the other.
    if (isListed && this.#isAllIn(list, list.asked)) return;
    list.hello = hello;
    list.asked = this.#readers.names(topic);
    queueMicrotask(() => void this.#list(list, source).finally(() => (list.asked = null)));
  }

  /** The person is the same, and the gateway has accepted the session: else nothing is asked, told or believed. */
  #isMine(): boolean {
    const { scope = null } = this.#source ?? {};
    const isOpen = !this.#history.closed.aborted && this.#events.length > 0;
    return isOpen && scope !== null && isSamePerson(this.#options.scope, scope);
  }

  /** Names of the events that the gateway keeps. */
  get #events(): readonly string[] {
    const { inbox } = (this.#source?.hello ?? {}) as { inbox?: { events?: unknown } };
    return Array.isArray(inbox?.events) ? inbox.events.map(String) : [];
  }

  /** Names of the lists on which stands what the gateway may be told of now. */
  get #tellable(): string[] {
    const { hello } = this.#source!;
    const topics = [...this.#lists.values()].filter((list) => list.hello === hello);
    return [null, ...topics.map(({ topic }) => topic)].flatMap((topic) =>
      this.#events.map((name) => listName(topic, name)),
    );
  }

  /** Whether all that the elements of the page read of a list is among these. */
  #isAllIn({ topic }: ListState, names: readonly string[] | null): boolean {
    return this.#readers.names(topic).every((name) => names?.includes(name));
  }

  async #list(list: ListState, source: InboxSource): Promise<void> {
    const { hello } = source;
    const { topic } = list;
    const names = this.#readers.names(topic);
    const isCurrent = (): boolean => this.#isMine() && source === this.#source && source.hello === hello;
    try {
      // Before any alert is shown of which the person wants nothing.
      if (topic === null) await this.#preferences.sync(source);
      if (!isCurrent()) return;
      if (!this.#isAllIn(list, list.names)) list.cursor = await this.#cursors.read(topic, names);
      list.names = names;
      let isForPage = true;
      for (let more = true; more;) {
        if (!isCurrent()) return;
        const page = readPage(await source.ask(INBOX_PACKET.list, { cursor: list.cursor, topic }));
        if (!isCurrent()) return;
        isForPage = this.#takeAll(page) && isForPage;
        list.cursor = page.cursor;
        more = page.more;
      }
      await this.#history.flush();
      // What is not for this page is asked for again on the next one.
      if (isForPage && isCurrent()) await this.#cursors.write(topic, { cursor: list.cursor!, names });
    } catch {
      this.#retry(isCurrent, () => void this.#list(list, source));
      return;
    }
    void this.#send();
    this.#showMissed(list.isFirst ? 0 : REPLAY_TIME);
    list.isFirst = false;
  }

  #retry(isWanted: () => boolean, act: () => void): void {
    this.#options.clock.after(RETRY_AFTER, () => {
      if (isWanted()) act();
    });
  }

  /** @returns false where some alerts are not for this page */
  #takeAll({ alerts, states }: InboxPage): boolean {
    // Both channels in the order in which everybody heard them.
    const areForPage = [...alerts].sort((a, b) => a.at - b.at).map((alert) => this.#take(alert));
    this.#apply(states);
    return !areForPage.includes(false);
  }

  #take({ eventName, message, ends, states, ...meta }: KeptAlert): boolean {
    const { model } = this.#history;
    if (ends <= this.#source!.serverTime) return true;
    const incoming = createMessage(eventName, message, meta, true);
    const isKnown = model.withPart(incoming.id) !== null;
    const readings = isKnown ? undefined : this.#readers.records(incoming);
    for (const [index, reading] of (readings ?? [null]).entries()) {
      const id = itemId(incoming, index);
      if (reading !== null) this.#history.add(reading, id);
      const record = model.withPart(id);
      if (record === null) continue;
      this.#setEnd(record, meta.at, ends);
      if (!isKnown) this.#away.add(record.id, { message: incoming, id, isAlone: readings?.length === 1 });
    }
    if (states !== undefined) this.#apply([states]);
    return readings?.every((reading) => reading === null) !== true;
  }

  /** Of the same text that came again the last end counts. @param of when the alert came that ends then */
  #setEnd(record: AlertRecord, of: number, ends: number): void {
    const { at, kept } = record;
    // The alerts of a list differ by less than a millisecond.
    if (of === Math.floor(at)) this.#history.set({ ...record, kept: { told: kept?.told ?? [], at, ends } });
  }

  /** What became of alerts on any device. */
  #apply(states: readonly AlertStates[]): void {
    const { model } = this.#history;
    // Of the same text that came again only the last says that all of it was read.
    const found = states.flatMap((state) => {
      const record = model.withPart(state.id);
      return record?.parts.at(-1) === state.id ? [{ ...state, record }] : [];
    });
    this.#quietly((history) => {
      for (const { record, acted } of found) if (acted !== undefined) this.#setActed(record, acted);
      const dismissed = found.filter((state) => (state.dismissed ?? state.gone) !== undefined);
      const read = found.filter((state) => state.read !== undefined);
      history.markRead(read.map(({ record }) => record.id));
      history.dismiss(dismissed.map(({ record }) => record.id));
      for (const { record, gone, ...state } of found) {
        const marks = TOLD_MARKS.filter((mark) => gone !== undefined || state[mark] !== undefined);
        history.set(withTold(model.find(record.id)!, marks));
      }
    });
  }

  /** The action of an alert was taken on another device. @param at milliseconds since 1970 */
  #setActed(record: AlertRecord, at: number): void {
    const event = record.alert.action?.event ?? null;
    if (event === null || !isOffered(record.choice, record.at)) return;
    const when = { of: record.at, chosenAt: at, actedAt: at };
    this.#history.setChoice(record, {
      ...{ id: `acted ${record.id}`, event, state: 'done', reason: '', step: 1 },
      ...when,
    });
  }

  #quietly(act: (history: SharedHistory) => void): void {
    const wasTaking = this.#isTaking;
    this.#isTaking = true;
    act(this.#history);
    this.#isTaking = wasTaking;
  }

  #note(mark: AlertMark, ids: readonly string[]): void {
    if (this.#isTaking) return;
    if (mark === 'seen')
      for (const id of ids)
        for (const part of this.#history.model.find(id)?.parts ?? []) this.#seen.add(part);
    // Once for all that happens in one task.
    queueMicrotask(() => void this.#send());
  }

  async #send(): Promise<void> {
    if (this.#isSending || !this.#isMine()) return;
    this.#isSending = true;
    try {
      while (this.#isMine() && (await this.#sendSome()));
    } catch {
      // What was not told stands in the records: the next link tells it, or the next page.
      this.#retry(
        () => this.#isMine(),
        () => void this.#send(),
      );
    }
    this.#isSending = false;
  }

  /** @returns whether there was something to tell */
  async #sendSome(): Promise<boolean> {
    const { model } = this.#history;
    const seen = [...this.#seen];
    await this.#ask('seen', seen);
    for (const id of seen) this.#seen.delete(id);
    let isSome = seen.length > 0;
    for (const mark of TOLD_MARKS) {
      const untold = untoldOf(model.all, mark, this.#tellable);
      await this.#ask(
        mark,
        untold.flatMap(({ parts }) => parts),
      );
      for (const record of untold) {
        const now = model.find(record.id);
        if (now !== null) this.#history.set(withTold(now, [mark], record));
      }
      isSome ||= untold.length > 0;
    }
    return isSome;
  }

  async #sendPreferences(): Promise<void> {
    if (!this.#isMine()) return;
    try {
      await this.#preferences.sync(this.#source!);
    } catch {
      this.#retry(
        () => this.#isMine(),
        () => void this.#sendPreferences(),
      );
    }
  }

  async #ask(mark: AlertMark, parts: readonly string[]): Promise<void> {
    for (let first = 0; first < parts.length; first += MOST_IDS) {
      const ids = parts.slice(first, first + MOST_IDS);
      const answer = await this.#source!.ask(INBOX_PACKET.mark, { ids, mark });
      if (!Array.isArray((answer as { states?: unknown } | undefined)?.states))
        throw new Error('not accepted');
    }
  }

  /** @param delay milliseconds */
  #showMissed(delay: number): void {
    const isMine = (): boolean => this.#isMine();
    void this.#away.show(delay, isMine, (ids) => this.#quietly((history) => history.tellShown(ids)));
  }
}

function readPage(answer: unknown): InboxPage {
  const { alerts, states, cursor } = (answer ?? {}) as Partial<InboxPage>;
  if (!Array.isArray(alerts) || !Array.isArray(states) || typeof cursor !== 'string')
    throw new Error('The gateway could not list the inbox.');
  return answer as InboxPage;
}
