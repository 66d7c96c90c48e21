import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import fc from 'fast-check';
import WebSocket from 'ws';
import { connect } from './support/client.js';
import { keyOf, startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const eventName = fc.oneof(anyText, fc.constantFrom('dx:sync', 'dx:hello', 'connect', '__proto__', 'x'));
const packet = fc.oneof(
  anyText,
  fc
    .tuple(fc.constantFrom('2', '3', '20', '42', '421', '43', '451-', '40', '41', '44', '6'), anyText)
    .map((p) => p.join('')),
  fc.tuple(eventName, fc.jsonValue()).map((values) => `42${JSON.stringify(values)}`),
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
  ];
  const body = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), field).map((value) => JSON.stringify(value)),
    anyText,
  );
  const path = fc.constantFrom(
    '/push',
    '/revoke',
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
