import type { Middleware } from '@web/dev-server-core';
import type { TestRunnerPlugin } from '@web/test-runner-core';
import type { PushRequest } from '../../src/gateway/index.js';
import { PlainServer, TestGateway } from './test-servers.js';

/** What a page of the test server answers next. */
export interface TestPage {
  html: string;
  status?: number;
  type?: string;
  delay?: number;
  headers?: Record<string, string>;
  redirect?: string;
}

const gateways = new Map<string, TestGateway>();
const plainServers = new Map<string, PlainServer>();
const pages = new Map<string, TestPage>();
const requests = new Map<string, number>();

/** Every command a browser test can give, by name; tests run side by side, so each makes servers of its own. */
const COMMANDS: Record<string, (given: never) => unknown> = {
  'gateway-start': ({ name }: { name: string }) => {
    const gateway = gateways.get(name) ?? new TestGateway();
    gateways.set(name, gateway);
    return gateway.start();
  },
  'gateway-stop': ({ name }: { name: string }) => gateways.get(name)!.stop(),
  'gateway-push': ({ name, push, app }: { name: string; push: PushRequest; app?: string }) =>
    gateways.get(name)!.push(push, app),
  'gateway-push-many': async ({ name, pushes }: { name: string; pushes: PushRequest[] }) => {
    for (const push of pushes) await gateways.get(name)!.push(push);
  },
  'gateway-login': ({ name, user }: { name: string; user: string }) => gateways.get(name)!.login(user),
  'gateway-logout': ({ name, session }: { name: string; session: string }) =>
    gateways.get(name)!.logout(session),
  'gateway-topic-token': ({ name, topic, lifetime }: { name: string; topic: string; lifetime: number }) =>
    gateways.get(name)!.topicToken(topic, lifetime),
  'gateway-revoke-topic': ({ name, user, topic }: { name: string; user: string; topic: string }) =>
    gateways.get(name)!.revokeTopic(user, topic),
  'gateway-connections': ({ name }: { name: string }) => gateways.get(name)!.connections(),
  'gateway-chat': ({ name }: { name: string }) => gateways.get(name)!.chat,
  'plain-start': ({ name }: { name: string }) => {
    plainServers.set(name, new PlainServer());
    return plainServers.get(name)!.start();
  },
  'plain-stop': ({ name }: { name: string }) => plainServers.get(name)!.stop(),
  'plain-emit': ({ name, event }: { name: string; event: [string, ...unknown[]] }) =>
    plainServers.get(name)!.emit(...event),
  'plain-emit-bytes': ({ name, eventName }: { name: string; eventName: string }) =>
    plainServers.get(name)!.emit(eventName, Buffer.from([1, 2, 3])),
  'plain-count': ({ name }: { name: string }) => plainServers.get(name)!.count(),
  'plain-handshakes': ({ name }: { name: string }) => plainServers.get(name)!.handshakes(),
  'plain-hold': ({ name }: { name: string }) => plainServers.get(name)!.hold(),
  'plain-release': ({ name }: { name: string }) => plainServers.get(name)!.release(),
  'plain-heard-by': ({ name }: { name: string }) => plainServers.get(name)!.heardBy(),
  'plain-cut-session': ({ name, session }: { name: string; session: string }) =>
    plainServers.get(name)!.cutSession(session),
  'plain-lag': ({ name, session, lag }: { name: string; session: string; lag: number }) =>
    plainServers.get(name)!.setLag(session, lag),
  'plain-cut': ({ name }: { name: string }) => plainServers.get(name)!.cut(),
  'page-set': ({ path, page }: { path: string; page: TestPage }) => void pages.set(path, page),
  'page-requests': ({ path }: { path: string }) => requests.get(path) ?? 0,
};

/** Lets browser tests start and steer real servers. */
export function testServers(): TestRunnerPlugin {
  return {
    name: 'test-servers',
    async executeCommand({ command, payload }) {
      const run = COMMANDS[command];
      if (run === undefined) return undefined;
      // A command without a result must still answer, or the test waits.
      return (await run(payload as never)) ?? true;
    },
    async serverStop() {
      await Promise.all([...gateways.values()].map((gateway) => gateway.stop()));
      await Promise.all([...plainServers.values()].map((server) => server.stop()));
    },
  };
}

/** Serves the pages that tests set, from the origin of the test itself. */
export const testPages: Middleware = async (context, next) => {
  const page = pages.get(context.path);
  if (page === undefined) {
    await next();
    return;
  }
  requests.set(context.path, (requests.get(context.path) ?? 0) + 1);
  const { html, status = 200, type = 'text/html; charset=utf-8', delay = 0, headers = {}, redirect } = page;
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  if (redirect !== undefined) {
    context.redirect(redirect);
    return;
  }
  context.status = status;
  context.set({ 'Content-Type': type, 'Cache-Control': 'no-store', ...headers });
  context.body = html;
};
