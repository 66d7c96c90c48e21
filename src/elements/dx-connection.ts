import type { Connection } from '../connection/connection.js';
import type { ConnectionState, ConnectionStatus } from '../connection/connection-state.js';
import { connectionFor, registryFor } from './shared/connection-context.js';
import { ConnectionSettingsMixin } from './shared/connection-settings-mixin.js';
import { DxElement } from './shared/event-element.js';
import { dispatch } from './shared/dispatch.js';
import { NO_BOX, renderPlaceholderOrContent } from './shared/placeholder.js';

/** `detail` of `dx-connection-change`. */
export interface ConnectionChangeDetail extends ConnectionStatus {
  /** Origin of the server. */
  url: string;
}

/**
 * Settings for the page: where and as whom its elements listen. Applies to the elements inside it; the first one
 * of the page also to all that lie in none. Draws nothing, and opens nothing by itself.
 *
 * @summary Connection settings for the elements of a page.
 * @tag dx-connection
 * @fires {CustomEvent<ConnectionChangeDetail>} dx-connection-change - The connection got another state. Bubbles.
 */
export class DxConnection extends ConnectionSettingsMixin(DxElement) {
  static override readonly hostStyles = NO_BOX;
  #connection: Connection | null = null;
  #stop: (() => void) | null = null;

  /** Where the connection is; `idle` while nobody listens. */
  get state(): ConnectionState {
    return this.#connection?.status.state ?? 'idle';
  }

  /** Why it is there, for people who debug. */
  get reason(): string {
    return this.#connection?.status.reason ?? '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = null;
    this.#connection = null;
    registryFor(this)?.settingsChanged();
  }

  protected override updated(): void {
    const isEmpty = this.isDesignMode && this.childElementCount === 0;
    renderPlaceholderOrContent(this, isEmpty ? 'Connection' : null);
    this.#observe();
    registryFor(this)?.settingsChanged();
  }

  /** Watches the state without a lease: a page that only has settings needs no socket. */
  #observe(): void {
    const connection = this.isDesignMode ? null : connectionFor(this);
    if (connection === null || connection === this.#connection) return;
    this.#stop?.();
    this.#connection = connection;
    this.#stop = connection.status.listen((status) => this.#dispatch(connection, status));
  }

  #dispatch(connection: Connection, status: ConnectionStatus): void {
    const detail: ConnectionChangeDetail = { ...status, url: connection.settings.url };
    dispatch(this, 'dx-connection-change', detail);
  }
}
