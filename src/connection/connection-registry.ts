import { eventNameProblem } from '../protocol.js';
import { warnOnce } from '../warn.js';
import type { DxMessage } from '../data/message.js';
import { Connection } from './connection.js';
import type { ConnectionState, ConnectionStatus, GapReason } from './connection-state.js';
import { Listeners } from './listeners.js';
import { tabIdOf, sendTabId } from './tab-id.js';
import { openTopic, type TopicHandle } from './topics/topic-handle.js';
import type { TopicOptions } from './topics/topic.js';
import type { EmitOptions } from './outbox.js';
import { resolveSettings, settingsKey, type ResolvedSettings } from './resolve-settings.js';
import type { ConfigureOptions, WrittenSettings } from './settings.js';

/** Version of the shape below. A copy of the script that speaks another one keeps to itself. */
const HUB_VERSION = 3;
const HUB = Symbol.for('dx-realtime');

/**
 * What all copies of the script on one page share: one connection per server, app and session source.
 * It hangs on the page's window, so that a second script tag or a second bundle finds it.
 */
export class ConnectionRegistry {
  readonly version = HUB_VERSION;
  /** Called when settings of the page change: `configure()`, a `<dx-connection>`, the script tag. */
  readonly settingsChanges = new Listeners<[]>();
  /** What several elements do to the same target, kept here so that script copies agree on it too. */
  readonly shared = new Map<string, unknown>();

  readonly #view: Window;
  readonly #connections = new Map<string, Connection>();
  #configured: ConfigureOptions = {};
  #script: WrittenSettings = {};
  #ofPage: Connection | null = null;

  constructor(view: Window) {
    this.#view = view;
  }

  /** Sets defaults for the page; later calls add to earlier ones. */
  configure(options: ConfigureOptions): void {
    // Another getter means other sessions, which connections of the former one know nothing about.
    const isOther = (name: 'getSession' | 'getPerson' | 'getTopicToken'): boolean =>
      options[name] !== undefined && options[name] !== this.#configured[name];
    if (isOther('getSession') || isOther('getPerson') || isOther('getTopicToken')) this.#connections.clear();
    this.#configured = { ...this.#configured, ...options };
    if (options.sendOrigin === true) sendTabId(this.shared, this.#view as Window & typeof globalThis);
    this.settingsChanged();
  }

  /** Takes the `data-*` attributes of the script tag. */
  configureByScript(script: WrittenSettings): void {
    // A second tag without settings of its own leaves those of the first.
    if (Object.values(script).every((value) => value === null || value === undefined)) return;
    this.#script = script;
    this.settingsChanged();
  }

  /** Tells all elements that a setting of the page may be another one now. */
  settingsChanged(): void {
    this.#ofPage = null;
    this.settingsChanges.call();
  }

  /**
   * The connection of the elements that have no settings of their own.
   *
   * @param find the settings in the page; asked once for all elements of a task
   */
  pageConnection(find: () => readonly WrittenSettings[]): Connection {
    if (this.#ofPage !== null) return this.#ofPage;
    this.#ofPage = this.connection(this.resolve(find()));
    // Later the page may have changed without a word: whose tag nobody has registered tells of nothing.
    setTimeout(() => (this.#ofPage = null));
    return this.#ofPage;
  }

  /** @param written what elements say, the most important first */
  resolve(written: readonly WrittenSettings[]): ResolvedSettings {
    return resolveSettings([...written, this.#script], this.#configured, this.#view.document.baseURI);
  }

  connection(settings: ResolvedSettings): Connection {
    const key = settingsKey(settings);
    let connection = this.#connections.get(key);
    if (connection === undefined) {
      connection = new Connection(settings, {
        view: this.#view,
        origin: tabIdOf(this.shared),
        getters: this.#configured,
      });
      this.#connections.set(key, connection);
    }
    return connection;
  }

  /** Looks at once whether another person is signed in, instead of at the next check. */
  checkSessions(): void {
    for (const connection of this.#connections.values()) connection.checkSession();
  }
}

/** Hubs beside one of another version, per page. */
const separateHubs = new WeakMap<Window, ConnectionRegistry>();

/** The hub of a page. */
export function registryOf(view: Window): ConnectionRegistry {
  const page = view as unknown as Record<symbol, ConnectionRegistry | undefined>;
  const found = page[HUB] ?? (page[HUB] = new ConnectionRegistry(view));
  if ((found.version as number) === HUB_VERSION) return found;
  warnOnce('two versions of dx-realtime are on this page; each opens a connection of its own');
  const separate = separateHubs.get(view) ?? new ConnectionRegistry(view);
  separateHubs.set(view, separate);
  return separate;
}

/** A lease on a shared connection, with its own listeners. */
export interface ConnectionHandle {
  readonly state: ConnectionState;
  /** Why it is in that state, for people who debug; empty where there is nothing to say. */
  readonly reason: string;
  /** Listens to one event name; returns the way to stop. */
  on(eventName: string, listener: (message: DxMessage) => void): () => void;
  /** Listens to every event. */
  onAny(listener: (message: DxMessage) => void): () => void;
  /** Hears when messages may have been missed. */
  onGap(listener: (reason: GapReason) => void): () => void;
  onStatusChange(listener: (status: ConnectionStatus) => void): () => void;
  /** Hears when another person is signed in: what the former one was shown must go. */
  onSessionChange(listener: () => void): () => void;
  /**
   * Sends an event to the back end and gives its acknowledgement. On a server that never acknowledges it gives
   * undefined after 10 s.
   *
   * @param options `{ ack: false }`: no acknowledgement is waited for; `{ ack: true }`: without one it rejects, on every
   *   server
   * @throws TypeError for a reserved event name; Error where nothing answers within 10 s or the person changes. A
   *   promise that is left alone causes no "unhandled rejection"
   * @example const { id } = await connection.emit('order', { lines });
   */
  emit(eventName: string, data?: unknown, options?: EmitOptions): Promise<unknown>;
  /**
   * Sends an event to which no answer is wanted; where it cannot be sent within 10 s the console says so.
   *
   * @throws TypeError for a reserved event name
   * @example connection.send('join', 'orders');
   */
  send(eventName: string, data?: unknown): void;
  /**
   * Listens to a topic: what is pushed to it is heard here, and by nobody who does not. It ends with this handle at the
   * latest.
   *
   * @example connection.topic('order:42', { token }).on('changed', ({ data }) => show(data));
   */
  topic(name: string, options?: TopicOptions): TopicHandle;
  /** Ends the lease and all listeners of this handle. */
  close(): void;
}

/** Takes a lease on a connection. */
export function openHandle(connection: Connection): ConnectionHandle {
  const undo = new Set<() => void>();
  const release = connection.acquire();
  const keep = (stop: () => void): (() => void) => {
    const once = (): void => {
      undo.delete(once);
      stop();
    };
    undo.add(once);
    return once;
  };
  let closed = false;
  return {
    get state() {
      return closed ? 'closed' : connection.status.state;
    },
    get reason() {
      return connection.status.reason;
    },
    on: (eventName, listener) => keep(connection.messages.add(eventName, listener)),
    onAny: (listener) => keep(connection.messages.addToAny(listener)),
    onGap: (listener) => keep(connection.gaps.add(listener)),
    onStatusChange: (listener) => keep(connection.status.listen(listener)),
    onSessionChange: (listener) =>
      keep(connection.personChanges.add(({ type }) => type === 'left' && listener())),
    emit: (eventName, data, options) => connection.emit(eventName, data, options),
    send: (eventName, data) => send(connection, eventName, data),
    topic(name, options = {}) {
      const topic = openTopic(connection, name, options);
      undo.add(topic.close);
      return topic;
    },
    close() {
      if (closed) return;
      closed = true;
      for (const stop of [...undo]) stop();
      release();
    },
  };
}

function send(connection: Connection, eventName: string, data: unknown): void {
  const problem = eventNameProblem(eventName);
  if (problem !== null) throw new TypeError(`The event name ${problem}.`);
  connection.emit(eventName, data, { ack: false }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    warnOnce(`the event "${eventName}" was not sent: ${reason}`);
  });
}
