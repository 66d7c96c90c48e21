import { randomId } from '../../data/random-id.js';
import { PACKET, type EventMeta } from '../../protocol.js';
import type { Link, LinkDelegate, LinkOpener } from '../transport/link.js';
import { Election } from './election.js';
import { Leader } from './leader.js';
import { Heartbeat } from './heartbeat.js';
import type { TabMessage } from './tab-message.js';
import { PendingRequests } from './pending-requests.js';

export interface SharedLinkOptions {
  /** Of the lock and the channel: the same for tabs that may share, and for no others. */
  name: string;
  view: Window;
  /** Id of this tab. */
  origin: string;
  openSocket: LinkOpener;
}

/**
 * A link over the one socket of the browser: one tab leads and has the socket, the others follow. Each tab keeps its
 * own cursors and puts the packets in order itself, so that what is lost or doubled when another tab takes over is
 * found as after any other break.
 */
export class SharedLink implements Link {
  readonly #id = randomId();
  readonly #options: SharedLinkOptions;
  readonly #channel: BroadcastChannel;
  readonly #election: Election;
  readonly #watch: Heartbeat;
  readonly #pending = new PendingRequests();
  readonly #ended = new AbortController();
  #events: LinkDelegate | null;
  /** This tab leads. */
  #leader: Leader | null = null;
  /** Whose packets count; null = nobody is connected yet. */
  #followed: string | null = null;

  constructor(options: SharedLinkOptions, events: LinkDelegate) {
    const { name, view } = options;
    this.#options = options;
    this.#events = events;
    this.#channel = new BroadcastChannel(name);
    this.#channel.addEventListener('message', ({ data }) => this.#receive(data as TabMessage));
    this.#election = new Election(view.navigator.locks, name, {
      won: () => this.#lead(),
      deposed: () => this.#lose('another tab took over'),
    });
    this.#watch = new Heartbeat(view.document, {
      ask: () => this.#election.hasLock || this.#post({ type: 'ping', from: this.#id }),
      hangs: () => this.#election.hasLock || this.#depose(),
    });
    // A frozen tab passes nothing on.
    const freeze = (): void => {
      if (this.#leader !== null) this.#end((events) => events.lost('the tab is frozen'));
    };
    view.document.addEventListener('freeze', freeze, { signal: this.#ended.signal });
    this.#post({ type: 'join', from: this.#id });
  }

  request(eventName: string, payload: unknown, given?: EventMeta): Promise<unknown> {
    // What the script itself asks is the same for every tab.
    const meta = given ?? (eventName.startsWith('dx:') ? null : this.#meta);
    if (this.#leader !== null) return this.#leader.request(eventName, payload, meta);
    return this.#pending.add((id) =>
      this.#post({ type: 'request', from: this.#id, id, eventName, payload, meta }),
    );
  }

  send(eventName: string, payload: unknown, given?: EventMeta): void {
    const meta = given ?? this.#meta;
    if (this.#leader !== null) this.#leader.send(eventName, payload, meta);
    else this.#post({ type: 'send', from: this.#id, eventName, payload, meta });
  }

  close(): void {
    this.#events = null;
    this.#ended.abort();
    this.#watch.stop();
    this.#leader?.close();
    this.#leader = null;
    this.#election.resign();
    this.#channel.close();
    this.#pending.rejectAll('The connection was closed.');
  }

  get #meta(): EventMeta {
    return { origin: this.#options.origin };
  }

  #post(message: TabMessage): void {
    this.#channel.postMessage(message);
  }

  /** The others wait as long for this tab as they did for the former: else one after the other would take its lock. */
  #depose(): void {
    this.#post({ type: 'pong', from: this.#id });
    this.#election.steal();
  }

  #lead(): void {
    this.#followed = this.#id;
    const post = (message: TabMessage): void => this.#post(message);
    this.#leader = new Leader(this.#id, post, this.#options.openSocket, {
      opened: () => this.#opened(),
      failed: (reason) => this.#end((tell) => tell.failed(reason)),
      lost: (reason) => this.#end((events) => events.lost(reason)),
      refused: (code, reason) => this.#end((tell) => tell.refused(code, reason)),
      packet: (eventName, payload, meta) => this.#events?.packet(eventName, payload, meta),
    });
  }

  #opened(): void {
    this.#events?.opened();
    this.#pending.rejectAll('The tab that was connected is gone.');
  }

  #lose(reason: string): void {
    this.#post({ type: 'lost', from: this.#id, reason });
    this.#end((events) => events.lost(reason));
  }

  #end(report: (events: LinkDelegate) => void): void {
    const events = this.#events;
    if (events === null) return;
    this.close();
    report(events);
  }

  #receive(message: TabMessage): void {
    if (this.#events === null) return;
    if (message.type === 'ping' && this.#election.hasLock) this.#post({ type: 'pong', from: this.#id });
    else if (message.type === 'pong') this.#watch.heard();
    else if (this.#leader !== null) this.#leader.serve(message);
    else if (message.type === 'open') this.#follow(message);
    // A tab that hung may go on telling what it had before it notices that another one leads.
    else if (this.#followed === null || message.from === this.#followed) this.#hear(message);
  }

  #follow({ from, to, hello }: TabMessage & { type: 'open' }): void {
    if (to !== null && (to !== this.#id || this.#followed === from)) return;
    this.#watch.heard();
    this.#followed = from;
    this.#opened();
    if (hello !== null) this.#events?.packet(PACKET.hello, hello, undefined);
  }

  #hear(message: TabMessage): void {
    this.#watch.heard();
    if (message.type === 'lost') this.#end((events) => events.lost(message.reason));
    if (message.type === 'refused') this.#end((tell) => tell.refused(message.code, message.reason));
    if (this.#followed === null) return;
    if (message.type === 'packet') this.#events?.packet(message.eventName, message.payload, message.meta);
    if (message.type === 'answer' && message.to === this.#id)
      this.#pending.settle(message.id, ({ resolve, reject }) =>
        message.error === null ? resolve(message.answer) : reject(new Error(message.error)),
      );
  }
}
