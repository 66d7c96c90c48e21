import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../../src/gateway/index.js';
import type { InboxConfiguration } from '../../src/gateway/config/configuration.js';

const APP = 'engines';
const PUSH_KEY = 'engines-push-key';
const FOLDERS = [
  ['/dist/', 'dist'],
  ['/libraries/', 'test/tools/node_modules'],
] as const;

/** A site with a gateway, for browsers of any engine: what a test does with it needs no driver. */
export interface EnginesSite {
  /** Serves a page with these elements. @returns its address */
  page(name: string, body: string | (() => string), how?: Partial<HowToServe>): string;
  /** How often a page was asked for. */
  requests(name: string): number;
  push(eventName: string, message: unknown): Promise<void>;
  login(user: string): Promise<string>;
  /** How many clients are connected. */
  connections(): Promise<number>;
  /** Ends a session, so that nobody connects with it any more; also while the site has vanished. */
  endSession(session: string): Promise<void>;
  /** What pages have sent as `chat-send`, in the order in which it came. */
  said: readonly string[];
  /** Cuts every link without a goodbye; clients may connect again at once. */
  cut(): void;
  /** Cuts every link, and each that comes, until `appear`. */
  vanish(): void;
  appear(): void;
  close(): Promise<void>;
}

/** How a page is served. */
export interface HowToServe {
  /** Beside the content type. */
  headers: Record<string, string>;
  /** What stands in its head, in place of the script. */
  head: string;
}

/** The tag that loads the script. */
export const SCRIPT = `<script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}"></script>`;

/**
 * @param heartbeat as the gateway takes it, in seconds
 * @param inbox what the gateway keeps of alerts; none = nothing
 */
export async function startEnginesSite(
  heartbeat = { interval: 25, timeout: 20 },
  inbox?: InboxConfiguration,
): Promise<EnginesSite> {
  const said: string[] = [];
  const gateway = createGateway({
    heartbeat,
    logLevel: 'silent',
    limits: { loginsPerMinute: 10_000 },
    apps: [
      // Nobody is let in who has not signed in.
      { id: 'members', pushKeys: [PUSH_KEY.replace('engines', 'members')] },
      {
        id: APP,
        pushKeys: [PUSH_KEY],
        anonymous: true,
        ...(inbox && { inbox }),
        users: ['anna', 'boris', 'carla'].map((id) => ({ id, password: id })),
        scenarios: {
          events: {
            'chat-send': async ({ data, user, push }) => {
              said.push((data as { text: string }).text);
              const message = { ...(data as object), user: user?.id ?? 'nobody', at: Date.now() };
              await push({ userID: '*', eventName: 'chat', message });
              return message;
            },
          },
        },
      },
    ],
  });
  const { http } = gateway;
  for (const [prefix, folder] of FOLDERS) {
    const root = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
    await http.register(staticFiles, { root, prefix, decorateReply: false });
  }
  const pages = new Map<string, { render: () => string; headers: Record<string, string> }>();
  const requests = new Map<string, number>();
  http.get<{ Params: { name: string } }>('/page/:name', (request, reply) => {
    const { name } = request.params;
    requests.set(name, (requests.get(name) ?? 0) + 1);
    const page = pages.get(name)!;
    return reply.headers(page.headers).type('text/html; charset=utf-8').send(page.render());
  });
  const links = new Set<Socket>();
  let isGone = false;
  http.server.on('connection', (link: Socket) => {
    if (isGone) link.destroy();
    links.add(link);
    link.on('close', () => links.delete(link));
  });
  const cut = (): void => links.forEach((link) => link.destroy());
  const { url } = await gateway.listen({ port: 0 });
  return {
    page: (name, body, { headers = {}, head = SCRIPT } = {}) => {
      pages.set(name, { headers, render: () => render(head, typeof body === 'string' ? body : body()) });
      return `${url}/page/${name}`;
    },
    requests: (name) => requests.get(name) ?? 0,
    push: async (eventName, message) => {
      await gateway.push(APP, { userID: '*', eventName, message });
    },
    login: async (username) => {
      const response = await fetch(`${url}/good/api/v5/auth`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ appID: APP, provider: 'rest', username, password: username }),
      });
      return ((await response.json()) as { result: { token: string } }).result.token;
    },
    connections: async () => {
      const headers = { Authorization: `Bearer ${PUSH_KEY}` };
      const response = await fetch(`${url}/console/connections`, { headers });
      return ((await response.json()) as { connections: unknown[] }).connections.length;
    },
    endSession: async (sessionID) => {
      const headers = { Authorization: `Bearer ${PUSH_KEY}` };
      await http.inject({ method: 'POST', url: '/revoke', headers, payload: { sessionID } });
    },
    said,
    cut,
    vanish: () => {
      isGone = true;
      cut();
    },
    appear: () => (isGone = false),
    close: () => gateway.close(),
  };
}

const render = (
  head: string,
  body: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
  <title>Engines</title><link rel="icon" href="data:,">
  <script>
    const problems = [];
    addEventListener('error', ({ message }) => problems.push(message));
    addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));
    let refreshed = 0;
    addEventListener('dx-refreshed', () => (refreshed += 1));
  </script>
  ${head}</head><body>${body}</body></html>`;
