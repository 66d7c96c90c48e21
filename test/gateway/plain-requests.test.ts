import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect as connectTcp } from 'node:net';
import test, { type TestContext } from 'node:test';
import { connect } from './support/client.js';
import { keyOf, startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

/** Sends bytes. @returns what came until the answer has as many statuses as there should be, or until the end */
async function exchange(t: TestContext, url: string, bytes: string[], answers = 1): Promise<string> {
  const socket = connectTcp(Number(new URL(url).port), '127.0.0.1');
  t.after(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let came = '';
  let isOver = false;
  socket.on('data', (data) => (came += data.toString()));
  socket.on('close', () => (isOver = true));
  for (const piece of bytes) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => isOver || (came.match(/HTTP\/1\.1 \d/g)?.length ?? 0) >= answers, 'the answers');
  return came;
}

const BODY = JSON.stringify({ userID: '*', eventName: 'told', message: 1 });

/** As `java.net.http.HttpClient` sends it with every plain request. */
const offering = (path: string, offer: string) =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, HTTP2-Settings\r\n` +
  `Content-Length: ${BODY.length}\r\nContent-Type: application/json\r\nAuthorization: Bearer ${keyOf('shop')}\r\n` +
  `HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nUpgrade: ${offer}\r\n\r\n`;

test('a push that offers HTTP/2 is carried out over HTTP/1.1, however its bytes come', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const client = await connect(t, url, { app: 'shop' });
  const head = offering('/push', 'h2c');
  for (const pieces of [
    [head + BODY],
    [head, BODY],
    [head.slice(0, 40), head.slice(40), BODY.slice(0, 9), BODY.slice(9)],
  ]) {
    assert.match(await exchange(t, url, pieces), /^HTTP\/1\.1 202 /);
  }
  await until(() => client.received.length === 3, 'the pushes');
});

test('a connection that offered HTTP/2 is kept, and each further request on it is answered once', async (t) => {
  const { url } = await startGateway(t);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ports = new Set<number | undefined>();
  for (let count = 0; count < 3; count += 1) {
    const headers = {
      ...{ connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAA' },
      ...{ authorization: `Bearer ${keyOf('shop')}`, 'content-type': 'application/json' },
    };
    const asked = request(`${url}/push`, { method: 'POST', agent, headers });
    asked.end(BODY);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    assert.equal(response.statusCode, 202);
    ports.add(response.socket.localPort);
    await once(response.resume(), 'end');
  }
  assert.equal(ports.size, 1);
});

test('Socket.IO by polling is answered although another protocol is offered; a WebSocket elsewhere is a 404', async (t) => {
  const { url } = await startGateway(t);
  const get = (path: string, offer: string) =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: ${offer}\r\n\r\n`;
  assert.match(await exchange(t, url, [get('/socket.io/?EIO=4&transport=polling', 'h2c')]), /"sid"/);
  assert.match(await exchange(t, url, [get('/elsewhere', 'websocket')]), /^HTTP\/1\.1 404 /);
});

test('a site that embeds the gateway keeps WebSockets of its own', async (t) => {
  const { url, gateway, login } = await startGateway(t);
  gateway.http.server.on('upgrade', ({ url: path }, socket) => {
    if (path === '/own') socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  });
  const asked = 'GET /own HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  assert.match(await exchange(t, url, [asked]), /^HTTP\/1\.1 101 /);
  await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
});
