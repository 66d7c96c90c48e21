import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startNode } from './support/fleet.js';
import { follow } from './support/follower.js';
import { keyOf, testApp } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const APPS = [testApp('shop', { anonymous: true })];

test('of several nodes one sends each push, whichever took it, and another one where that node was killed', async (t) => {
  const { url: store } = await startRedis(t);
  const choice = { apps: APPS, redis: store };
  const [one, other] = [await startNode(t, choice), await startNode(t, choice)];
  const follower = follow(t, { app: 'shop', urls: [other.url] });
  await until(() => follower.isLive, 'the client');
  const at = Date.now() + 1_500;
  const ids = Array.from({ length: 40 }, (_, index) => `push ${index}`);
  for (const id of ids) {
    const push = { userID: '*', eventName: 'n', message: id, id, at };
    assert.equal((await one.push(keyOf('shop'), push)).status, 202);
  }
  const alsoLater = { userID: '*', eventName: 'n', message: 'after', id: 'after', at: at + 1_500 };
  await one.push(keyOf('shop'), alsoLater);
  await until(() => follower.messages.length >= ids.length, 'what was due');
  await one.kill();
  await until(() => follower.messages.includes('after'), 'what the node that is gone had taken');
  assert.deepEqual([...follower.messages].sort(), [...ids, 'after'].sort());
});

test('what waits survives kill -9 at any moment: each comes once, at its time or as soon as the gateway is back', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dx-schedule-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const node = await startNode(t, { apps: APPS, data: join(folder, 'data.db') });
  const follower = follow(t, { app: 'shop', urls: [node.url] });
  await until(() => follower.isLive, 'the client');
  const start = Date.now() + 400;
  const ids = Array.from({ length: 60 }, (_, index) => `push ${index}`);
  for (const [index, id] of ids.entries()) {
    const push = { userID: '*', eventName: 'n', message: id, id, at: start + index * 20 };
    assert.equal((await node.push(keyOf('shop'), push)).status, 202);
  }
  const digest = { key: 'k', window: 1, message: 'digest of {count}' };
  for (const id of ['a', 'b', 'c'])
    await node.push(keyOf('shop'), { userID: '*', eventName: 'n', message: id, id, digest });
  for (const share of [0.1, 0.5]) {
    await until(() => follower.messages.length >= ids.length * share, 'some of them');
    await node.kill();
    await node.start();
  }
  await until(() => follower.messages.length > ids.length, 'all of them');
  assert.deepEqual([...follower.messages].sort(), [...ids, 'digest of 3'].sort());
  assert.equal(follower.gaps, 0);
});
