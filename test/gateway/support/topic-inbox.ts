import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { createTopicToken, type GatewayConfiguration, type TopicRules } from '../../../src/gateway/index.js';
import type { ListenAnswer } from '../../../src/protocol.js';
import type { InboxMarked, InboxPage, KeptAlert } from '../../../src/protocol/inbox.js';
import { connect, type Client } from './client.js';
import { keyOf, post, startGateway, testApp, type TestGateway } from './gateway.js';
import { startCluster } from './redis-cluster.js';
import { startRedis } from './redis-server.js';

export const ADMIN = 'the-admin-key-of-the-shop';
const SECRET = 'the topic secret of all tests';
/** Who is let into a topic `team:…`, as `user topic`. */
export const members = new Set<string>();
const topics: TopicRules = {
  'news:*': 'anyone',
  'club:*': 'signed-in',
  'order:*': 'signed',
  'team:*': ({ user, topic }) => members.has(`${user?.id ?? ''} ${topic}`),
};

/** Two apps that keep the alerts of topics, with each kind of rule. */
export const configuration = (): Pick<GatewayConfiguration, 'apps' | 'limits'> => {
  const more = { topics, topicSecret: SECRET, anonymous: true, inbox: { events: ['alert'], maxMessages: 5 } };
  const webPush = { contact: 'mailto:operator@site.example' };
  return {
    apps: [testApp('shop', { ...more, webPush, adminKey: ADMIN }), testApp('blog', more)],
    limits: { loginsPerMinute: 1_000 },
  };
};

const folder = mkdtempSync(join(tmpdir(), 'dx-inbox-topics-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
let names = 0;
/** A topic of its own for each test. */
export const nextOf = (kind: string): string => `${kind}:${(names += 1)}`;

interface Nodes {
  /** Pushes go through this one. */
  one: TestGateway;
  /** Clients are here; without Redis it is the same gateway. */
  other: TestGateway;
}

interface Kept extends Nodes {
  /** Ends the gateway and starts it on what it has kept; in memory it goes on. */
  restart: () => Promise<Nodes>;
}

async function restartable(start: () => Promise<Nodes>): Promise<Kept> {
  let nodes = await start();
  const restart = async () => {
    await Promise.all([nodes.one, nodes.other].map(({ gateway }) => gateway.close()));
    return (nodes = await start());
  };
  return { ...nodes, restart };
}

/** Starts the nodes of a gateway on a store. */
export const KINDS: Record<string, (t: TestContext) => Promise<Kept>> = {
  'in memory': async (t) => {
    const gateway = await startGateway(t, configuration());
    const nodes = { one: gateway, other: gateway };
    return { ...nodes, restart: () => Promise.resolve(nodes) };
  },
  'in a file': (t) => {
    const shared = { ...configuration(), data: join(folder, `${(files += 1)}.db`) };
    return restartable(async () => {
      const gateway = await startGateway(t, shared);
      return { one: gateway, other: gateway };
    });
  },
  'over Redis': async (t) => overRedis(t, (await startRedis(t)).url),
};

/** The same, where a store outlives the gateway, with a Redis Cluster. */
export const LASTING_KINDS: typeof KINDS = {
  'in a file': KINDS['in a file']!,
  'over Redis': KINDS['over Redis']!,
  'over a Redis Cluster': async (t) => overRedis(t, (await startCluster(t, 3, 0)).url),
};

function overRedis(t: TestContext, redis: string): Promise<Kept> {
  const shared = { ...configuration(), redis };
  return restartable(async () => ({
    one: await startGateway(t, shared),
    other: await startGateway(t, shared),
  }));
}

/** What a test does with the nodes. */
export function handlesOf(t: TestContext, { one, other }: Nodes) {
  const headers = { authorization: `Bearer ${keyOf('shop')}` };
  return {
    ...{ one, other, headers },
    admin: { authorization: `Bearer ${ADMIN}` },
    device: async (user: string, app = 'shop', tracked = true) =>
      connect(t, other.url, { app, session: await one.login(app, user), tracked }),
    push: (topic: string, message: unknown, more = {}) =>
      one.push('shop', { topic, eventName: 'alert', message, ...more }),
    revoke: (userID: string, topic: string) => post(`${one.url}/topics/revoke`, { userID, topic }, headers),
  };
}

/** Asks to listen to a topic. @returns whether that is allowed */
export const listen = async ({ socket }: Client, topic: string, token?: string): Promise<boolean> => {
  const answer = (await socket.emitWithAck('dx:listen', { topics: [{ topic, token }] })) as ListenAnswer;
  return answer.channels.length === 1;
};

/** @param topic null = the list of the person */
export const pageOf = ({ socket }: Client, topic: string | null, cursor: string | null = null) =>
  socket.emitWithAck('dx:inbox', { cursor, topic }) as Promise<InboxPage>;

export const mark = ({ socket }: Client, ids: string[], name: string): Promise<InboxMarked> =>
  socket.emitWithAck('dx:inbox-mark', { ids, mark: name }) as Promise<InboxMarked>;

export const idOf = ({ channel, epoch, offset }: KeptAlert): string => `${channel} ${epoch} ${offset}`;

export const texts = ({ alerts }: InboxPage): unknown[] => alerts.map(({ message }) => message);

export const tokenFor = (topic: string, changes: object = {}): string =>
  createTopicToken({ secret: SECRET, app: 'shop', topic, ...changes });
