import assert from 'node:assert/strict';
import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { createTopicToken } from '../../src/gateway/index.js';
import { keyOf, startGateway, testApp } from '../gateway/support/gateway.js';
import { runCommand } from '../gateway/support/run-command.js';

const ORIGIN = 'https://www.example.com';

async function examine(t: TestContext, given: string[], environment: Record<string, string> = {}) {
  const { ended, output } = runCommand(t, ['doctor', ...given], environment);
  return { code: await ended, output: output() };
}

async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a deployment that is well passes every check', async (t) => {
  const { url, login } = await startGateway(t, { apps: [testApp('shop', { allowedOrigins: [ORIGIN] })] });
  const secrets = { DX_SESSION: await login('shop', 'alice'), DX_PUSH_KEY: keyOf('shop') };
  const { code, output } = await examine(t, [url, '--app', 'shop', '--origin', ORIGIN], secrets);
  assert.equal(code, 0, output);
  assert.equal(output.match(/^ok /gm)?.length, 9, output);
  assert.match(output, /Session: The session is that of "alice"/);
  assert.match(output, /WebSocket: WebSocket connects, in \d+ ms/);
  assert.match(output, /let in, with replay/);
  assert.match(output, /Round trip: A message takes \d+ ms/);
  for (const secret of Object.values(secrets)) assert.ok(!output.includes(secret));
});

test('what is not given is skipped, and said', async (t) => {
  const { url } = await startGateway(t);
  const { code, output } = await examine(t, [url]);
  assert.equal(code, 0, output);
  assert.match(output, /CORS: Give --origin/);
  assert.match(output, /Round trip: Give --app, and DX_PUSH_KEY/);
});

test('foreign origin, ended session and wrong key are told apart, each with what helps', async (t) => {
  const { url } = await startGateway(t);
  const { code, output } = await examine(t, [url, '--app', 'shop', '--origin', ORIGIN], {
    DX_SESSION: 'ended',
    DX_PUSH_KEY: 'not the key',
  });
  assert.equal(code, 1);
  assert.match(output, /WRONG +CORS: .*\n +→ Add "https:\/\/www\.example\.com" to "allowedOrigins"/);
  assert.match(output, /WRONG +Session: The session is unknown or has ended/);
  const key = await examine(t, [url, '--app', 'shop'], { DX_PUSH_KEY: 'wrong-push-key' });
  assert.match(key.output, /WRONG +Admission: The app does not let the page in: This app needs a session_id/);
  const app = await examine(t, [url, '--app', 'shoop']);
  assert.match(app.output, /WRONG +Session: The gateway has no app "shoop"/);
});

test('a wrong push key, and the key of another app, are found', async (t) => {
  const apps = [testApp('shop', { anonymous: true }), testApp('blog')];
  const { url } = await startGateway(t, { apps });
  const { output } = await examine(t, [url, '--app', 'shop'], { DX_PUSH_KEY: 'wrong-push-key' });
  assert.match(
    output,
    /WRONG +Round trip: The push was refused \(401\)\. The key in "Authorization" is unknown/,
  );
  const other = await examine(t, [url, '--app', 'shop'], { DX_PUSH_KEY: keyOf('blog') });
  assert.match(
    other.output,
    /WRONG +Round trip: .*did not come.*\n +→ Is the push key that of the app "shop"/,
  );
});

test('a proxy that does not pass the upgrade on is named as the reason', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const proxy = await serve(t, (incoming, outgoing) => {
    const headers = { ...incoming.headers, connection: 'close' };
    delete headers.upgrade;
    const passed = request(new URL(incoming.url!, url), { method: incoming.method!, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  const { code, output } = await examine(t, [proxy, '--app', 'shop']);
  assert.equal(code, 1);
  assert.match(output, /ok +Polling: Long polling connects/);
  assert.match(output, /WRONG +WebSocket: .*\n +→ The proxy in front does not pass the upgrade on/);
  assert.match(output, /ok +Admission/);
});

test('something else, and nothing at all, at the address', async (t) => {
  const other = await serve(t, (_incoming, outgoing) => outgoing.writeHead(404).end('nothing'));
  const wrong = await examine(t, [other]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.output, /WRONG +Health: What answers here \(404\) is no gateway/);
  assert.match(wrong.output, /WRONG +Version: There is no Socket\.IO/);
  const nothing = await examine(t, ['http://127.0.0.1:9']);
  assert.equal(nothing.code, 1);
  assert.match(nothing.output, /WRONG +Health: (Nothing listens|The server cannot be reached)/);
  assert.doesNotMatch(nothing.output, /Readiness/);
});

test('who may listen to a topic is said, and what helps where they may not', async (t) => {
  const topicSecret = 'the topic secret of the doctor';
  const topics = { 'news:*': 'anyone', 'order:*': 'signed' } as const;
  const apps = [testApp('shop', { anonymous: true, topics, topicSecret })];
  const { url } = await startGateway(t, { apps });
  const ask = (topic: string, environment: Record<string, string> = {}) =>
    examine(t, [url, '--app', 'shop', '--topic', topic], environment);
  const token = createTopicToken({ secret: topicSecret, app: 'shop', topic: 'order:1' });
  const [open, missing, signed, none] = await Promise.all([
    ask('news:1'),
    ask('order:1'),
    ask('order:1', { DX_TOPIC_TOKEN: token }),
    ask('secret'),
  ]);
  assert.match(open.output, /ok +Topic: Whoever is not signed in may listen to "news:1"/);
  assert.match(
    missing.output,
    /WRONG +Topic: .* may not listen to "order:1": .*\n +→ Let the back end make a token/,
  );
  assert.equal(missing.code, 1);
  assert.match(signed.output, /ok +Topic: /);
  assert.ok(!signed.output.includes(token));
  assert.match(none.output, /→ Add a pattern that fits to "topics"/);
});
