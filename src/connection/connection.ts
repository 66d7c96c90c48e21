import { PACKET, type ChannelPosition } from '../protocol.js';
import type { UserScope } from '../data/user-scope.js';
import { warnOnce } from '../warn.js';
import type { ConnectionState, GapReason } from './connection-state.js';
import { Leases } from './leases.js';
import { Listeners } from './listeners.js';
import { Outbox, type EmitOptions } from './outbox.js';
import { watchLifecycle, whenRead, type WakeReason } from './page-lifecycle.js';
import { CursorStorage } from './replay/cursor-storage.js';
import { hasTopics, isSessionEnd, readChannels, readGreeting, readMeta } from './replay/packets.js';
import { Replay } from './replay/replay.js';
import { appKey, settingsKey, type ResolvedSettings } from './resolve-settings.js';
import { PersonGate, type PersonChange } from './session/person-gate.js';
import { PersonMemory } from './session/person-memory.js';
import { SessionWatch, type SessionGetters, type SessionReading } from './session/session-watch.js';
import { Status } from './status.js';
import { Subscriptions } from './subscriptions.js';
import type { Handover } from './transport/handover.js';
import type { Link, LinkDelegate, LinkOpener, RefusalCode } from './transport/link.js';
import { prepareLink } from './transport/prepare-link.js';
import { explainRefusal } from './transport/refusals.js';
import type { TopicTokenGetter } from './topics/topic.js';
import { TopicSet } from './topics/topic-set.js';
import { Retry } from './transport/retry.js';

/** How long a page may go without naming a server before the console says so, in milliseconds: it may come late. */
const SETTINGS_WAIT = 3_000;
/** The first delay after a refusal without a code is at most so long, in milliseconds. */
const REFUSAL_DELAY = 10_000;
/** After so many refusals in a row a server that accepted the session before does not accept it any more. */
const MANY_REFUSALS = 3;

/** What a connection has of the page it belongs to. */
export interface ConnectionOptions {
  view: Window;
  /** Id of the browser tab. */
  origin: string;
  getters: SessionGetters & { getTopicToken?: TopicTokenGetter | undefined };
}

/**
 * One socket of a page, shared by everything that listens to the same server as the same app.
 *
 * It is open while somebody holds a lease. It keeps its listeners over lost links, renewed sessions and changes of
 * user; what belongs to a user (link, cursors, packets not yet sent) is dropped with the user.
 */
export class Connection {
  readonly settings: ResolvedSettings;
  readonly messages = new Subscriptions();
  readonly gaps = new Listeners<[GapReason]>();
  readonly status = new Status('idle');
  readonly personChanges = new Listeners<[PersonChange]>();
  /** What a gateway says beside events: name and payload. */
  readonly packets = new Listeners<[string, unknown]>();
  /** How the gateway greeted over the present link; null = it did not, or there is no link. */
  hello: unknown = null;

  readonly topics: TopicSet;

  readonly #page: ConnectionOptions;
  readonly #leases = new Leases(
    () => this.#start(),
    () => this.#stop(),
  );
  readonly #outbox = new Outbox();
  readonly #session: SessionWatch;
  readonly #persons: PersonGate;
  readonly #replay: Replay;
  readonly #retries = new Retry(() => void this.#open(this.status.state));
  readonly #linkDelegate: LinkDelegate = {
    opened: () => this.#opened(),
    failed: (reason) => this.#retry(reason),
    refused: (code, reason) => this.#refused(code, reason),
    lost: (reason) => {
      if (!this.#handover?.formerLost()) this.#retry(reason);
    },
    packet: (...packet) => {
      if (this.#handover?.isNew(packet) !== false) this.#packet(...packet);
    },
  };
  #watching = new AbortController();

  #link: Link | null = null;
  /** Goes to the link of a renewed session, while that of the former one is still heard. */
  #handover: Handover | null = null;
  /** Refusals without a code since the last link. */
  #refusals = 0;
  /** Another session was asked for since the last link: a page that gives a wrong one each time is not asked for ever. */
  #hasAskedAgain = false;
  /** Counts openings, so that one that was overtaken while it read the session knows it. */
  #openings = 0;
  /** The gateway's clock less the one of this device, in milliseconds. */
  #ahead = 0;
  /** What there is to say of a connection that is live. */
  #note = '';

  constructor(settings: ResolvedSettings, page: ConnectionOptions) {
    const { view, getters } = page;
    // Names in the browser's storage: a session id in them would be stored, and each new one would begin at the start.
    const key = settingsKey({ ...settings, sessionId: settings.sessionId === '' ? '' : 'given' });
    this.settings = settings;
    this.#page = page;
    this.#session = new SessionWatch(settings, view, getters, (isSame) => this.#renew(isSame));
    this.#persons = new PersonGate(appKey(settings), new PersonMemory(view, key), {
      changed: (change) => this.#personChanged(change),
      accepted: () => (this.#outbox.link = this.#link),
    });
    this.#replay = new Replay(new CursorStorage(view, key), {
      deliver: (message) => {
        // What was pushed to a topic is heard by those who listen to it, and by nobody else.
        const topic = this.topics.of(message.meta?.channel);
        (topic === null ? this : topic)?.messages.deliver(message);
      },
      gap: (reason) => this.gaps.call(reason),
      failed: () => this.#retry('the gateway did not answer'),
    });
    this.topics = new TopicSet({
      getToken: () => getters.getTopicToken,
      request: (eventName, payload) => this.ask(eventName, payload),
      joined: (channels) => this.#replay.join(channels),
      left: (channel) => this.#replay.leave(channel),
      isShared: settings.share === 'browser',
    });
  }

  /** Whose things may be shown; null = nobody's yet, or nobody's at the moment. */
  get scope(): UserScope | null {
    return this.#persons.scope;
  }

  /** The time of the gateway as its hello told it, in milliseconds since 1970; else that of this device, which may be wrong. */
  get serverTime(): number {
    return Date.now() + this.#ahead;
  }

  /** Keeps the connection open until the returned function is called. */
  acquire(): () => void {
    return this.#leases.acquire();
  }

  /** Sends an event to the back end; see {@link Outbox.send}. */
  emit(eventName: string, data: unknown, options?: EmitOptions): Promise<unknown> {
    return this.#outbox.send(eventName, data, options);
  }

  /** Asks the gateway something. Rejects where it does not answer; undefined where there is no link. */
  async ask(packet: string, payload: unknown): Promise<unknown> {
    return this.#link?.request(packet, payload);
  }

  /** Looks whether another person is signed in now. */
  checkSession(): void {
    this.#session.check();
  }

  #start(): void {
    const { obstacle, isAddressGiven } = this.settings;
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    if (obstacle !== null) {
      this.status.set(obstacle.state, obstacle.reason);
      if (obstacle.state === 'idle') warnLater(obstacle.reason, signal);
    }
    // An address that nobody wrote may still be written further down the page.
    else if (!isAddressGiven) whenRead(this.#page.view.document, signal, () => this.#begin(signal));
    else this.#begin(signal);
  }

  #begin(signal: AbortSignal): void {
    watchLifecycle(this.#page.view, signal, {
      wake: (reason) => this.#wake(reason),
      offline: () => {
        if (this.status.state === 'reconnecting') this.status.set('offline', 'the browser is offline');
      },
      hide: () => this.#pause(),
      storage: () => this.#session.hint(),
    });
    this.#session.start();
    void this.#open('connecting');
  }

  #stop(): void {
    this.#watching.abort();
    this.#session.stop();
    this.#drop();
    this.#replay.stopped();
    this.#outbox.reject('nobody listens to this connection any more');
    this.status.set('idle', '');
  }

  /** @param state until the link is open; `live`: the former link, of the same person, is heard until then */
  async #open(state: ConnectionState): Promise<void> {
    const former = state === 'live' ? this.#link : null;
    if (former === null) this.#drop();
    else this.#openings += 1;
    const opening = this.#openings;
    this.status.set(state, this.status.reason);
    try {
      const reading = await this.#session.read();
      // Reading may take long: meanwhile the page may have been left, or another link may be on its way.
      if (opening !== this.#openings) return;
      if (former !== null && !this.#persons.isSame(reading)) return void this.#open('connecting');
      if (former === null) this.#persons.read(reading);
      const { attempts } = this.#retries;
      const { open, problem } = await prepareLink(this.settings, reading.session, attempts, this.#page);
      const Handover = former && (await import('./transport/handover.js')).Handover;
      if (opening !== this.#openings) return;
      this.#note = problem;
      if (Handover === null) this.#link = open(this.#linkDelegate);
      else this.#handOver(Handover, open, reading);
    } catch (error) {
      if (opening === this.#openings) this.#retry(`it cannot be told who is signed in: ${String(error)}`);
    }
  }

  #handOver(Type: typeof Handover, open: LinkOpener, reading: SessionReading): void {
    this.#handover?.close();
    this.#handover = new Type(open, this.#link!, this.#linkDelegate, {
      admitted: (link) => {
        this.#link = link;
        this.#persons.read(reading);
        this.#persons.opened();
      },
      lost: (reason) => this.#retry(reason),
      packet: (...packet) => this.#packet(...packet),
    });
  }

  #drop(): void {
    this.#openings += 1;
    this.#handover?.close();
    this.#handover = null;
    this.#retries.cancel();
    this.topics.reset(null);
    this.#replay.closed();
    this.#persons.closed();
    this.#link?.close();
    this.#link = this.hello = null;
    this.#outbox.link = null;
  }

  #opened(): void {
    this.#retries.reset();
    this.#refusals = 0;
    this.#hasAskedAgain = false;
    this.#replay.opened(this.#link!);
    this.#persons.opened();
    this.topics.opened();
    this.status.set('live', this.#note);
  }

  #packet(eventName: string, payload: unknown, meta: unknown): void {
    if (!eventName.startsWith('dx:')) {
      // Another tab listens to it over the same socket.
      if (this.topics.of(readMeta(meta)?.channel) === undefined) return;
      this.#persons.packet();
      this.#replay.receive(eventName, payload, meta);
      return;
    }
    this.packets.call(eventName, payload);
    const channels = readChannels(payload);
    if (eventName === PACKET.hello && channels !== null) this.#greeted(payload, channels);
    if (eventName === PACKET.refused) this.topics.refused(payload);
    if (eventName === PACKET.position && channels !== null) this.#replay.position(channels);
    if (eventName === PACKET.bye && isSessionEnd(payload)) {
      this.#drop();
      void this.#askAgain('the session has ended', 'unauthorised', true);
    }
  }

  #greeted(payload: unknown, channels: readonly ChannelPosition[]): void {
    this.#outbox.acknowledges = true;
    this.hello = payload;
    const greeting = readGreeting(payload);
    this.#ahead = (greeting.now ?? Date.now()) - Date.now();
    const isEnded = this.#persons.hello(greeting);
    this.#replay.hello(channels);
    this.topics.reset(hasTopics(payload));
    if (isEnded) void this.#askAgain('session-ended: only what goes to everybody arrives', 'live', false);
  }

  #refused(code: RefusalCode, reason: string): void {
    this.#drop();
    const { settings } = this;
    const source = this.#session.hasSession ? this.#session.source : null;
    const text = explainRefusal(code, reason, { settings, source, origin: this.#page.view.location.origin });
    if (code === 'limit') this.#retry(text);
    else if (code === null) this.#retrySlowly(text);
    else if (code === 'unauthorised') void this.#askAgain(text, 'unauthorised', false);
    else {
      warnOnce(text);
      this.status.set('closed', text);
    }
  }

  /** Asks once more who is signed in, since the server does not accept the session, and says how things are otherwise. */
  async #askAgain(reason: string, state: ConnectionState, isFinal: boolean): Promise<void> {
    const opening = this.#openings;
    const isOther = !this.#hasAskedAgain && (await this.#session.isOther());
    if (opening !== this.#openings) return;
    this.#hasAskedAgain = true;
    if (isOther) return void this.#open('connecting');
    if (this.#session.hasSession) warnOnce(reason);
    if (state !== 'live') this.#persons.ended(isFinal);
    this.status.set(state, reason);
  }

  /** Another session or person is there than was last read. @param isSame the session is another one, and nothing else */
  #renew(isSame: boolean): void {
    this.#hasAskedAgain = false;
    // A gateway says what it sent between two links; a link of several tabs belongs to one session.
    const canOverlap = isSame && this.#persons.isStock && this.settings.share === 'page';
    const { state } = this.status;
    void this.#open(canOverlap && state === 'live' ? state : 'connecting');
  }

  #retry(reason: string): void {
    this.#drop();
    this.#retries.plan();
    this.status.set(this.#page.view.navigator.onLine ? 'reconnecting' : 'offline', reason);
  }

  /** A server that is no gateway refused: its database may be away, or the session has ended. */
  #retrySlowly(reason: string): void {
    this.#refusals += 1;
    warnOnce(`${this.settings.url} refused the connection, which is tried again: ${reason}`);
    const isPassing = this.scope !== null && this.#refusals < MANY_REFUSALS;
    if (!isPassing) this.#persons.ended(false);
    this.#retries.plan(REFUSAL_DELAY);
    this.status.set(isPassing ? 'reconnecting' : 'unauthorised', reason);
  }

  #wake(reason: WakeReason): void {
    this.#session.hint();
    const isRestored = reason === 'restored' || reason === 'resumed';
    if (isRestored) this.#replay.resumed();
    // A socket that slept may look open and be dead; only a new one tells.
    const isSuspect = this.status.state === 'live' && isRestored;
    const waits = this.#retries.isPlanned || this.status.state === 'idle';
    if (!isSuspect && !waits) return;
    this.#retries.reset();
    void this.#open('reconnecting');
  }

  #pause(): void {
    this.#replay.flush();
    this.#drop();
    this.status.set('idle', 'the page is not shown');
  }

  /** Comes before anything of the next person arrives. */
  #personChanged(change: PersonChange): void {
    if (change.type === 'left') {
      this.#replay.forget();
      this.topics.forget();
    }
    // Whoever comes next, it is not sent under their name.
    if (change.type === 'left') this.#outbox.reject('another person is signed in now');
    if (change.type === 'hidden') this.#outbox.reject('another person may be signed in now');
    this.personChanges.call(change);
  }
}

function warnLater(text: string, signal: AbortSignal): void {
  const timer = setTimeout(() => warnOnce(text), SETTINGS_WAIT);
  signal.addEventListener('abort', () => clearTimeout(timer));
}
