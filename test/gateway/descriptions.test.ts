import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { InboxPage } from '../../src/protocol/inbox.js';
import type { SyncAnswer } from '../../src/protocol.js';
import { connect, refusalOf } from './support/client.js';
import { keyOf, passwordOf, startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';
import { importTool } from '../support/tools.js';

const OPENAPI = 'docs/public/openapi.yaml';
const ASYNCAPI = 'docs/public/asyncapi.yaml';
const { dereference, validate } = importTool('@readme/openapi-parser') as {
  dereference: (file: string) => Promise<unknown>;
  validate: (file: string) => Promise<{ valid: boolean }>;
};
const METRICS_KEY = 'metrics-key-of-tests';
const ADMIN_KEY = 'admin-key-of-the-shop';

interface AsyncApi {
  Parser: new () => {
    parse(text: string): Promise<{ document?: AsyncApiDocument; diagnostics: { severity: number }[] }>;
  };
}

interface AsyncApiDocument {
  components(): {
    messages(): { get(id: string): { payload(): { json(): object } | undefined } | undefined };
  };
}

interface Operation {
  operationId: string;
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}

/** What `docs/public/openapi.yaml` says of each route, by method and path. */
async function readOpenApi(): Promise<Map<string, Operation>> {
  const { paths } = (await dereference(OPENAPI)) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    ['get', 'post', 'patch', 'delete']
      .filter((method) => method in methods)
      .map((method): [string, Operation] => [`${method.toUpperCase()} ${path}`, methods[method]!]),
  );
  return new Map(routes);
}

/** A request, and how it is to be answered. */
type Exchange = [route: string, query: string, status: number, body?: unknown, key?: string];

const signedIn = (session: string): Exchange[] => [
  ['POST /push', '', 202, { userID: 'alice', eventName: 'n', message: 1, ttl: 5, origin: 'o', spread: 9 }],
  ['POST /push', '', 202, { userID: ['alice', 'bob'], eventName: 'n', id: 'one' }],
  ['POST /push', '', 401, { userID: 'alice', eventName: 'n' }, 'unknown-key'],
  ['POST /push', '', 422, { userID: 'alice' }],
  ['POST /push', '', 413, { userID: 'alice', eventName: 'n', message: 'x'.repeat(1_000_001) }],
  ['POST /push', '', 202, { topic: 'order:42', eventName: 'n' }],
  ['POST /topics/revoke', '', 200, { userID: 'alice', topic: 'order:42' }],
  ['POST /topics/revoke', '', 401, { userID: 'alice', topic: 'order:42' }, 'unknown-key'],
  ['POST /topics/revoke', '', 422, { userID: 'alice' }],
  ['GET /topics/{topic}', '', 200],
  ['GET /topics/{topic}', '', 401, undefined, 'unknown-key'],
  ['POST /revoke', '', 200, { sessionID: 'of the platform' }],
  ['POST /revoke', '', 422, {}],
  ['POST /revoke', '', 401, { sessionID: 'x' }, 'unknown-key'],
  ['POST /good/api/v5/auth', '', 200, { appID: 'shop', username: 'alice', password: passwordOf('alice') }],
  ['POST /good/api/v5/auth', '', 401, { appID: 'shop', username: 'alice', password: 'wrong' }],
  ['POST /good/api/v5/auth', '', 404, { appID: 'shoop', username: 'alice', password: 'x' }],
  ['POST /good/api/v5/auth', '', 422, { appID: 'shop' }],
  ['GET /good/api/v4/auth/check', `?appID=shop&sessionID=${session}`, 200],
  ['GET /good/api/v4/auth/check', '?appID=shop&sessionID=none', 200],
  ['GET /good/api/v4/auth/check', '?appID=shoop&sessionID=none', 404],
  ['GET /good/api/v4/auth/check', '?appID=shop', 422],
  ['GET /good/api/v5/data/{structure}/{method}', `?appID=shop&sessionID=${session}`, 200],
  ['GET /good/api/v5/data/{structure}/{method}', '?appID=shop&sessionID=none', 401],
  ['GET /good/api/v5/data/{structure}/{method}', '?appID=shoop', 404],
  ['POST /good/api/v5/data/{structure}/{method}', `?appID=shop&sessionID=${session}`, 200, { any: 1 }],
  ['GET /healthz', '', 200],
  ['GET /readyz', '', 200],
  ['GET /metrics', '', 401, undefined, 'unknown-key'],
  ['GET /console/connections', '', 200],
  ['GET /console/connections', '', 401, undefined, 'unknown-key'],
  ['POST /push', '', 202, { userID: 'alice', eventName: 'alert', message: { key: 'export' }, id: 'alert' }],
  ['GET /inbox/{user}', '', 200, undefined, ADMIN_KEY],
  ['GET /inbox/{user}', '?limit=0', 422, undefined, ADMIN_KEY],
  ['GET /inbox/{user}', '', 401],
  ['PATCH /inbox/{user}', '', 200, { all: true, mark: 'read' }, ADMIN_KEY],
  ['PATCH /inbox/{user}', '', 422, { all: true }, ADMIN_KEY],
  ['PATCH /inbox/{user}', '', 401, { all: true, mark: 'read' }],
  ['PATCH /inbox/{user}/preferences', '', 200, { preferences: { orders: 'silent' } }, ADMIN_KEY],
  ['PATCH /inbox/{user}/preferences', '', 422, { preferences: { orders: 'loud' } }, ADMIN_KEY],
  ['PATCH /inbox/{user}/preferences', '', 401, { preferences: {} }],
  ['GET /inbox/{user}/preferences', '', 200, undefined, ADMIN_KEY],
  ['GET /inbox/{user}/preferences', '', 401],
  ['GET /push/{id}', '', 200],
  ['GET /push/{id}', '-unknown', 404],
  ['GET /push/{id}', '', 401, undefined, ADMIN_KEY],
  ['POST /push', '', 202, { userID: 'alice', eventName: 'n', id: 'alert-later', delay: 60 }],
  ['POST /push', '', 202, { userID: ['alice'], eventName: 'n', digest: { key: 'k', window: 60 } }],
  ['POST /push', '', 422, { userID: 'alice', eventName: 'n', delay: 'long' }],
  ['GET /push/{id}', '-later', 200],
  ['DELETE /push/{id}', '-later', 200],
  ['DELETE /push/{id}', '-unknown', 404],
  ['DELETE /push/{id}', '-later', 401, undefined, ADMIN_KEY],
  ['POST /push', '', 409, { userID: 'alice', eventName: 'n', id: 'alert-later', delay: 60 }],
  ['POST /push/batch', '', 200, [{ userID: 'alice', eventName: 'n' }, { userID: 'alice' }]],
  ['POST /push/batch', '', 422, {}],
  ['POST /push/batch', '', 401, [], ADMIN_KEY],
  ['POST /push/take-back', '', 200, { userID: 'alice', id: 'alert' }],
  ['POST /push/take-back', '', 422, { userID: 'alice' }],
  ['POST /push/take-back', '', 401, { userID: 'alice', id: 'alert' }, ADMIN_KEY],
  ['GET /good/api/v4/auth/logout', `?appID=shop&sessionID=${session}`, 200],
  ['DELETE /users/{user}', '', 200, undefined, ADMIN_KEY],
  ['DELETE /users/{user}', '', 401],
];

test('the HTTP interface is described in OpenAPI, and every route answers as described', async (t) => {
  const result = await validate(OPENAPI);
  assert.ok(result.valid, JSON.stringify(result));
  const routes = await readOpenApi();
  const scenarios = { data: { 'orders/latest': () => [{ number: 7 }] } };
  const { url, login } = await startGateway(t, {
    metricsKey: METRICS_KEY,
    apps: [testApp('shop', { scenarios, adminKey: ADMIN_KEY, inbox: { events: ['alert'] } })],
  });
  const client = await connect(t, url, { app: 'shop', session: await login('shop', 'bob') });
  assert.ok(client.socket.connected);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });

  const exchanges = signedIn(await login('shop', 'alice'));
  for (const [route, query, status, body, key = keyOf('shop')] of exchanges) {
    const [method, path] = route.split(' ') as [string, string];
    const address = path
      .replace('{structure}', 'orders')
      .replace('{method}', 'latest')
      .replace('{user}', 'alice')
      .replace('{id}', 'alert')
      .replace('{topic}', 'order:42');
    const response = await fetch(`${url}${address}${query}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    assert.equal(response.status, status, `${route}${query}: ${JSON.stringify(answer)}`);
    const described = routes.get(route)?.responses[String(status)];
    assert.ok(described, `${route} does not describe ${status}`);
    const isAsDescribed = ajv.validate(described.content['application/json']!.schema, answer);
    assert.ok(isAsDescribed, `${route} ${status}: ${ajv.errorsText()} in ${JSON.stringify(answer)}`);
  }
  const metrics = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${METRICS_KEY}` } });
  assert.match(metrics.headers.get('content-type')!, /^text\/plain/);
  const asked = new Set([...exchanges.map(([route]) => route), 'GET /metrics']);
  assert.deepEqual(
    [...routes.keys()].filter((route) => !asked.has(route)),
    [],
  );
});

describe('the wire in AsyncAPI', () => {
  it('is valid, and every packet of the gateway is as described', async (t) => {
    const { Parser } = importTool('@asyncapi/parser') as AsyncApi;
    const { document, diagnostics } = await new Parser().parse(readFileSync(ASYNCAPI, 'utf8'));
    // 0 is an error, the gravest of four degrees.
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity < 1),
      [],
    );
    const messages = document!.components().messages();
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const check = (id: string, packet: unknown) => {
      const schema = messages.get(id)!.payload()!.json();
      assert.ok(ajv.validate(schema, packet), `${id}: ${ajv.errorsText()} in ${JSON.stringify(packet)}`);
    };

    const { url, push, login } = await startGateway(t, {
      position: 0.2,
      apps: [
        testApp('shop', {
          topics: { 'club:*': 'signed-in' },
          inbox: { events: ['n'], categories: [{ id: 'orders', label: { en: 'Orders' } }] },
          webPush: { contact: 'https://site.example' },
        }),
      ],
    });
    const session = await login('shop', 'alice');
    const { socket, next } = await connect(t, url, { app: 'shop', session, tracked: true });
    const [hello] = await next('dx:hello');
    check('hello', hello);
    await push('shop', { userID: 'alice', eventName: 'n', message: 'm', origin: 'o', spread: 5 });
    check('event', await next('n'));
    const [position] = await next('dx:position');
    check('position', position);
    const { channels } = hello as { channels: object[] };
    const request = { channels: channels.map((channel) => ({ ...channel, offset: 0 })) };
    check('sync', request);
    const answer = (await socket.emitWithAck('dx:sync', request)) as SyncAnswer;
    assert.equal(answer.channels.flatMap((channel) => channel.messages).length, 1);
    check('syncAnswer', answer);
    const listen = { topics: [{ topic: 'club:1' }, { topic: 'other', token: 'none' }] };
    check('listen', listen);
    check('listenAnswer', await socket.emitWithAck('dx:listen', listen));
    const revocation = JSON.stringify({ userID: 'alice', topic: 'club:1' });
    const headers = { Authorization: `Bearer ${keyOf('shop')}`, 'Content-Type': 'application/json' };
    await fetch(`${url}/topics/revoke`, { method: 'POST', headers, body: revocation });
    const [refused] = await next('dx:refused');
    check('refused', refused);
    check('leave', { topics: ['club:1'] });
    check('inbox', { cursor: null });
    const page = (await socket.emitWithAck('dx:inbox', { cursor: null })) as InboxPage;
    assert.equal(page.alerts.length, 1);
    check('inboxPage', page);
    const { channel, epoch, offset } = page.alerts[0]!;
    const mark = { ids: [`${channel} ${epoch} ${offset}`], mark: 'acted' };
    check('inboxMark', mark);
    check('inboxMarked', await socket.emitWithAck('dx:inbox-mark', mark));
    check('inboxMarked', (await next('dx:inbox-marked'))[0]);
    check('inboxPage', await socket.emitWithAck('dx:inbox', { cursor: page.cursor }));
    check('inboxPage', await socket.emitWithAck('dx:inbox', { cursor: null }));
    const changes = { changes: [{ category: 'orders', delivery: 'silent', at: Date.now() }] };
    check('preferenceChanges', changes);
    check('preferencesKept', await socket.emitWithAck('dx:preferences', changes));
    check('preferencesKept', (await next('dx:preferences-changed'))[0]);
    const browser = {
      endpoint: 'https://fcm.googleapis.com/x',
      keys: { p256dh: Buffer.alloc(65).toString('base64url'), auth: Buffer.alloc(16).toString('base64url') },
      ...{ events: ['n'], quiet: { from: 0, to: 60, timeZone: 'UTC' } },
    };
    check('pushSubscribe', browser);
    check('pushSubscribed', await socket.emitWithAck('dx:push-subscribe', browser));
    check('pushSubscribed', await socket.emitWithAck('dx:push-subscribe', { ...browser, events: [] }));
    check('pushUnsubscribe', { endpoint: browser.endpoint });
    check('pushSubscribed', await socket.emitWithAck('dx:push-unsubscribe', { endpoint: browser.endpoint }));
    check('refusal', (await refusalOf(t, url, { app: 'shop', session: 'none' })).data);
    await fetch(`${url}/good/api/v4/auth/logout?appID=shop&sessionID=${session}`);
    const [bye] = await next('dx:bye');
    check('bye', bye);
    await until(() => !socket.connected, 'the end of the connection');
  });
});
