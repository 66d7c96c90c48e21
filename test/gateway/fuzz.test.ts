import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import fc from 'fast-check';
import WebSocket from 'ws';
import type { TopicRules } from '../../src/gateway/index.js';
import type { ListenAnswer, SyncAnswer } from '../../src/protocol.js';
import { connect } from './support/client.js';
import { keyOf, post, startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const eventName = fc.oneof(
  anyText,
  fc.constantFrom('dx:sync', 'dx:listen', 'dx:leave', 'dx:hello', 'connect', '__proto__', 'x'),
);
const topicRequest = fc.record(
  { topic: fc.oneof(anyText, fc.constant('news:1')), token: anyText },
  { requiredKeys: [] },
);
const packet = fc.oneof(
  anyText,
  fc
    .tuple(fc.constantFrom('2', '3', '20', '42', '421', '43', '451-', '40', '41', '44', '6'), anyText)
    .map((p) => p.join('')),
  fc.tuple(eventName, fc.jsonValue()).map((values) => `42${JSON.stringify(values)}`),
  fc
    .tuple(
      fc.constantFrom('dx:listen', 'dx:leave'),
      fc.array(fc.oneof(anyText, topicRequest), { maxLength: 5 }),
    )
    .map(([name, topics]) => `427${JSON.stringify([name, { topics }])}`),
  fc.tuple(eventName, fc.jsonValue()).map((values) => `427${JSON.stringify(values)}`),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

test('whatever packets come, the gateway lives and serves the others', async (t) => {
  const { url, gateway } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const other = await connect(t, url, { app: 'shop' });
  const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&dx=1`;
  let marker = 0;
  const survives = fc.asyncProperty(
    fc.array(packet, { maxLength: 12 }),
    fc.boolean(),
    async (packets, joins) => {
      const socket = new WebSocket(address);
      socket.on('error', () => undefined);
      await once(socket, 'open');
      if (joins) socket.send('40{"app_id":"shop"}');
      for (const one of packets) if (socket.readyState === WebSocket.OPEN) socket.send(one);
      marker += 1;
      await gateway.push('shop', { userID: '*', eventName: 'marker', message: marker });
      await until(() => other.received.at(-1)?.[1] === marker, 'the other client to be served');
      socket.terminate();
    },
  );
  await fc.assert(survives, { numRuns: 60 });
  assert.equal(
    other.received.every(([name]) => name === 'marker'),
    true,
  );
});

test('whatever requests come, none is a failure of the gateway', async (t) => {
  const { url } = await startGateway(t, { limits: { loginsPerMinute: 10_000 } });
  const field = fc.oneof(fc.jsonValue(), anyText, fc.constantFrom('*', 'alice', 'shop', '', '__proto__'));
  const names = [
    'userID',
    'eventName',
    'message',
    'id',
    'ttl',
    'origin',
    'spread',
    'appID',
    'username',
    'password',
    'sessionID',
    'topic',
  ];
  const body = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), field).map((value) => JSON.stringify(value)),
    anyText,
  );
  const path = fc.constantFrom(
    '/push',
    '/revoke',
    '/topics/revoke',
    '/good/api/v5/auth',
    '/good/api/v5/data/a/b',
    '/socket.io/?EIO=4&transport=polling',
  );
  const query = fc.dictionary(fc.constantFrom('appID', 'sessionID', 'x'), fc.string());
  const answered = fc.asyncProperty(path, body, query, async (where, content, asked) => {
    const address = new URL(where, url);
    for (const [name, value] of Object.entries(asked)) address.searchParams.append(name, value);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${keyOf('shop')}` };
    const response = await fetch(address, { method: 'POST', headers, body: content });
    await response.arrayBuffer();
    assert.equal(response.status < 500, true, `${address} answered ${response.status}`);
  });
  await fc.assert(answered, { numRuns: 200 });
});

/** What can happen to one person and a topic, and a push to it. */
const step = fc.constantFrom('push', 'listen', 'leave', 'revoke', 'come back', 'forged sync');

test('whatever happens to a right, nothing that was pushed without it arrives, and all that was pushed with it does', async (t) => {
  const allowed = new Set<string>();
  const topics: TopicRules = { '*': ({ topic }) => allowed.has(topic) };
  const apps = [testApp('shop', { anonymous: true, topics })];
  const { url, gateway } = await startGateway(t, { apps });
  let runs = 0;
  const holds = fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
    runs += 1;
    const topic = `run:${runs}`;
    const channel = `t:${topic}`;
    let client = await connect(t, url, { app: 'shop', tracked: true });
    const before: unknown[] = [];
    const [expected, forbidden] = [[] as number[], [] as number[]];
    const state = { isListening: false };
    allowed.add(topic);
    const listen = async () => {
      const answer = (await client.socket.emitWithAck('dx:listen', { topics: [{ topic }] })) as ListenAnswer;
      state.isListening = answer.channels.length === 1;
    };
    const sync = async () => {
      const request = { channels: [{ channel, epoch: '', offset: 0 }] };
      const { channels } = (await client.socket.emitWithAck('dx:sync', request)) as SyncAnswer;
      return channels.flatMap(({ messages }) => messages.map(({ message }) => message));
    };
    /** Waits until the client has what was pushed. */
    const arrived = async () => {
      await gateway.push('shop', { userID: '*', eventName: 'end' });
      await client.next('end');
    };
    for (const [number, what] of steps.entries()) {
      if (what === 'push') {
        await gateway.push('shop', { topic, eventName: 'n', message: number });
        if (state.isListening) expected.push(number);
        if (!allowed.has(topic)) forbidden.push(number);
      }
      if (what === 'listen') await listen();
      if (what === 'leave') {
        await client.socket.emitWithAck('dx:leave', { topics: [topic] });
        state.isListening = false;
      }
      if (what === 'revoke') {
        allowed.delete(topic);
        const body = { userID: '*', topic };
        await post(`${url}/topics/revoke`, body, { authorization: `Bearer ${keyOf('shop')}` });
        state.isListening = false;
      }
      if (what === 'come back') {
        await arrived();
        before.push(...client.received);
        client.socket.disconnect();
        state.isListening = false;
        allowed.add(topic);
        client = await connect(t, url, { app: 'shop', tracked: true });
      }
      if (what === 'forged sync') {
        const replayed = await sync();
        assert.equal(
          state.isListening || replayed.length === 0,
          true,
          'a sync without listening gave messages',
        );
        for (const message of replayed) assert.equal(forbidden.includes(message as number), false);
      }
    }
    await arrived();
    client.socket.disconnect();
    const heard = [...before, ...client.received].filter((event) => (event as unknown[])[0] === 'n');
    const messages = heard.map((event) => (event as unknown[])[1]);
    assert.deepEqual(messages, expected);
  });
  await fc.assert(holds, { numRuns: 40 });
});
