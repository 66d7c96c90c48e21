import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { AppConfiguration } from '../../src/gateway/index.js';
import { connect, disconnection, refusalOf, withShortLife } from './support/client.js';
import { get, keyOf, passwordOf, post, startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startIssuer(t: TestContext) {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'ES256' }];
  const jwks = await serve(t, (_request, response) => response.end(JSON.stringify({ keys })));
  const issue = (claims: JWTPayload, header = {}) =>
    new SignJWT({ sub: 'alice', iss: 'issuer', aud: 'shop', exp: Date.now() / 1000 + 60, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'first', ...header })
      .sign(privateKey);
  return { settings: { jwks, issuer: 'issuer', audience: 'shop' }, issue };
}

test('a JSON Web Token is a session: its user, its role, its end', async (t) => {
  const { settings, issue } = await startIssuer(t);
  const { url, push } = await startGateway(t, { apps: [testApp('shop', { tokens: settings })] });
  const token = await issue({ role: 'chief' });
  const check = await get(`${url}/good/api/v5/auth/check?appID=shop&sessionID=${token}`);
  assert.deepEqual(check.body.result.token, { token, username: 'alice', role: 'chief' });
  const client = await connect(t, url, { app: 'shop', session: token, tracked: true });
  await push('shop', { userID: 'alice', eventName: 'private' });
  await client.next('private');

  await withShortLife(async (seconds) => {
    const exp = Date.now() / 1000 + seconds;
    const short = await connect(t, url, { app: 'shop', session: await issue({ exp }), tracked: true });
    assert.equal(await disconnection(short), 'io server disconnect');
    assert.equal(Date.now() >= exp * 1000, true);
    assert.deepEqual(short.received.at(-1), ['dx:bye', { code: 'session-ended' }]);
  });
});

test('a token of another issuer, audience, key, algorithm or time is refused, and so is an odd user', async (t) => {
  const { settings, issue } = await startIssuer(t);
  const stranger = await startIssuer(t);
  const { url } = await startGateway(t, { apps: [testApp('shop', { tokens: settings })] });
  const [header, payload] = (await issue({})).split('.') as [string, string];
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const tokens = [
    await issue({ iss: 'other' }),
    await issue({ aud: 'blog' }),
    await issue({ exp: 1 }),
    await issue({ exp: undefined as unknown as number }),
    await issue({ nbf: Date.now() / 1000 + 60 }),
    await issue({ sub: '*' }),
    await issue({ sub: '' }),
    await issue({ sub: 'x'.repeat(300) }),
    await issue({}, { kid: 'unknown' }),
    await stranger.issue({}),
    `${header}.${payload}.${'A'.repeat(86)}`,
    `${none}.${payload}.x`,
  ];
  for (const session of tokens) {
    assert.equal((await refusalOf(t, url, { app: 'shop', session })).data?.code, 'unauthorised', session);
  }
});

test('a token that is revoked is cut at once and stays out, the others stay', async (t) => {
  const { settings, issue } = await startIssuer(t);
  const { url } = await startGateway(t, { apps: [testApp('shop', { tokens: settings }), testApp('blog')] });
  const [token, other] = [await issue({ jti: '1' }), await issue({ jti: '2' })];
  const client = await connect(t, url, { app: 'shop', session: token });
  const spared = await connect(t, url, { app: 'shop', session: other });
  const revoke = (key: string) => post(`${url}/revoke`, { sessionID: token }, bearer(key));
  assert.equal((await revoke(keyOf('blog'))).status, 200);
  assert.equal((await revoke('wrong-key')).status, 401);
  assert.equal(client.socket.connected, true);
  const cut = disconnection(client);
  assert.equal((await revoke(keyOf('shop'))).status, 200);
  assert.equal(await cut, 'io server disconnect');
  assert.equal((await refusalOf(t, url, { app: 'shop', session: token })).data?.code, 'unauthorised');
  assert.equal(spared.socket.connected, true);
});

test('a key server that is away is no verdict on a token', async (t) => {
  const { settings, issue } = await startIssuer(t);
  const tokens = { ...settings, jwks: 'http://127.0.0.1:1/' };
  const { url } = await startGateway(t, { apps: [testApp('shop', { tokens })] });
  const error = await refusalOf(t, url, { app: 'shop', session: await issue({}) });
  assert.equal(error.data?.code, 'limit');
});

test('a platform is asked once for a wave of connections, and what it ends is cut', async (t) => {
  const valid = new Map([['platform-session', 'alice']]);
  let asked = 0;
  let isAway = false;
  const address = await serve(t, (request, response) => {
    asked += 1;
    const query = new URL(request.url!, 'http://x').searchParams;
    const username = query.get('appID') === 'shop' ? valid.get(query.get('sessionID')!) : undefined;
    if (isAway) response.statusCode = 500;
    response.end(
      JSON.stringify({ result: { result: username !== undefined, token: { username: username ?? '' } } }),
    );
  });
  const session = 'platform-session';
  const startWith = (cache: number) => {
    const apps = [testApp('shop', { check: { url: `${address}/auth/check`, cache } })];
    return startGateway(t, { apps, position: 0.2 });
  };
  const connectMany = (url: string) =>
    Promise.all(
      Array.from({ length: 20 }, () => connect(t, url, { app: 'shop', session, transports: ['websocket'] })),
    );
  await connectMany((await startWith(300)).url);
  assert.equal(asked, 1);
  const { url, push } = await startWith(0.1);
  const clients = await connectMany(url);
  await push('shop', { userID: 'alice', eventName: 'private' });
  await clients[0]!.next('private');
  assert.equal((await refusalOf(t, url, { app: 'shop', session: 'x' })).data?.code, 'unauthorised');

  isAway = true;
  const before = asked;
  await until(() => asked > before, 'the platform to be asked while it is away');
  assert.equal(
    clients.every(({ socket }) => socket.connected),
    true,
  );
  isAway = false;
  valid.clear();
  await until(() => clients.every(({ socket }) => !socket.connected), 'the ended session to be cut');
});

test('guessing passwords is slowed down, for unknown names just as for known ones', async (t) => {
  const { url } = await startGateway(t, { limits: { loginsPerMinute: 1000 } });
  const attempt = async (username: string, password: string) =>
    (await post(`${url}/good/api/v5/auth`, { appID: 'shop', username, password })).status;
  for (const name of ['alice', 'nobody']) {
    const statuses = [];
    for (let count = 0; count < 11; count += 1) statuses.push(await attempt(name, 'wrong'));
    assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 401), 429]);
  }
  assert.equal(await attempt('alice', passwordOf('alice')), 429);
  assert.equal(await attempt('bob', passwordOf('bob')), 200);
});

test('a configuration may hold the hash of a key, and keys and users change without a restart', async (t) => {
  const hashed = `sha256:${createHash('sha256').update('secret-push-key-of-tests').digest('hex')}`;
  const before = { apps: [testApp('shop', { pushKeys: [hashed], anonymous: true })] };
  const { url, gateway } = await startGateway(t, { ...before, metricsKey: 'metrics-key-of-tests-1' });
  const push = { userID: '*', eventName: 'n' };
  const statusWith = async (key: string) => (await post(`${url}/push`, push, bearer(key))).status;
  const client = await connect(t, url, { app: 'shop' });
  assert.equal(await statusWith('secret-push-key-of-tests'), 202);
  assert.equal(await statusWith(hashed), 401);

  const users = [{ id: 'carol', password: 'secret of carol' }];
  const shop = testApp('shop', { pushKeys: ['second-push-key-of-tests'], users, anonymous: true });
  await gateway.reload({ apps: [shop], metricsKey: 'metrics-key-of-tests-2' });
  assert.equal(await statusWith('secret-push-key-of-tests'), 401);
  assert.equal(await statusWith('second-push-key-of-tests'), 202);
  assert.equal((await fetch(`${url}/metrics`, { headers: bearer('metrics-key-of-tests-1') })).status, 401);
  assert.equal((await fetch(`${url}/metrics`, { headers: bearer('metrics-key-of-tests-2') })).status, 200);
  const login = { appID: 'shop', username: 'carol', password: 'secret of carol' };
  assert.equal((await post(`${url}/good/api/v5/auth`, login)).status, 200);
  assert.equal(client.socket.connected, true);

  const mistakes: [RegExp, AppConfiguration[]][] = [
    [/needs a restart/, [shop, testApp('blog')]],
    [/at least 16/, [testApp('shop', { pushKeys: ['short'] })]],
    [/64 hex/, [testApp('shop', { pushKeys: ['sha256:abc'] })]],
  ];
  for (const [sentence, apps] of mistakes) await assert.rejects(gateway.reload({ apps }), sentence);
  assert.equal(await statusWith('second-push-key-of-tests'), 202);
});

test('a token that is revoked stays out however its signature is written, with and without a number', async (t) => {
  const { settings, issue } = await startIssuer(t);
  const { url } = await startGateway(t, { apps: [testApp('shop', { tokens: settings })] });
  const isValid = async (sessionID: string) => {
    const query = new URLSearchParams({ appID: 'shop', sessionID });
    return (await get(`${url}/good/api/v5/auth/check?${query}`)).body.result.result;
  };
  for (const claims of [{}, { jti: 'seven' }]) {
    for (const path of ['revoke', 'logout']) {
      const token = await issue({ ...claims, nonce: path, ...(claims.jti && { jti: path }) });
      assert.equal(await isValid(token), true);
      if (path === 'revoke') await post(`${url}/revoke`, { sessionID: token }, bearer(keyOf('shop')));
      else await get(`${url}/good/api/v4/auth/logout?appID=shop&sessionID=${token}`);
      const spellings = [token, twinOf(token), ...respellingsOf(token)];
      assert.equal(spellings.length, 17);
      for (const spelling of spellings) assert.equal(await isValid(spelling), false, spelling);
    }
  }
});

test('nobody is logged out by a token with a false signature', async (t) => {
  const { settings, issue } = await startIssuer(t);
  const { url } = await startGateway(t, { apps: [testApp('shop', { tokens: settings })] });
  const token = await issue({ jti: 'one' });
  const client = await connect(t, url, { app: 'shop', session: token });
  const forged = `${token.split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`;
  await get(`${url}/good/api/v4/auth/logout?appID=shop&sessionID=${forged}`);
  const check = await get(`${url}/good/api/v5/auth/check?appID=shop&sessionID=${token}`);
  assert.deepEqual([check.body.result.result, client.socket.connected], [true, true]);
});

test('a revoked session is cut at once also where its platform has ended it already, or is away', async (t) => {
  let answer: () => object = () => ({ result: true, token: { username: 'alice' } });
  let isAway = false;
  const platform = await serve(t, (_request, response) => {
    if (isAway) response.writeHead(500).end();
    else response.end(JSON.stringify({ result: answer() }));
  });
  const apps = [testApp('shop', { check: { url: platform, cache: 0.1 } })];
  const { url } = await startGateway(t, { apps });
  for (const end of [() => (answer = () => ({ result: false, token: null })), () => (isAway = true)]) {
    const session = `session ${Math.random()}`;
    answer = () => ({ result: true, token: { username: 'alice' } });
    const client = await connect(t, url, { app: 'shop', session, tracked: true });
    end();
    const cut = disconnection(client);
    const { status } = await post(`${url}/revoke`, { sessionID: session }, bearer(keyOf('shop')));
    assert.equal(status, 200);
    assert.equal(await cut, 'io server disconnect');
  }
});

test('sessions that somebody makes up cost the platform a bounded number of questions, and people none of theirs', async (t) => {
  const asked: string[] = [];
  const platform = await serve(t, (request, response) => {
    const session = new URL(request.url!, 'http://x').searchParams.get('sessionID')!;
    asked.push(session);
    const result = session.startsWith('good');
    response.end(JSON.stringify({ result: { result, token: result ? { username: session } : null } }));
  });
  const apps = [testApp('shop', { anonymous: true, check: { url: platform, cache: 60 } })];
  const limits = { unknownSessionsPerMinute: 10 };
  const { url } = await startGateway(t, { apps, limits });
  const check = (sessionID: string) =>
    get(`${url}/good/api/v5/auth/check?${new URLSearchParams({ appID: 'shop', sessionID })}`);
  assert.equal((await check('good one')).body.result.result, true);
  const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => check(`made up ${index}`)));
  const refused = answers.filter(({ status }) => status === 429);
  assert.match(refused[0]!.body.error, /too many unknown sessions/);
  assert.ok(asked.length <= 1 + 10 + 20, `the platform was asked ${asked.length} times`);
  // The same unknown one again, and a thousand others, drive nobody out of what is remembered.
  assert.equal(asked.filter((session) => session === 'good one').length, 1);
  const error = await refusalOf(t, url, { app: 'shop', session: 'made up 500' });
  assert.equal(error.data?.code, 'limit');
});

/** A signature of 64 bytes leaves four bits of its last character unused. */
function respellingsOf(token: string): string[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.at(-1)!);
  return Array.from({ length: 16 }, (_, low) => token.slice(0, -1) + alphabet[(last & ~15) | low]!).filter(
    (other) => other !== token,
  );
}

/** Each ECDSA signature has a twin: s and the order of the curve less s. */
function twinOf(token: string): string {
  const [header, payload, text] = token.split('.') as [string, string, string];
  const signature = Buffer.from(text, 'base64url');
  const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
  const other = (order - BigInt(`0x${signature.subarray(32).toString('hex')}`))
    .toString(16)
    .padStart(64, '0');
  const twin = Buffer.concat([signature.subarray(0, 32), Buffer.from(other, 'hex')]);
  return `${header}.${payload}.${twin.toString('base64url')}`;
}
