import type { EventMeta } from '../../protocol.js';
import type { Link, LinkDelegate, LinkOpener } from '../transport/link.js';
import type { TabMessage } from './tab-message.js';
import { LatestOffsets } from './latest-offsets.js';

/** The part of the tab that has the socket: it tells the others what comes and sends what they ask for. */
export class Leader {
  readonly #id: string;
  readonly #post: (message: TabMessage) => void;
  readonly #socket: Link;
  readonly #tops = new LatestOffsets();
  #isOpen = false;

  /**
   * @param id of the tab
   * @param post says something to the others
   * @param events what this tab itself hears
   */
  constructor(id: string, post: (message: TabMessage) => void, openSocket: LinkOpener, events: LinkDelegate) {
    this.#id = id;
    this.#post = post;
    this.#socket = openSocket({
      opened: () => {
        this.#isOpen = true;
        post({ type: 'open', from: id, to: null, hello: null });
        events.opened();
      },
      failed: (reason) => {
        post({ type: 'lost', from: id, reason });
        events.failed(reason);
      },
      lost: (reason) => {
        post({ type: 'lost', from: id, reason });
        events.lost(reason);
      },
      refused: (code, reason) => {
        post({ type: 'refused', from: id, code, reason });
        events.refused(code, reason);
      },
      packet: (eventName, payload, meta) => {
        this.#tops.note(eventName, payload, meta);
        post({ type: 'packet', from: id, eventName, payload, meta });
        events.packet(eventName, payload, meta);
      },
    });
  }

  request(eventName: string, payload: unknown, meta: EventMeta | null): Promise<unknown> {
    return this.#socket.request(eventName, payload, this.#forGateway(meta));
  }

  send(eventName: string, payload: unknown, meta: EventMeta | null): void {
    this.#socket.send(eventName, payload, this.#forGateway(meta));
  }

  /** Answers another tab. */
  serve(message: TabMessage): void {
    const from = this.#id;
    if (message.type === 'join' && this.#isOpen)
      this.#post({ type: 'open', from, to: message.from, hello: this.#tops.hello() });
    if (message.type === 'send') this.send(message.eventName, message.payload, message.meta);
    if (message.type !== 'request') return;
    const { from: to, id, eventName, payload, meta } = message;
    this.request(eventName, payload, meta).then(
      (answer) => this.#post({ type: 'answer', from, to, id, answer, error: null }),
      (error: unknown) => this.#post({ type: 'answer', from, to, id, answer: null, error: String(error) }),
    );
  }

  close(): void {
    this.#socket.close();
  }

  /** A server that did not greet takes one value. */
  #forGateway(meta: EventMeta | null): EventMeta | undefined {
    return this.#tops.hello() === null ? undefined : (meta ?? undefined);
  }
}
