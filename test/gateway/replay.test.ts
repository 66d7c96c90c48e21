import assert from 'node:assert/strict';
import test from 'node:test';
import type { ChannelPosition, Hello, MessageMeta, Position, SyncAnswer } from '../../src/protocol.js';
import { connect, errorOf, type Client } from './support/client.js';
import { startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

async function positionOf(client: Client, channel: string): Promise<ChannelPosition> {
  const [hello] = (await client.next('dx:hello')) as [Hello];
  return hello.channels.find((position) => position.channel === channel)!;
}

async function sync(client: Client, ...channels: ChannelPosition[]): Promise<SyncAnswer> {
  return (await client.socket.emitWithAck('dx:sync', { channels })) as SyncAnswer;
}

test('a tracked client gets hello first and then contiguous offsets per channel', async (t) => {
  const { url, push, login } = await startGateway(t);
  await push('shop', { userID: '*', eventName: 'earlier' });
  const client = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  const before = Date.now();
  for (let count = 0; count < 5; count += 1) {
    await push('shop', { userID: 'alice', eventName: 'mine', message: count, origin: 'tab-1', spread: 250 });
    await push('shop', { userID: '*', eventName: 'everybody', message: count });
  }
  await until(() => client.received.length === 11, 'ten messages');

  const [name, hello] = client.received[0] as [string, Hello];
  assert.equal(name, 'dx:hello');
  assert.deepEqual(
    hello.channels.map(({ channel, offset }) => [channel, offset]),
    [
      ['*', 1],
      ['u:alice', 0],
    ],
  );
  assert.equal(hello.position, 30);
  assert.equal(hello.limits.maxMessageBytes, 100_000);
  for (const { channel, epoch, offset } of hello.channels) {
    const metas = client.received.slice(1).map((event) => event[2] as MessageMeta);
    const own = metas.filter((meta) => meta.channel === channel);
    assert.deepEqual(
      own.map((meta) => meta.offset),
      [1, 2, 3, 4, 5].map((step) => offset + step),
    );
    const isRight = own.every((meta) => meta.epoch === epoch && meta.at >= before && meta.at <= Date.now());
    assert.equal(isRight, true);
  }
  const [, , meta] = client.received[1] as [string, number, MessageMeta];
  assert.equal(meta.origin, 'tab-1');
  assert.equal(meta.spread, 250);
});

test('sync replays what came after the cursor, in order', async (t) => {
  const { url, push, login } = await startGateway(t);
  const session = await login('shop', 'alice');
  const first = await connect(t, url, { app: 'shop', session, tracked: true });
  const cursor = await positionOf(first, 'u:alice');
  first.socket.disconnect();
  for (const message of ['a', 'b', 'c']) await push('shop', { userID: 'alice', eventName: 'text', message });

  const second = await connect(t, url, { app: 'shop', session, tracked: true });
  const { channels } = await sync(second, { ...cursor, offset: 1 });
  assert.equal(channels.length, 1);
  const { channel, epoch, top, recovered, messages } = channels[0]!;
  assert.deepEqual({ channel, epoch, top, recovered }, { ...withoutOffset(cursor), top: 3, recovered: true });
  assert.deepEqual(
    messages.map(({ eventName, message, offset }) => [eventName, message, offset]),
    [
      ['text', 'b', 2],
      ['text', 'c', 3],
    ],
  );
});

function withoutOffset({ channel, epoch }: ChannelPosition) {
  return { channel, epoch };
}

test('sync says so where messages are gone, the epoch is another or the cursor lies ahead', async (t) => {
  const { url, push, login } = await startGateway(t, {
    apps: [testApp('shop', { log: { maxMessages: 3 } })],
  });
  const client = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  const cursor = await positionOf(client, 'u:alice');
  for (let count = 1; count <= 5; count += 1)
    await push('shop', { userID: 'alice', eventName: 'n', message: count });

  for (const lost of [cursor, { ...cursor, epoch: 'another', offset: 5 }, { ...cursor, offset: 99 }]) {
    const [replay] = (await sync(client, lost)).channels;
    assert.equal(replay!.recovered, false);
    assert.equal(replay!.epoch, cursor.epoch);
    assert.deepEqual(
      replay!.messages.map(({ message }) => message),
      [3, 4, 5],
    );
  }
  const [kept] = (await sync(client, { ...cursor, offset: 2 })).channels;
  assert.equal(kept!.recovered, true);
  assert.equal(kept!.messages.length, 3);
});

test('sync reads no channel but those of the socket', async (t) => {
  const { url, push, login } = await startGateway(t);
  const bob = await connect(t, url, { app: 'shop', session: await login('shop', 'bob'), tracked: true });
  const cursor = await positionOf(bob, 'u:bob');
  await push('shop', { userID: 'alice', eventName: 'private', message: 'secret' });
  const foreign = ['u:alice', 'u:', '__proto__', 'shop'].map((channel) => ({ ...cursor, channel }));
  assert.deepEqual(await sync(bob, ...foreign), { channels: [] });
  for (const wrong of [
    null,
    'text',
    { channels: 1 },
    { channels: [{ channel: '*', epoch: 1, offset: -1 }] },
  ]) {
    assert.match(await errorOf(bob, 'dx:sync', wrong), /could not be answered/);
  }
});

test('a ttl ends the replay of a message without being a loss, and may outlive the log', async (t) => {
  const { url, push, login } = await startGateway(t, {
    apps: [testApp('shop', { log: { maxAge: 0.1 } })],
  });
  const client = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  const cursor = await positionOf(client, 'u:alice');
  await push('shop', { userID: 'alice', eventName: 'now', ttl: 0 });
  await push('shop', { userID: 'alice', eventName: 'long', ttl: 3600 });
  const [fresh] = (await sync(client, cursor)).channels;
  assert.equal(fresh!.recovered, true);
  assert.deepEqual(
    fresh!.messages.map(({ eventName }) => eventName),
    ['long'],
  );
  await push('shop', { userID: 'alice', eventName: 'default' });
  const [later] = await until(async () => {
    const { channels } = await sync(client, cursor);
    return channels[0]!.messages.length === 1 ? channels : null;
  }, 'the message without ttl to be gone');
  assert.equal(later!.recovered, false);
  assert.equal(later!.messages[0]!.eventName, 'long');
});

test('position packets tell the tops to tracked clients only', async (t) => {
  const { url, push, login } = await startGateway(t, { position: 0.1 });
  const session = await login('shop', 'alice');
  const tracked = await connect(t, url, { app: 'shop', session, tracked: true });
  const plain = await connect(t, url, { app: 'shop', session });
  await push('shop', { userID: 'alice', eventName: 'n' });
  await until(() => {
    const tops = tracked.received.filter(([name]) => name === 'dx:position').at(-1)?.[1] as
      Position | undefined;
    return tops?.channels.find(({ channel }) => channel === 'u:alice')?.offset === 1;
  }, 'a position with the new top');
  await until(() => plain.received.length > 0, 'the message');
  assert.deepEqual(plain.received, [['n', null]]);
});
