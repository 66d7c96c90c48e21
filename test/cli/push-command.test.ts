import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { connect } from '../gateway/support/client.js';
import { keyOf, startGateway } from '../gateway/support/gateway.js';
import { runCommand } from '../gateway/support/run-command.js';
import { until } from '../gateway/support/until.js';

/** What it says on a slow machine. */
const WAITING = /^Waiting for .*\n/m;

test('push sends a text or JSON to a user, with the key from a variable or a file', async (t) => {
  const { url, login } = await startGateway(t);
  const { received } = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
  const folder = await mkdtemp(join(tmpdir(), 'dx-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'key');
  await writeFile(file, `${keyOf('shop')}\n`);

  const text = runCommand(t, ['push', 'alice', 'alert', 'Hello', '--url', url], {
    DX_PUSH_KEY: keyOf('shop'),
  });
  assert.equal(await text.ended, 0, text.output());
  assert.match(text.output(), /^Pushed to alice; 1 connection is open now\./);
  const json = runCommand(t, ['push', 'alice', 'alert', '{"title":"Hi"}', '--json', '--key-file', file], {
    DX_URL: url,
  });
  assert.equal(await json.ended, 0, json.output());
  const came = await until(() => received.length === 2 && received, 'both messages');
  assert.deepEqual(came, [
    ['alert', 'Hello'],
    ['alert', { title: 'Hi' }],
  ]);
});

test('push --delay and --at schedule, and say when it is sent; a time that is none is refused with a sentence', async (t) => {
  const { url } = await startGateway(t);
  const run = async (...options: string[]): Promise<[number | null, string]> => {
    const { ended, output } = runCommand(t, ['push', 'alice', 'alert', '--url', url, ...options], {
      DX_PUSH_KEY: keyOf('shop'),
    });
    return [await ended, output().replace(WAITING, '')];
  };
  const at = new Date(Date.now() + 60_000).toISOString();
  assert.deepEqual(await run('--at', at, '--id', 'x'), [0, `Is pushed to alice at ${at}. Its id is x.\n`]);
  const [code, text] = await run('--delay', '60');
  assert.deepEqual([code, /^Is pushed to alice at 20\S+Z\. Its id is \S+\.\n$/.test(text)], [0, true]);
  const [refused, sentence] = await run('--at', 'tomorrow');
  assert.deepEqual([refused, /Not pushed \(422\)\. "at" must be/.test(sentence)], [1, true]);
});

test('push --digest-key joins a digest and says so, --cancel takes back what waits, once', async (t) => {
  const { url } = await startGateway(t);
  const run = async (...given: string[]): Promise<[number | null, string]> => {
    const { ended, output } = runCommand(t, ['push', ...given, '--url', url], { DX_PUSH_KEY: keyOf('shop') });
    return [await ended, output().replace(WAITING, '')];
  };
  const digest = ['--digest-key', 'orders', '--digest-window', '600', '--digest-message', '{count} orders'];
  const [joined, said] = await run('alice', 'alert', 'Order 1', ...digest);
  assert.deepEqual(
    [joined, /^Is number 1 of what is pushed to alice as one at 20\S+Z\./.test(said)],
    [0, true],
  );
  const [, second] = await run('alice', 'alert', 'Order 2', ...digest);
  const id = /The id of that is (\S+)\.\n$/.exec(second)?.[1];
  assert.match(second, /^Is number 2 /);
  const [cancelled, sentence] = await run('--cancel', id!);
  assert.equal(cancelled, 0, sentence);
  assert.match(sentence, /^The push \S+, which waited until 20\S+Z, is cancelled\.\n$/);
  const [unknown, refusal] = await run('--cancel', 'a/b?c');
  assert.deepEqual([unknown, /^Not cancelled \(404\)\. No push with this id waits/.test(refusal)], [1, true]);
  const [half, needed] = await run('alice', 'alert', '--digest-key', 'orders');
  assert.deepEqual([half, /needs both --digest-key and --digest-window/.test(needed)], [1, true]);
  const [both, either] = await run('alice', 'alert', '--cancel', 'x');
  assert.deepEqual([both, /--cancel ID takes neither USER nor EVENT/.test(either)], [1, true]);
});

test('push sends an object as a text where --json is left out, and says so; a text with braces is one', async (t) => {
  const { url } = await startGateway(t);
  const outputOf = async (message: string): Promise<string> => {
    const run = runCommand(t, ['push', '*', 'alert', message, '--url', url], { DX_PUSH_KEY: keyOf('shop') });
    assert.equal(await run.ended, 0, run.output());
    return run.output();
  };
  assert.match(await outputOf('{"title":"Hi"}'), /sent as a text; with --json it is sent as the object/);
  assert.doesNotMatch(await outputOf('{ braces, no JSON }'), /--json/);
});

test('push does not follow a redirect, which would carry the key to an address that nobody named', async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(302, { Location: '/elsewhere' }).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { ended, output } = runCommand(t, ['push', 'alice', 'alert', '--url', url], { DX_PUSH_KEY: 'key' });
  assert.equal(await ended, 1);
  assert.match(output(), /^Not pushed \(302\)\. http:\S+ leads on to http:\S+: name that one with --url\.$/m);
  assert.deepEqual(asked, ['POST /push']);
});

test('push says that it waits where the answer takes long', async (t) => {
  let answer: (() => void) | null = null;
  const server = createServer((_, response) => {
    answer = () => response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"id":"7"}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { output, ended } = runCommand(t, ['push', 'alice', 'alert', '--url', url], { DX_PUSH_KEY: 'key' });
  await until(() => output().includes(`Waiting for ${url} …`), 'a word of it');
  const answerNow = await until(() => answer, 'the question');
  answerNow();
  assert.equal(await ended, 0, output());
  assert.match(output(), /Its id is 7\.$/m);
});

test('push says in a sentence why it did not', async (t) => {
  const { url } = await startGateway(t);
  const key = { DX_PUSH_KEY: keyOf('shop') };
  const attempts: [sentence: RegExp, given: string[], environment: Record<string, string>][] = [
    [/USER and EVENT are needed/, ['alice'], key],
    [/at most one MESSAGE/, ['alice', 'alert', 'two', 'words'], key],
    [/push key is missing/, ['alice', 'alert'], {}],
    [/"\/nowhere" cannot be read/, ['alice', 'alert', '--key-file', '/nowhere'], {}],
    [/Unknown option '--key'/, ['alice', 'alert', '--key', 'k'], {}],
    [/not valid JSON/, ['alice', 'alert', '{', '--json'], key],
    [/no address such as/, ['alice', 'alert', '--url', 'localhost:8080'], key],
    [/Nothing answers at http:\/\/127\.0\.0\.1:9/, ['alice', 'alert', '--url', 'http://127.0.0.1:9'], key],
    [
      /Not pushed \(401\)\. The key in "Authorization" is unknown/,
      ['alice', 'alert'],
      { DX_PUSH_KEY: 'wrong-key' },
    ],
    [/Not pushed \(422\)\. .*"eventName"/, ['alice', 'dx:x'], key],
  ];
  for (const [sentence, given, environment] of attempts) {
    const { ended, output } = runCommand(t, ['push', ...given], { DX_URL: url, ...environment });
    assert.equal(await ended, 1, given.join(' '));
    assert.match(output(), sentence);
    assert.doesNotMatch(output(), /^ +at /m);
  }
});
