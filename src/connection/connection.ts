import { createMessage, type DxMessage } from '../data/message.js';
import { PACKET, type ChannelPosition, type RefusalData } from '../protocol.js';
import { retryDelay } from '../backoff.js';
import { loadSharedLink } from './transport/load-shared-link.js';
import type { ConnectionState, ConnectionStatus, GapReason } from './connection-state.js';
import { CursorStorage } from './replay/cursor-storage.js';
import { Cursors } from './replay/cursors.js';
import type { Link, LinkOpener } from './transport/link.js';
import { Listeners } from './listeners.js';
import { Outbox } from './outbox.js';
import { watchLifecycle, type WakeReason } from './page-lifecycle.js';
import { isSessionEnd, readChannels, readMeta, readSyncAnswer } from './replay/packets.js';
import { Sequencer } from './replay/sequencer.js';
import { type SessionWatch, watchSession } from './session/session-watch.js';
import { settingsKey, transportsOf, type ConnectionSettings, type SessionGetter } from './settings.js';
import { SocketLink } from './transport/socket-link.js';
import { Subscriptions } from './subscriptions.js';

/** How long a connection outlives its last lease, in milliseconds: builders remove and add elements all the time. */
const CLOSE_DELAY = 1_000;
/** How long a server that greeted before may take to greet again, in milliseconds. */
const HELLO_TIMEOUT = 5_000;

/** What a connection has of the page it belongs to. */
export interface ConnectionOptions {
  view: Window;
  /** Id of the browser tab. */
  origin: string;
  getSession: SessionGetter | undefined;
}

/**
 * One socket of a page, shared by everything that listens to the same server as the same app.
 *
 * It is open while somebody holds a lease. It keeps its listeners over lost links and changes of user; what
 * belongs to a user (link, cursors, packets not yet sent) is dropped with the user.
 */
export class Connection {
  readonly settings: ConnectionSettings;
  readonly messages = new Subscriptions();
  readonly gaps = new Listeners<[GapReason]>();
  readonly statusChanges = new Listeners<[ConnectionStatus]>();
  readonly sessionChanges = new Listeners<[]>();
  /** Called with the session id each time it was read, before anything of that session arrives. */
  readonly sessionReads = new Listeners<[string | null]>();

  readonly #view: Window;
  readonly #origin: string;
  readonly #storage: CursorStorage;
  readonly #outbox = new Outbox();
  readonly #session: SessionWatch;
  #status: ConnectionStatus = { state: 'idle', reason: '' };
  #sessionId: string | null | undefined;
  #leases = 0;
  #closeTimer: ReturnType<typeof setTimeout> | undefined;
  #stopWatching: (() => void) | null = null;

  #link: Link | null = null;
  #sequencer: Sequencer | null = null;
  #cursors: Cursors;
  #attempts = 0;
  /** Counts openings, so that one that was overtaken while it read the session knows it. */
  #openings = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #helloTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether this page has been live before with this session: only then can a new link leave a gap. */
  #wasLive = false;
  /** Whether the server keeps a log: unknown until it has greeted once. */
  #hasLog = false;
  #gapReason: GapReason = 'reconnect';
  /** What there is to say of a connection that is live. */
  #note = '';

  constructor(settings: ConnectionSettings, { view, origin, getSession }: ConnectionOptions) {
    this.settings = settings;
    this.#origin = origin;
    this.#view = view;
    this.#storage = new CursorStorage(view, settingsKey(settings));
    this.#cursors = new Cursors(this.#storage.read());
    this.#session = watchSession(settings, view, getSession, () => void this.#open('connecting'));
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** The session id as it was last read; null = nobody is signed in; undefined = it was not read yet. */
  get session(): string | null | undefined {
    return this.#sessionId;
  }

  /** Keeps the connection open until the returned function is called. */
  acquire(): () => void {
    this.#leases += 1;
    clearTimeout(this.#closeTimer);
    if (this.#stopWatching === null) this.#start();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#leases -= 1;
      if (this.#leases === 0) this.#closeTimer = setTimeout(() => this.#stop(), CLOSE_DELAY);
    };
  }

  /** Sends an event to the back end; see {@link Outbox.send}. */
  emit(eventName: string, data: unknown): Promise<unknown> {
    return this.#outbox.send(eventName, data);
  }

  /** Looks whether another person is signed in now. */
  checkSession(): void {
    this.#session.check();
  }

  #start(): void {
    if (this.settings.url === '') {
      this.#setStatus('closed', 'the url is not a web address');
      return;
    }
    this.#stopWatching = watchLifecycle(this.#view, {
      wake: (reason) => this.#wake(reason),
      offline: () => {
        if (this.#status.state === 'reconnecting') this.#setStatus('offline', 'the browser is offline');
      },
      hide: () => this.#pause(),
      storage: () => this.#session.check(),
    });
    this.#session.start();
    void this.#open('connecting');
  }

  #stop(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#session.stop();
    this.#drop();
    this.#storage.flush();
    this.#outbox.reject('nobody listens to this connection any more');
    this.#wasLive = false;
    this.#setStatus('idle', '');
  }

  async #open(state: ConnectionState): Promise<void> {
    this.#drop();
    const opening = (this.#openings += 1);
    this.#setStatus(state, this.#status.reason);
    const { session, changed } = await this.#session.read();
    if (changed) this.#forgetUser();
    this.#sessionId = session;
    this.sessionReads.call(session);
    // Reading may take long: meanwhile the page may have been left, or another link may be on its way.
    if (opening !== this.#openings) return;
    const { settings } = this;
    const transports = transportsOf(settings, this.#attempts);
    const openSocket: LinkOpener = (events) =>
      new SocketLink({ settings, transports, session, origin: this.#origin }, events);
    const openLink = settings.share === 'browser' ? await this.#prepare(session, openSocket) : openSocket;
    if (opening !== this.#openings) return;
    this.#link = openLink({
      opened: () => this.#opened(),
      failed: (reason) => this.#retry(reason),
      refused: (code, reason) => this.#refused(code, reason),
      lost: (reason) => this.#retry(reason),
      packet: (eventName, payload, meta) => this.#packet(eventName, payload, meta),
    });
  }

  async #prepare(session: string | null, openSocket: LinkOpener): Promise<LinkOpener> {
    const page = { view: this.#view, origin: this.#origin, openSocket };
    const { open, problem } = await loadSharedLink(this.settings, session, page);
    this.#note = problem;
    return open;
  }

  #drop(): void {
    this.#openings += 1;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#helloTimer);
    this.#retryTimer = undefined;
    this.#sequencer?.close();
    this.#sequencer = null;
    this.#link?.close();
    this.#link = null;
    this.#outbox.link = null;
  }

  #opened(): void {
    const link = this.#link!;
    this.#attempts = 0;
    // A shared link opens anew, without having been lost, when another tab takes over.
    clearTimeout(this.#helloTimer);
    this.#sequencer?.close();
    this.#sequencer = new Sequencer(this.#cursors, {
      sync: async (request) => readSyncAnswer(await link.request(PACKET.sync, request)),
      deliver: (message) => this.#deliver(message),
      gap: () => this.#gap(),
      broken: () => this.#retry('the gateway did not answer'),
    });
    if (this.#wasLive) this.#awaitHello();
    this.#wasLive = true;
    this.#outbox.link = link;
    this.#setStatus('live', this.#note);
  }

  /** A server without a log cannot say what was missed, so every new link to it is a gap. */
  #awaitHello(): void {
    if (this.#hasLog) this.#helloTimer = setTimeout(() => this.#gap(), HELLO_TIMEOUT);
    else this.#gap();
  }

  #refused(code: RefusalData['code'], reason: string): void {
    this.#link = null;
    if (code === 'limit') this.#retry(reason);
    else this.#setStatus('unauthorised', reason);
  }

  #retry(reason: string): void {
    this.#drop();
    this.#attempts += 1;
    this.#setStatus(this.#view.navigator.onLine ? 'reconnecting' : 'offline', reason);
    this.#retryTimer = setTimeout(
      () => void this.#open(this.#status.state),
      retryDelay(this.#attempts, Math.random()),
    );
  }

  #wake(reason: WakeReason): void {
    this.#session.check();
    if (reason === 'restored' || reason === 'resumed') this.#gapReason = 'resume';
    // A socket that slept may look open and be dead; only a new one tells.
    const suspect = this.#status.state === 'live' && (reason === 'restored' || reason === 'resumed');
    const waits = this.#retryTimer !== undefined || this.#status.state === 'idle';
    if (!suspect && !waits) return;
    this.#attempts = 0;
    void this.#open('reconnecting');
  }

  #pause(): void {
    this.#storage.flush();
    this.#drop();
    this.#setStatus('idle', 'the page is not shown');
  }

  /** Drops what belongs to the person who was signed in, before anything of the next one arrives. */
  #forgetUser(): void {
    this.#outbox.reject('another person is signed in now');
    this.#storage.clear();
    this.#cursors = new Cursors();
    this.#attempts = 0;
    this.#wasLive = false;
    this.sessionChanges.call();
  }

  #packet(eventName: string, payload: unknown, meta: unknown): void {
    if (!eventName.startsWith('dx:')) {
      this.#sequencer?.receive(createMessage(eventName, payload, this.#hasLog ? readMeta(meta) : null));
      return;
    }
    const channels = readChannels(payload);
    if (eventName === PACKET.hello && channels !== null) this.#hello(channels);
    if (eventName === PACKET.position && channels !== null) this.#sequencer?.position(channels);
    if (eventName === PACKET.bye && isSessionEnd(payload)) {
      this.#drop();
      this.#setStatus('unauthorised', 'the session has ended');
    }
  }

  #hello(channels: ChannelPosition[]): void {
    clearTimeout(this.#helloTimer);
    this.#hasLog = true;
    this.#sequencer?.hello(channels);
    this.#saveCursors();
  }

  #deliver(message: DxMessage): void {
    this.messages.deliver(message);
    if (message.meta !== null) this.#saveCursors();
  }

  #saveCursors(): void {
    this.#storage.save(() => this.#cursors.toArray());
  }

  #gap(): void {
    this.gaps.call(this.#gapReason);
    this.#gapReason = 'reconnect';
  }

  #setStatus(state: ConnectionState, reason: string): void {
    if (this.#status.state === state && this.#status.reason === reason) return;
    this.#status = { state, reason };
    this.statusChanges.call(this.#status);
  }
}
