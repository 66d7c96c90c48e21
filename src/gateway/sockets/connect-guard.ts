import { AdmissionError } from './admission.js';
import { cut, type SlowConsumerOptions } from './slow-consumers.js';
import type { EngineConnection, GatewaySocket } from './types.js';

/** How often a client may ask to be admitted over one transport: with another session after a refusal. */
const MAX_CONNECTS = 10;

interface Connects {
  count: number;
  isPending: boolean;
}

/**
 * Lets each transport ask for one admission at a time, and cuts off those that ask for more. Socket.IO decides each
 * CONNECT packet alone, so that one transport could become many connections.
 */
export class ConnectGuard {
  readonly #connects = new WeakMap<EngineConnection, Connects>();
  readonly #services: SlowConsumerOptions;

  constructor(services: SlowConsumerOptions) {
    this.#services = services;
  }

  /**
   * Admits a socket unless its transport already asks.
   *
   * @throws AdmissionError, also that of `admit`
   */
  async admit(socket: GatewaySocket, admit: () => Promise<void>): Promise<void> {
    const connection = socket.conn as unknown as EngineConnection;
    const state = this.#connects.get(connection) ?? { count: 0, isPending: false };
    this.#connects.set(connection, state);
    state.count += 1;
    if (state.isPending || state.count > MAX_CONNECTS) {
      this.#cutOff(connection);
      throw new AdmissionError('limit', 'A connection asks to be admitted once at a time.');
    }
    state.isPending = true;
    await admit().finally(() => (state.isPending = false));
  }

  #cutOff(connection: EngineConnection): void {
    if (connection.readyState !== 'open') return;
    const said = 'a connection was cut off because it asked to be admitted again and again';
    this.#services.log.warn({ reason: 'connects' }, said);
    cut(connection, 'connects', this.#services);
  }
}
