import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import directual from 'directual-api';
import { connect, disconnection, refusalOf, withShortLife } from './support/client.js';
import { get, passwordOf, post, startGateway, testApp } from './support/gateway.js';

const apiOf = (url: string, apiVersion = 'v5', authApiVersion = 'v4') =>
  new directual.default({ apiHost: url, appID: 'shop', apiVersion, authApiVersion });

for (const versions of [[], ['v6', 'v6']])
  test(`directual-api logs in, checks, calls data and logs out, with ${versions[0] ?? 'its default'} paths`, async (t) => {
    const { url } = await startGateway(t, {
      apps: [
        testApp('shop', {
          scenarios: { data: { 'orders/list': ({ user, data }) => [{ user: user?.id, ...data.query }] } },
        }),
      ],
    });
    const api = apiOf(url, ...versions);
    const token = await api.auth.login('alice', passwordOf('alice'));
    const sessionId = String(token.sessionID);
    assert.equal(token.username, 'alice');
    assert.equal(token.role, 'user');
    assert.equal(sessionId.length >= 32, true);
    assert.deepEqual(await api.auth.check(sessionId), {
      result: true,
      token: { token: sessionId, username: 'alice', role: 'user' },
    });
    const answer = (await api.structure('orders').getData('list', { sessionID: sessionId, page: 2 })) as {
      payload: { user: string; page: string; sessionID?: string }[];
    };
    assert.equal(answer.payload[0]!.user, 'alice');
    assert.equal(answer.payload[0]!.page, '2');
    assert.equal(answer.payload[0]!.sessionID, undefined);
    await api.auth.logout(sessionId);
    await api.auth.logout(sessionId);
    assert.deepEqual(await api.auth.check(sessionId), { result: false, token: null });
  });

test('an unknown user and a wrong password get the same answer', async (t) => {
  const { url } = await startGateway(t);
  const attempt = (username: string) =>
    post(`${url}/good/api/v5/auth`, { appID: 'shop', username, password: 'wrong' });
  const wrong = await attempt('alice');
  assert.equal(wrong.status, 401);
  assert.deepEqual(await attempt('__proto__'), wrong);
});

test('attempts to log in are limited', async (t) => {
  const { url } = await startGateway(t, { limits: { loginsPerMinute: 3 } });
  const statuses = [];
  for (let count = 0; count < 5; count += 1) {
    const attempt = { appID: 'shop', username: 'alice', password: 'wrong' };
    statuses.push((await post(`${url}/good/api/v5/auth`, attempt)).status);
  }
  assert.deepEqual(statuses, [401, 401, 401, 429, 429]);
});

test('behind a proxy that nobody named, people who sign in do not count as one, and the log says why to name it', async (t) => {
  const lines = new PassThrough();
  const { url } = await startGateway(
    t,
    { limits: { loginsPerMinute: 3 }, logLevel: 'warn' },
    { logStream: lines },
  );
  for (let count = 0; count < 6; count += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${count}` };
    const attempt = { appID: 'shop', username: 'alice', password: passwordOf('alice') };
    assert.equal((await post(`${url}/good/api/v5/auth`, attempt, headers)).status, 200);
  }
  assert.equal(String(lines.read()).match(/does not say how many \\"proxies\\"/g)?.length, 1);
});

test('of many wrong passwords at once only as many are looked at as of those one by one', async (t) => {
  const { url } = await startGateway(t, { limits: { loginsPerMinute: 1_000 } });
  const attempt = { appID: 'shop', username: 'alice', password: 'wrong' };
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => post(`${url}/good/api/v5/auth`, attempt)),
  );
  assert.equal(answers.filter(({ status }) => status === 401).length, 10);
  assert.equal(answers.filter(({ status }) => status === 429).length, 30);
});

test('logout ends the sockets of that session at once and spares the others of the user', async (t) => {
  const { url, login, push } = await startGateway(t);
  const session = await login('shop', 'alice');
  const tracked = await connect(t, url, { app: 'shop', session, tracked: true });
  const plain = await connect(t, url, { app: 'shop', session });
  const other = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
  const reasons = [tracked, plain].map(disconnection);

  await get(`${url}/good/api/v4/auth/logout?appID=shop&sessionID=${session}`);
  assert.deepEqual(await Promise.all(reasons), ['io server disconnect', 'io server disconnect']);
  assert.deepEqual(tracked.received.at(-1), ['dx:bye', { code: 'session-ended' }]);
  assert.deepEqual(plain.received, []);
  assert.equal((await push('shop', { userID: 'alice', eventName: 'still' })).body.connected, 1);
  await other.next('still');
  const error = await refusalOf(t, url, { app: 'shop', session });
  assert.equal(error.data?.code, 'unauthorised');
});

test('the session of another app cannot be ended', async (t) => {
  const { url, login } = await startGateway(t);
  const session = await login('shop', 'alice');
  await get(`${url}/good/api/v4/auth/logout?appID=blog&sessionID=${session}`);
  await connect(t, url, { app: 'shop', session });
});

test('expiry ends the sockets and the session', async (t) => {
  await withShortLife(async (sessionLifetime) => {
    const { url, login } = await startGateway(t, { apps: [testApp('shop', { sessionLifetime })] });
    const session = await login('shop', 'alice');
    const client = await connect(t, url, { app: 'shop', session, tracked: true });
    assert.equal(await disconnection(client), 'io server disconnect');
    assert.deepEqual(client.received.at(-1), ['dx:bye', { code: 'session-ended' }]);
    const check = await get(`${url}/good/api/v4/auth/check?appID=shop&sessionID=${session}`);
    assert.equal(check.body.result.result, false);
  });
});

test('a session that ends while its socket is being admitted is noticed', async (t) => {
  let finds = 0;
  const user = { id: 'alice', role: 'user' };
  const session = { id: 's', user, expiresAt: Date.now() + 60_000 };
  const { url } = await startGateway(
    t,
    {},
    {
      createSessions: () => ({
        create: () => Promise.resolve(session),
        find: () => Promise.resolve((finds += 1) === 1 ? session : null),
        revoke: () => Promise.resolve(),
        revokeUser: () => Promise.resolve(),
        deny: () => Promise.resolve(),
        isDenied: () => Promise.resolve(false),
        onEnded: () => undefined,
      }),
    },
  );
  const client = await connect(t, url, { app: 'shop', session: 's' });
  if (client.socket.connected) await disconnection(client);
  assert.equal(finds, 2);
});

test('refused connections say why in a code', async (t) => {
  const { url, login } = await startGateway(t, { limits: { connectionsPerApp: 1 } });
  const codeOf = async (app: unknown, session: unknown) =>
    (await refusalOf(t, url, { app: app as string, session: session as string })).data?.code;
  assert.equal(await codeOf('nowhere', null), 'unknown-app');
  assert.equal(await codeOf('__proto__', null), 'unknown-app');
  assert.equal(await codeOf({ $ne: 1 }, null), 'unknown-app');
  assert.equal(await codeOf('shop', null), 'unauthorised');
  assert.equal(await codeOf('shop', ''), 'unauthorised');
  assert.equal(await codeOf('shop', 'x'), 'unauthorised');
  const session = await login('shop', 'alice');
  await connect(t, url, { app: 'shop', session });
  assert.equal(await codeOf('shop', session), 'limit');
});
