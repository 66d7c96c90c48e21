import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Server as SocketServer } from 'socket.io';
import { createGateway, createTopicToken, type Gateway, type PushRequest } from '../../src/gateway/index.js';

/** The app of the tests. Anonymous clients may listen; each user's password is the name. */
const APP = 'test';
const PUSH_KEY = 'push-key-of-tests';
const TOPIC_SECRET = 'test-topic-secret';

/** A conversation that a back end keeps: each id once. It outlives the gateway, as a database would. */
interface TestChat {
  messages: { id: string; user: string; text: string; at: number }[];
  /** How often a message was sent to the back end, repeats included. */
  sends: number;
}

function makeGateway(chat: TestChat): Gateway {
  return createGateway({
    logLevel: 'silent',
    position: 1,
    limits: { loginsPerMinute: 10_000 },
    apps: [
      {
        id: APP,
        pushKeys: [PUSH_KEY],
        anonymous: true,
        allowedOrigins: '*',
        users: ['anna', 'boris'].map((id) => ({ id, password: id })),
        topics: { 'news:*': 'anyone', 'order:*': 'signed', 'mine:*': 'signed-in' },
        topicSecret: TOPIC_SECRET,
        scenarios: {
          events: {
            echo: ({ data, user }) => ({ data, user: user?.id ?? null }),
            'push-me': async ({ user, push, data }) => {
              await push({ userID: user?.id ?? '*', eventName: 'pushed-back', message: data });
              return 'done';
            },
            'chat-send': async ({ user, push, data }) => {
              const { id, text } = data as { id: string; text: string };
              if (text === 'refuse me') return { error: 'Not with us.' };
              chat.sends += 1;
              const known = chat.messages.find((message) => message.id === id);
              if (known !== undefined) return known;
              const message = { id, user: user?.id ?? 'nobody', text, at: Date.now() };
              chat.messages.push(message);
              // The answer is lost, and so is the push.
              if (text.includes('no answer')) return new Promise(() => undefined);
              await push({ userID: '*', eventName: 'chat', message, id });
              return message;
            },
            'chat-typing': async ({ user, push }) => {
              await push({ userID: '*', eventName: 'chat-typing', message: { user: user?.id ?? 'nobody' } });
            },
          },
          data: { 'chat/history': () => chat.messages },
        },
      },
      {
        id: 'closed',
        pushKeys: ['closed-push-key-of-tests'],
        allowedOrigins: '*',
        users: [{ id: 'anna', password: 'anna' }],
      },
    ],
  });
}

/**
 * Ports of all servers so far. The system may give the port of a server that is gone to another one, where a browser would
 * find what it kept of the first.
 */
const usedPorts = new Set<number>();
const portOf = (url: string): number => Number(new URL(url).port);

/** A gateway that can be stopped and started on the same port, and killed without a goodbye. */
export class TestGateway {
  #gateway: Gateway | null = null;
  #port = 0;
  readonly chat: TestChat = { messages: [], sends: 0 };
  url = '';

  async start(): Promise<string> {
    this.#gateway = makeGateway(this.chat);
    const { url } = await this.#gateway.listen({ port: this.#port });
    if (this.#port === 0 && usedPorts.has(portOf(url))) {
      await this.#gateway.close();
      return this.start();
    }
    this.url = url;
    this.#port = portOf(url);
    usedPorts.add(this.#port);
    return url;
  }

  async stop(): Promise<void> {
    await this.#gateway?.close();
    this.#gateway = null;
  }

  push(request: PushRequest, app = APP): Promise<unknown> {
    return this.#gateway!.push(app, request);
  }

  async login(username: string): Promise<string> {
    const response = await fetch(`${this.url}/good/api/v5/auth`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ appID: APP, provider: 'rest', username, password: username }),
    });
    const answer = (await response.json()) as { result: { token: string } };
    return answer.result.token;
  }

  async logout(sessionID: string): Promise<void> {
    await fetch(
      `${this.url}/good/api/v4/auth/logout?${new URLSearchParams({ appID: APP, sessionID }).toString()}`,
    );
  }

  /** A token with which anna or whoever else has it may listen, for so many seconds. */
  topicToken(topic: string, lifetime: number): string {
    return createTopicToken({ secret: TOPIC_SECRET, app: APP, topic, lifetime });
  }

  async revokeTopic(userID: string, topic: string): Promise<void> {
    await fetch(`${this.url}/topics/revoke`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${PUSH_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ userID, topic }),
    });
  }

  /** Who is connected, as the console sees it. */
  async connections(): Promise<{ user: string | null; id: string }[]> {
    const response = await fetch(`${this.url}/console/connections`, {
      headers: { Authorization: `Bearer ${PUSH_KEY}` },
    });
    return ((await response.json()) as { connections: { user: string | null; id: string }[] }).connections;
  }
}

const sessionOf = ({ handshake }: { handshake: { auth: object } }): string =>
  (handshake.auth as { session_id?: string }).session_id ?? '';

/** A Socket.IO server that knows nothing of this project, as the stock endpoint. */
export class PlainServer {
  readonly #http = createServer();
  readonly #sockets = new SocketServer(this.#http, { cors: { origin: '*' }, serveClient: false });
  readonly #heard: unknown[] = [];
  #held: Promise<void> | null = null;
  #release: (() => void) | null = null;
  /** Sessions over whose connections something was heard. */
  readonly #speakers = new Set<string>();
  readonly #lags = new Map<string, number>();
  readonly #lines = new Set<Socket>();
  url = '';

  async start(): Promise<string> {
    this.#sockets.use((socket, next) => {
      const admit = (): void => next(sessionOf(socket) === 'dead' ? new Error('session is dead') : undefined);
      if (this.#held === null) admit();
      else void this.#held.then(admit);
    });
    this.#sockets.on('connection', (socket) => {
      socket.onAny((...event: unknown[]) => {
        this.#heard.push(event);
        this.#speakers.add(sessionOf(socket));
      });
    });
    this.#http.on('connection', (line) => {
      this.#lines.add(line);
      line.on('close', () => this.#lines.delete(line));
    });
    do {
      this.#http.close();
      await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
      this.url = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
    } while (usedPorts.has(portOf(this.url)));
    usedPorts.add(portOf(this.url));
    return this.url;
  }

  emit(eventName: string, ...given: unknown[]): void {
    for (const socket of this.#sockets.sockets.sockets.values()) {
      const lag = this.#lags.get(sessionOf(socket));
      if (lag === undefined) socket.emit(eventName, ...given);
      else setTimeout(() => socket.emit(eventName, ...given), lag);
    }
  }

  /** Lets those who come from now on wait for {@link PlainServer.release}. */
  hold(): void {
    this.#held = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#held = null;
    this.#release?.();
  }

  heardBy(): string[] {
    return [...this.#speakers];
  }

  cutSession(session: string): void {
    for (const socket of this.#sockets.sockets.sockets.values())
      if (sessionOf(socket) === session) socket.disconnect(true);
  }

  setLag(session: string, lag: number): void {
    this.#lags.set(session, lag);
  }

  /** What the clients sent in their handshakes. */
  handshakes(): unknown[] {
    return [...this.#sockets.sockets.sockets.values()].map(({ handshake }) => handshake.auth);
  }

  count(): number {
    return this.#sockets.engine.clientsCount;
  }

  /** Cuts every link without a goodbye. */
  cut(): void {
    for (const socket of this.#sockets.sockets.sockets.values()) socket.conn.close();
  }

  /** Socket.IO waits half a minute for a page that is gone. */
  async stop(): Promise<void> {
    const closed = this.#sockets.close();
    const patience = setTimeout(() => {
      for (const line of this.#lines) line.destroy();
    }, 1_000);
    await closed;
    clearTimeout(patience);
  }
}
