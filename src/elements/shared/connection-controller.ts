import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import type { Connection } from '../../connection/connection.js';
import type { ConnectionStatus, GapReason } from '../../connection/connection-state.js';
import { openHandle, type ConnectionHandle } from '../../connection/connection-registry.js';
import type { PersonChange } from '../../connection/session/person-gate.js';
import { subscribeTo } from '../../connection/status.js';
import type { DxMessage } from '../../data/message.js';
import { connectionFor, registryFor, type HasSettings } from './connection-context.js';

/** What an element wants from its connection. */
export interface ConnectionDelegate {
  /** Names to listen to, `*` = any; none = do not connect. Asked after every update of the element. */
  eventNames: () => readonly string[];
  message: (message: DxMessage) => void;
  /** Messages may have been missed. */
  gap?: (reason: GapReason) => void;
  status?: (status: ConnectionStatus) => void;
  /** Something is known of the person who is signed in. Comes before anything of that person arrives. */
  person?: (change: PersonChange) => void;
}

const NOT_LISTENING: ConnectionStatus = { state: 'idle', reason: 'listens to nothing' };

type Host = ReactiveElement & HasSettings & { topic?: string | null; topicToken?: string | null };

/**
 * Keeps an element subscribed to what it asks for.
 *
 * It compares with what was applied last instead of reacting to single attributes: builders remove and add all
 * attributes of an element at every edit, and an element moved in the page leaves and returns within one task.
 */
export class ConnectionController implements ReactiveController {
  readonly #host: Host;
  readonly #wishes: ConnectionDelegate;
  #handle: ConnectionHandle | null = null;
  #connection: Connection | null = null;
  #applied = '';
  #stopSettings: (() => void) | null = null;
  #stopPerson: (() => void) | null = null;

  constructor(host: Host, wishes: ConnectionDelegate) {
    this.#host = host;
    this.#wishes = wishes;
    host.addController(this);
  }

  /** The lease that is held; null while the element listens to nothing. */
  get handle(): ConnectionHandle | null {
    return this.#handle;
  }

  hostConnected(): void {
    this.#stopSettings = registryFor(this.#host)?.settingsChanges.add(() => this.#reconcile()) ?? null;
    if (this.#host.isUpdatePending) return;
    this.#reconcile();
  }

  hostUpdated(): void {
    this.#reconcile();
  }

  hostDisconnected(): void {
    this.#stopSettings?.();
    this.#stopSettings = null;
    this.#release();
  }

  #reconcile(): void {
    const names = this.#host.isConnected ? this.#wishes.eventNames() : [];
    const connection = names.length === 0 ? null : connectionFor(this.#host);
    if (connection === null) {
      const wasHeld = this.#handle !== null;
      this.#release();
      // The connection may stay for others, and has nothing more to tell this one.
      if (wasHeld) this.#wishes.status?.(NOT_LISTENING);
      return;
    }
    const { topic = null, topicToken } = this.#host;
    const wanted = JSON.stringify([names, topic, topic === null || topicToken]);
    if (connection === this.#connection && wanted === this.#applied) return;
    const former = this.#handle;
    this.#subscribe(connection, names);
    this.#applied = wanted;
    // Only now, so that a connection that both need is never without a lease.
    former?.close();
  }

  #subscribe(connection: Connection, names: readonly string[]): void {
    const handle = openHandle(connection);
    this.#handle = handle;
    this.#connection = connection;
    const { gap, status } = this.#wishes;
    const { topic = null, topicToken: token } = this.#host;
    // An empty topic is one that nobody may listen to, and never everybody.
    const source = topic === null ? handle : handle.topic(topic, { token });
    this.#watchPerson(connection);
    if (gap) handle.onGap(gap);
    if (status) subscribeTo(source, status);
    if (names.includes('*')) source.onAny(this.#wishes.message);
    else for (const name of names) source.on(name, this.#wishes.message);
  }

  #watchPerson(connection: Connection): void {
    this.#stopPerson?.();
    const { person } = this.#wishes;
    if (person === undefined) return;
    this.#stopPerson = connection.personChanges.add(person);
    const { scope } = connection;
    if (scope !== null) person({ type: 'known', scope });
  }

  #release(): void {
    this.#stopPerson?.();
    this.#stopPerson = null;
    this.#handle?.close();
    this.#handle = null;
    this.#connection = null;
    this.#applied = '';
  }
}
