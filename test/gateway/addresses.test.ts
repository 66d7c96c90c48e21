import assert from 'node:assert/strict';
import dns from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import test, { type TestContext } from 'node:test';
import { connect } from './support/client.js';
import { createGateway } from '../../src/gateway/index.js';
import { testApp } from './support/gateway.js';
import { openPolling, type Polling } from './support/polling.js';

const hasIPv6 = await once(createServer().listen(0, '::1').unref(), 'listening').then(
  () => true,
  () => false,
);

const skip = hasIPv6 ? false : 'this machine has no ::1';

/** A machine on which `localhost` has two addresses, as most have. */
function giveBothAddresses(t: TestContext): void {
  const lookup = dns.lookup as (...given: unknown[]) => void;
  t.mock.method(dns, 'lookup', (name: string, ...given: unknown[]) => {
    const both = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    if (name === 'localhost') (given.at(-1) as (...answer: unknown[]) => void)(null, both);
    else lookup(name, ...given);
  });
}

test(
  'where localhost has two addresses, polling, WebSocket and HTTP are at both, and none is after the end',
  { skip },
  async (t) => {
    const apps = [testApp('shop', { anonymous: true })];
    const gateway = createGateway({ apps, logLevel: 'silent' });
    t.after(() => gateway.close());
    giveBothAddresses(t);
    const { port } = new URL((await gateway.listen({ port: 0, host: 'localhost' })).url);
    const clients = [];
    const polling: Polling[] = [];
    for (const host of ['127.0.0.1', '[::1]']) {
      const url = `http://${host}:${port}`;
      assert.equal((await fetch(`${url}/healthz`)).status, 200, url);
      // The polling of Socket.IO's client cannot reach an IPv6 address from Node.
      polling.push(await openPolling(url));
      assert.equal((await polling.at(-1)!.send('40{"app_id":"shop"}')).status, 200);
      clients.push(await connect(t, url, { app: 'shop', transports: ['websocket'] }));
    }
    for (const one of polling) assert.match(await one.poll(), /^40/);
    await gateway.push('shop', { userID: '*', eventName: 'e', message: 'm' });
    for (const { next } of clients) assert.deepEqual(await next('e'), ['m']);
    for (const one of polling) assert.match(await one.poll(), /\["e","m"\]/);
    await gateway.close();
    for (const host of ['127.0.0.1', '[::1]']) await assert.rejects(fetch(`http://${host}:${port}/healthz`));
  },
);

test(
  'an address that is taken at one of two is a line in the log, and the other one serves',
  { skip },
  async (t) => {
    const lines: string[] = [];
    const logStream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const taken = createServer().listen(0, '::1');
    t.after(() => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const gateway = createGateway({ apps: [testApp('shop')], logLevel: 'warn' }, { logStream });
    t.after(() => gateway.close());
    giveBothAddresses(t);
    const { url } = await gateway.listen({ port, host: 'localhost' });
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    assert.match(lines.join(''), /does not listen on one of its addresses/);
  },
);
