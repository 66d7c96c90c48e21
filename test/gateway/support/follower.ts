import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { io, type Socket } from 'socket.io-client';
import { Cursors } from '../../../src/connection/replay/cursors.js';
import { createMessage } from '../../../src/data/message.js';
import { Sequencer } from '../../../src/connection/replay/sequencer.js';
import type { Hello, MessageMeta, Position, SyncAnswer } from '../../../src/protocol.js';

/** A client with the rule of the package: its own cursors and sequencer over a plain Socket.IO client. */
export interface Follower {
  /** What was delivered, in order. */
  messages: unknown[];
  /** How often it was told that messages may be lost. */
  gaps: number;
  /** How often it connected. */
  connections: number;
  /** Whether it is connected and has been greeted. */
  isLive: boolean;
  socket: Socket;
}

export interface FollowerChoice {
  app: string;
  session?: string | null;
  /** Tried in turn. */
  urls: string[];
  /** Which of them first. */
  first?: number;
  transports?: string[];
  /** The certificate to trust, where the addresses are of TLS. */
  certificate?: string;
  /** Whether to ask for offsets; without, it is the control. */
  tracked?: boolean;
}

/** Opens a client that comes back by itself, to the next address in turn. */
export function follow(test: Pick<TestContext, 'after'>, choice: FollowerChoice): Follower {
  const { app, session = null, urls, transports = ['websocket'], tracked = true } = choice;
  const cursors = new Cursors();
  let attempt = choice.first ?? 0;
  let closed = false;
  // As a page of the package: neither cookies nor credentials, and one id for all its connections.
  const page = randomUUID();
  const follower: Follower = {
    messages: [],
    gaps: 0,
    connections: 0,
    isLive: false,
    socket: undefined as unknown as Socket,
  };

  const connect = () => {
    const socket = io(urls[attempt++ % urls.length], {
      auth: { app_id: app, session_id: session },
      ...{ forceNew: true, reconnection: false, timeout: 3000, transports },
      ...(choice.certificate !== undefined && { ca: choice.certificate }),
      query: { 'dx-origin': page, ...(tracked && { dx: '1' }) },
    });
    follower.socket = socket;
    const again = () => {
      if (closed || follower.socket !== socket) return;
      follower.isLive = false;
      sequencer.close();
      socket.disconnect();
      // The spread of a real client, shortened so that a test does not wait.
      setTimeout(connect, 50 + Math.random() * 250);
    };
    const sequencer = new Sequencer(cursors, {
      sync: async (request) => {
        const answer = (await socket.timeout(5000).emitWithAck('dx:sync', request)) as SyncAnswer;
        // Instead of channels the gateway may answer with an error, as it does while Redis is away.
        if (!Array.isArray(answer.channels)) throw new Error('the sync was refused');
        return answer;
      },
      deliver: ({ data }) => void follower.messages.push(data),
      gap: () => (follower.gaps += 1),
      broken: again,
    });
    socket.on('connect', () => {
      follower.connections += 1;
      if (!tracked) follower.isLive = true;
    });
    socket.on('connect_error', again);
    socket.on('disconnect', again);
    socket.onAny((eventName: string, data: unknown, meta?: MessageMeta) => {
      if (eventName === 'dx:hello') {
        follower.isLive = true;
        sequencer.hello((data as Hello).channels);
      } else if (eventName === 'dx:position') sequencer.position((data as Position).channels);
      else if (!eventName.startsWith('dx:')) sequencer.receive(createMessage(eventName, data, meta ?? null));
    });
  };

  connect();
  test.after(() => {
    closed = true;
    follower.socket.disconnect();
  });
  return follower;
}

/** What is wrong with a list of numbers that should be 1 to `count`, each once and in order; null = nothing. */
export function faultIn(messages: readonly unknown[], count: number): string | null {
  const seen = new Set(messages);
  const lost = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !seen.has(number));
  const doubled = messages.length - seen.size;
  const turned = messages.filter((value, index) => index > 0 && Number(messages[index - 1]) > Number(value));
  if (lost.length + doubled + turned.length === 0) return null;
  return `lost ${lost.length} (${lost.slice(0, 5).join(', ')}), doubled ${doubled}, out of order ${turned.length}`;
}
