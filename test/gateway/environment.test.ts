import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { unknownVariables, variablesIn, withEnvironment } from '../../src/gateway/config/environment.js';
import { configurationJsonSchema, settingsOf } from '../../src/gateway/config/schema.js';
import type { GatewayConfiguration } from '../../src/gateway/index.js';
import { get, post } from './support/gateway.js';
import { runCommand } from './support/run-command.js';
import { until } from './support/until.js';

const KEY = 'x9Kd72mfLq0vTz4R8wYb';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dx-environment-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const from = (environment: Record<string, string>, given: Partial<GatewayConfiguration> = {}) =>
  withEnvironment(given, environment);

test('each setting that a text can give has a variable: numbers, switches, texts, lists, JSON', () => {
  const configuration = from({
    DX_METRICS_KEY: KEY,
    DX_PROXIES: '1',
    DX_LIMITS_MAX_PUSH_BYTES: '5000',
    DX_HEARTBEAT_INTERVAL: '7.5',
    DX_SHUTDOWN_DELAY: '3',
    DX_APPS_0_ID: 'shop',
    DX_APPS_0_PUSH_KEYS: `${KEY}1, ${KEY}2`,
    DX_APPS_0_ANONYMOUS: 'true',
    DX_APPS_0_ALLOWED_ORIGINS: 'https://a.example\nhttps://b.example',
    DX_APPS_0_LOG_MAX_AGE: '60',
    DX_APPS_0_TOPICS: '{"news":"anyone"}',
    DX_APPS_0_USERS: '[]',
    DX_APPS_0_INBOX_EVENTS: 'alert,news',
    DX_APPS_1_ID: 'blog',
    DX_APPS_1_PUSH_KEYS: `["${KEY}3"]`,
    DX_APPS_1_ALLOWED_ORIGINS: '*',
  });
  const settings = settingsOf(configuration as GatewayConfiguration);
  assert.equal(settings.metricsKey, KEY);
  assert.equal(settings.proxies, 1);
  assert.equal(settings.limits.maxPushBytes, 5000);
  assert.deepEqual([settings.heartbeat.interval, settings.shutdown.delay], [7.5, 3]);
  const [shop, blog] = settings.apps;
  assert.deepEqual(shop!.pushKeys, [`${KEY}1`, `${KEY}2`]);
  assert.deepEqual(shop!.allowedOrigins, ['https://a.example', 'https://b.example']);
  assert.deepEqual([shop!.anonymous, shop!.log.maxAge, shop!.topics], [true, 60, { news: 'anyone' }]);
  assert.deepEqual(shop!.inbox!.events, ['alert', 'news']);
  assert.deepEqual([blog!.id, blog!.pushKeys, blog!.allowedOrigins], ['blog', [`${KEY}3`], '*']);
});

test('a variable comes before the file, changes nothing beside it, and handlers stay what they are', () => {
  const handler = () => 1;
  const given: GatewayConfiguration = {
    position: 5,
    limits: { maxPushBytes: 1, maxMessageBytes: 2 },
    apps: [{ id: 'shop', pushKeys: [KEY], scenarios: { data: { 'a/b': handler } } }],
  };
  const changed = from(
    { DX_LIMITS_MAX_PUSH_BYTES: '9', DX_APPS_0_ANONYMOUS: 'true', DX_POSITION: '' },
    given,
  );
  assert.deepEqual([changed.limits, changed.position], [{ maxPushBytes: 9, maxMessageBytes: 2 }, 5]);
  assert.equal(changed.apps![0]!.scenarios!.data!['a/b'], handler);
  assert.deepEqual(given.limits, { maxPushBytes: 1, maxMessageBytes: 2 });
  assert.equal('anonymous' in given.apps[0]!, false);
});

test('a secret comes from a file, without the end of its line, and never stands in a sentence', (t) => {
  const folder = folderFor(t);
  const file = join(folder, 'keys');
  writeFileSync(file, `${KEY}1\n${KEY}2\n`);
  const given = from({ DX_APPS_0_ID: 'shop', DX_APPS_0_PUSH_KEYS_FILE: file });
  assert.deepEqual(given.apps![0]!.pushKeys, [`${KEY}1`, `${KEY}2`]);
  const wrong: [RegExp, Record<string, string>][] = [
    [
      /^The file that DX_METRICS_KEY_FILE names cannot be read/,
      { DX_METRICS_KEY_FILE: join(folder, 'none') },
    ],
    [/^DX_PROXIES must be a number\.$/, { DX_PROXIES: `x${KEY}` }],
    [/^DX_APPS_0_ANONYMOUS must be "true" or "false"\.$/, { DX_APPS_0_ANONYMOUS: KEY }],
    [/^DX_APPS_0_USERS is not valid JSON\.$/, { DX_APPS_0_USERS: `[${KEY}` }],
    [/^DX_APPS_0_TOPICS must be JSON\.$/, { DX_APPS_0_TOPICS: KEY }],
    [/^DX_APPS_7_ID is of an app number 7, but there are only 0/, { DX_APPS_7_ID: KEY }],
  ];
  for (const [sentence, environment] of wrong) {
    assert.throws(
      () => from(environment),
      (error: Error) => sentence.test(error.message) && !error.message.includes(KEY),
      String(sentence),
    );
  }
});

test('a variable that names no setting is told, those of the commands are not, and none reaches a prototype', () => {
  const environment = {
    ...{ DX_LIMTS_MAX_PUSH_BYTES: '1', DX___PROTO___POLLUTED: '1', DX_APPS_0___PROTO__: '{}' },
    ...{ DX_CONFIG: 'x', DX_PUSH_KEY: 'x', PATH: '/' },
  };
  const unknown = ['DX___PROTO___POLLUTED', 'DX_APPS_0___PROTO__', 'DX_LIMTS_MAX_PUSH_BYTES'];
  assert.deepEqual(unknownVariables(environment).sort(), unknown.sort());
  assert.deepEqual(from(environment), {});
  assert.equal('polluted' in {}, false);
});

test('the page of the configuration has every setting with its variable, as the schema and the types say now', async () => {
  const address = new URL('../../scripts/configuration-page.js', import.meta.url).href;
  const { configurationPage } = (await import(address)) as { configurationPage: () => Promise<string> };
  const page = await configurationPage();
  const command = 'node --import ./scripts/typescript.js scripts/configuration-page.js';
  assert.equal(readFileSync('docs/configuration.md', 'utf8'), page, `run: ${command}`);
  const names = variablesIn(configurationJsonSchema()).map(({ name }) => name);
  assert.ok(names.length >= 50, `${names.length} variables`);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.ok(page.includes(`>${name}<`), name);
});

test('a gateway runs by its environment alone, and says which variable it does not know', async (t) => {
  const folder = folderFor(t);
  writeFileSync(join(folder, 'keys'), KEY);
  const { output } = runCommand(t, ['gateway', '--port', '0'], {
    DX_APPS_0_ID: 'shop',
    DX_APPS_0_PUSH_KEYS_FILE: join(folder, 'keys'),
    DX_POSITON: '3',
  });
  const url = await until(() => /listening on (http:\S+),/.exec(output())?.[1], 'the address');
  assert.equal((await get(`${url}/readyz`)).status, 200);
  const push = { userID: '*', eventName: 'e' };
  assert.equal((await post(`${url}/push`, push, { authorization: `Bearer ${KEY}` })).status, 202);
  await until(() => output().includes('DX_POSITON names no setting'), 'the sentence');
});
