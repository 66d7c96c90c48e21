import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import type { Connection } from '../../connection/connection.js';
import type { ConnectionStatus } from '../../connection/connection-state.js';
import { connectionFor, registryFor, type HasSettings } from './connection-context.js';

type Host = ReactiveElement & HasSettings;

/**
 * Watches the state of the connection around an element without a lease: an element that only tells of it opens
 * nothing.
 */
export class StatusController implements ReactiveController {
  readonly #host: Host;
  readonly #isWanted: () => boolean;
  readonly #changed: (status: ConnectionStatus, connection: Connection) => void;
  #connection: Connection | null = null;
  #stopSettings: (() => void) | null = null;
  #stopStatus: (() => void) | null = null;

  /**
   * @param isWanted asked after every update of the host
   * @param changed called with every new state, and at once with the present one where another connection is watched
   */
  constructor(
    host: Host,
    isWanted: () => boolean,
    changed: (status: ConnectionStatus, connection: Connection) => void,
  ) {
    this.#host = host;
    this.#isWanted = isWanted;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stopSettings = registryFor(this.#host)?.settingsChanges.add(() => this.#reconcile()) ?? null;
    if (!this.#host.isUpdatePending) this.#reconcile();
  }

  hostUpdated(): void {
    this.#reconcile();
  }

  hostDisconnected(): void {
    this.#stopSettings?.();
    this.#stopSettings = null;
    this.#watch(null);
  }

  #reconcile(): void {
    this.#watch(this.#host.isConnected && this.#isWanted() ? connectionFor(this.#host) : null);
  }

  #watch(connection: Connection | null): void {
    if (connection === this.#connection) return;
    this.#stopStatus?.();
    this.#connection = connection;
    this.#stopStatus = null;
    if (connection === null) return;
    this.#stopStatus = connection.status.subscribe((status) => this.#changed(status, connection));
  }
}
