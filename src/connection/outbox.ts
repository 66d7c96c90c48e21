import { eventNameProblem } from '../protocol.js';
import type { Link } from './transport/link.js';

/** How long a packet waits for a connection, in milliseconds. */
const WAIT_LIMIT = 10_000;

interface Waiting {
  go(link: Link): void;
  fail(reason: Error): void;
}

/** How an event is sent. */
export interface EmitOptions {
  /**
   * Whether the back end must acknowledge. `true`: without an acknowledgement the promise rejects. `false`: the promise
   * resolves with undefined when the event is sent. Default: as `true` on a server that acknowledges; on one that never
   * did, the promise resolves with undefined after 10 s.
   */
  ack?: boolean;
}

/** Packets from the page to the back end: sent at once on a live link, otherwise when there is one. */
export class Outbox {
  #link: Link | null = null;
  readonly #waiting = new Set<Waiting>();

  set link(link: Link | null) {
    this.#link = link;
    if (link === null) return;
    for (const packet of this.#waiting) packet.go(link);
    this.#waiting.clear();
  }

  /** The server acknowledges: it is a gateway, or has done so before. */
  acknowledges = false;

  /**
   * Sends an event and waits for the back end's acknowledgement. A promise that is left alone causes no "unhandled
   * rejection".
   *
   * @throws TypeError for an event name that cannot be used; Error where no connection comes up within 10 s,
   *   no acknowledgement comes within 10 s, or another person signs in meanwhile
   */
  send(eventName: string, data: unknown, options: EmitOptions = {}): Promise<unknown> {
    const sending = this.#send(eventName, data, options);
    sending.catch(() => undefined);
    return sending;
  }

  async #send(eventName: string, data: unknown, { ack }: EmitOptions): Promise<unknown> {
    const problem = eventNameProblem(eventName);
    if (problem !== null) throw new TypeError(`The event name ${problem}.`);
    const link = this.#link ?? (await this.#nextLink());
    if (ack === false) {
      link.send(eventName, data);
      return undefined;
    }
    try {
      const answer = await link.request(eventName, data);
      this.acknowledges = true;
      return answer;
    } catch (error) {
      // Sent it was. Plain Socket.IO servers rarely acknowledge.
      // A link that another one took over from was there as long as an answer may take.
      const hasArrived = link === this.#link || /timed out/.test(String(error));
      if (ack === undefined && !this.acknowledges && hasArrived) return undefined;
      throw error;
    }
  }

  /** Gives up everything that waits. */
  reject(reason: string): void {
    for (const packet of this.#waiting) packet.fail(new Error(`Not sent: ${reason}.`));
    this.#waiting.clear();
  }

  #nextLink(): Promise<Link> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(packet);
        reject(new Error('Not sent: there is no connection.'));
      }, WAIT_LIMIT);
      const packet: Waiting = {
        go: (link) => {
          clearTimeout(timer);
          resolve(link);
        },
        fail: (reason) => {
          clearTimeout(timer);
          reject(reason);
        },
      };
      this.#waiting.add(packet);
    });
  }
}
