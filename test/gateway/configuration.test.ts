import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import {
  ConfigurationError,
  createGateway,
  loadConfiguration,
  type GatewayConfiguration,
} from '../../src/gateway/index.js';
import { isReachable } from '../../src/gateway/config/production-checks.js';
import { post, startGateway, testApp } from './support/gateway.js';

const app = testApp('shop');
const mistakes: [sentence: RegExp, configuration: unknown][] = [
  [/^The configuration must be an object\.$/, null],
  [/^"apps" is missing\.$/, {}],
  [/^"apps" must be a list\.$/, { apps: {} }],
  [/^"apps" must not be empty\.$/, { apps: [] }],
  [/^"apps\[0\]\.id" is missing\.$/, { apps: [{ pushKeys: [] }] }],
  [/^"apps\[0\]\.id" must be a text\.$/, { apps: [{ ...app, id: 5 }] }],
  [/^"apps\[0\]\.pushkeys" is not a known field\.$/, { apps: [{ ...app, pushkeys: [] }] }],
  [/^"apps\[0\]\.pushKeys\[0\]" must .*16 characters: /, { apps: [{ ...app, pushKeys: ['x'] }] }],
  [
    /^"apps\[0\]\.users\[0\]\.id" must not be "\*"/,
    { apps: [{ ...app, users: [{ id: '*', password: 'x' }] }] },
  ],
  [/^"apps\[0\]\.users\[0\]" must have either/, { apps: [{ ...app, users: [{ id: 'a' }] }] }],
  [
    /^"apps\[0\]\.users\[0\]\.passwordHash" must look like scrypt:/,
    { apps: [{ ...app, users: [{ id: 'a', passwordHash: 'md5:x' }] }] },
  ],
  [
    /^"apps\[0\]\.allowedOrigins\[0\]" must be an origin/,
    { apps: [{ ...app, allowedOrigins: ['https://a.example/'] }] },
  ],
  [
    /^"apps\[0\]\.allowedOrigins\[0\]" must be an origin; any is allowed by "\*" in place of the list/,
    { apps: [{ ...app, allowedOrigins: ['*'] }] },
  ],
  [
    /^"apps\[0\]\.allowedOrigins" must be "\*" or a list/,
    { apps: [{ ...app, allowedOrigins: 'https://a' }] },
  ],
  [
    /^"apps\[0\]\.scenarios\.data\.a\/b" must be a function/,
    { apps: [{ ...app, scenarios: { data: { 'a/b': 1 } } }] },
  ],
  [
    /scenarios\.events\.dx:x" must not begin/,
    { apps: [{ ...app, scenarios: { events: { 'dx:x': () => 1 } } }] },
  ],
  [/^"limits\.maxPushBytes" must be at least 1\.$/, { apps: [app], limits: { maxPushBytes: 0 } }],
  [/^"logLevel" must be one of silent, /, { apps: [app], logLevel: 'loud' }],
  [/^The app ids must be different/, { apps: [app, { ...app, pushKeys: [] }] }],
  [/^The push keys must be different/, { apps: [app, { ...app, id: 'other' }] }],
  [/^The user ids of app "shop" must be/, { apps: [{ ...app, users: [...app.users!, ...app.users!] }] }],
];

for (const [sentence, configuration] of mistakes) {
  test(`a mistake is named: ${sentence.source}`, () => {
    assert.throws(
      () => createGateway(configuration as never),
      (error: Error) => {
        assert.equal(error instanceof ConfigurationError, true);
        assert.match(error.message, sentence);
        return true;
      },
    );
  });
}

async function file(t: TestContext, name: string, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

test('a configuration is read from a module or JSON', async (t) => {
  const module = await file(t, 'a.mjs', `export default ${JSON.stringify({ apps: [app] })}`);
  const json = await file(t, 'a.json', JSON.stringify({ apps: [app] }));
  assert.equal((await loadConfiguration(module)).apps[0]!.id, 'shop');
  assert.equal((await loadConfiguration(json)).apps[0]!.id, 'shop');
});

test('a file that cannot be used is named', async (t) => {
  await assert.rejects(loadConfiguration('/nowhere.json'), /"\/nowhere.json" cannot be read/);
  await assert.rejects(loadConfiguration(await file(t, 'a.json', '{')), /cannot be read/);
  await assert.rejects(loadConfiguration(await file(t, 'a.mjs', 'export const a = 1')), /no default export/);
  await assert.rejects(
    loadConfiguration(await file(t, 'a.json', '{"apps":1}')),
    /^ConfigurationError: "apps" must be/,
  );
});

test('a user logs in with a password hash', async (t) => {
  const salt = Buffer.from('some salt');
  const hash = scryptSync('open sesame', salt, 32).toString('base64');
  const users = [{ id: 'carol', role: 'admin', passwordHash: `scrypt:${salt.toString('base64')}:${hash}` }];
  const { url } = await startGateway(t, { apps: [testApp('shop', { users })] });
  const login = (password: string) =>
    post(`${url}/good/api/v5/auth`, { appID: 'shop', username: 'carol', password });
  assert.equal((await login('open sesame')).body.result.role, 'admin');
  assert.equal((await login('open')).status, 401);
});

test('it listens on this machine only, unless told otherwise, and then not with secrets of a demo', async (t) => {
  const key = 'c2VjdXJlIHJhbmRvbSBieXRlcyBvZiBhIGtleQ';
  const hashed = `scrypt:${Buffer.from('some salt').toString('base64')}:${Buffer.alloc(32).toString('base64')}`;
  const users = [{ id: 'carol', passwordHash: hashed }];
  const attempts: [sentence: RegExp | null, configuration: GatewayConfiguration][] = [
    [
      /^"apps\[0\]\.pushKeys\[0\]" is a key of an example/,
      { apps: [{ id: 'shop', pushKeys: ['demo-push-key'] }] },
    ],
    [/^"apps\[0\]\.pushKeys\[1\]"/, { apps: [{ id: 'shop', pushKeys: [key, 'aaaaaaaaaaaaaaaaaaaa'] }] }],
    [/^"metricsKey"/, { apps: [{ id: 'shop', pushKeys: [key] }], metricsKey: 'change-me-change-me' }],
    [
      /users\[0\]\.password" is in plain text/,
      { apps: [testApp('shop', { pushKeys: [key], users: [{ id: 'dave', password: 'plain' }] })] },
    ],
    [null, { apps: [{ id: 'shop', pushKeys: [key], users }] }],
    [null, { apps: [{ id: 'shop', pushKeys: [`sha256:${'a'.repeat(64)}`] }] }],
  ];
  for (const [sentence, configuration] of attempts) {
    const gateway = createGateway({ ...configuration, logLevel: 'silent' });
    t.after(() => gateway.close());
    const listening = gateway.listen({ port: 0, host: '0.0.0.0' });
    if (sentence === null) await listening;
    else {
      await assert.rejects(listening, (error: Error) => {
        assert.match(error.message, sentence);
        assert.equal(error.message.includes('demo-push-key'), false);
        return error instanceof ConfigurationError;
      });
    }
  }
  const { url } = await startGateway(t);
  assert.equal(new URL(url).hostname, '127.0.0.1');
});

test('who reaches a gateway is told by its address, or by the environment', () => {
  for (const host of ['127.0.0.1', '127.0.0.9', '::1', 'localhost'])
    assert.equal(isReachable(host, {}), false, host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'site.example'])
    assert.equal(isReachable(host, {}), true, host);
  assert.equal(isReachable('127.0.0.1', { NODE_ENV: 'production' }), true);
});
