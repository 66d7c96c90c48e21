import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { Hello } from '../../src/protocol.js';
import { connect } from './support/client.js';
import { startGateway, testApp, type TestGateway } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const APPS = [testApp('shop', { anonymous: true }), testApp('blog')];

async function helloOf(
  t: TestContext,
  { url, login }: TestGateway,
  app: string,
  user?: string,
): Promise<Hello> {
  const session = user === undefined ? null : await login(app, user);
  const client = await connect(t, url, { app, session, tracked: true });
  const [hello] = (await client.next('dx:hello')) as [Hello];
  client.socket.disconnect();
  return hello;
}

test('a hello names the person: the same for each session of a user, after a restart too, another for each user and app', async (t) => {
  const first = await startGateway(t, { apps: APPS });
  const { person } = await helloOf(t, first, 'shop', 'alice');
  assert.match(person!, /^[\w-]{43}$/);
  assert.equal((await helloOf(t, first, 'shop', 'alice')).person, person);
  const restarted = await startGateway(t, { apps: APPS });
  assert.equal((await helloOf(t, restarted, 'shop', 'alice')).person, person);
  assert.notEqual((await helloOf(t, first, 'shop', 'bob')).person, person);
  assert.notEqual((await helloOf(t, first, 'blog', 'alice')).person, person);
  const configured = await startGateway(t, { apps: APPS, personSecret: 'of the operator, kept' });
  assert.notEqual((await helloOf(t, configured, 'shop', 'alice')).person, person);
});

test('a hello names nobody where nobody is signed in, and says what time it is', async (t) => {
  const before = Date.now();
  const hello = await helloOf(t, await startGateway(t, { apps: APPS }), 'shop');
  assert.deepEqual(Object.keys(hello).sort(), ['channels', 'limits', 'now', 'position', 'topics']);
  assert.ok(hello.now! >= before && hello.now! <= Date.now());
});

test('all nodes name a person alike, also after Redis has lost its data', async (t) => {
  const redis = await startRedis(t);
  const configuration = { apps: APPS, redis: redis.url };
  const [one, two] = await Promise.all([startGateway(t, configuration), startGateway(t, configuration)]);
  const { person } = await helloOf(t, one, 'shop', 'alice');
  assert.equal((await helloOf(t, two, 'shop', 'alice')).person, person);
  await redis.kill();
  await redis.start();
  const isReady = ({ url }: TestGateway) => fetch(`${url}/readyz`).then(({ ok }) => ok);
  await until(
    async () => (await Promise.all([one, two].map(isReady))).every(Boolean),
    'the nodes to be back',
  );
  const later = await startGateway(t, configuration);
  assert.equal((await helloOf(t, later, 'shop', 'alice')).person, person);
});
