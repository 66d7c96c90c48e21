import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before, describe, it } from 'node:test';
import { allows } from '../../src/cli/doctor/content-policy.js';
import { SETTINGS } from '../../src/cli/doctor/page-checks.js';
import { SETTING_ATTRIBUTES } from '../../src/connection/settings.js';
import { startGateway, testApp } from '../gateway/support/gateway.js';
import { runCommand } from '../gateway/support/run-command.js';

/** Pages by their path: a body, and a content security policy where there is one. */
const pages = new Map<string, { body: string; policy?: string; type?: string }>();

/** A site with what the build made in `/good/`, and without its parts in `/lonely/`. */
const site = createServer((request, response) => {
  const { pathname } = new URL(request.url!, 'http://site');
  const page = pages.get(pathname);
  if (page !== undefined) {
    response.setHeader('Content-Type', page.type ?? 'text/html');
    if (page.policy !== undefined) response.setHeader('Content-Security-Policy', page.policy);
    response.end(page.body);
    return;
  }
  const file = /^\/(?:good|lonely)\/(.+\.js)$/.exec(pathname)?.[1];
  const isThere = file !== undefined && !(pathname.startsWith('/lonely/') && file.startsWith('parts/'));
  const content = isThere ? readFile(`dist/${file}`) : Promise.reject(new Error('There is none.'));
  content.then(
    (bytes) => response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(bytes),
    () => response.writeHead(404, { 'Content-Type': 'text/html' }).end('<p>There is none.</p>'),
  );
});

describe('doctor --page', () => {
  let origin = '';
  let gateway = '';
  const cleanUp: (() => unknown)[] = [];
  const scope = { after: (work: () => unknown) => void cleanUp.push(work) };

  before(async () => {
    site.listen(0, '127.0.0.1');
    await new Promise((resolve) => site.once('listening', resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const apps = [
      testApp('shop', { allowedOrigins: [origin], anonymous: true }),
      testApp('other', { allowedOrigins: ['https://elsewhere.example'], anonymous: true }),
    ];
    ({ url: gateway } = await startGateway(scope, { apps }));
  });
  after(async () => {
    site.close();
    site.closeAllConnections();
    for (const work of cleanUp) await work();
  });

  /** The tag of a page that is well, with changes. */
  const tag = (changes: Record<string, string> = {}): string => {
    const attributes = {
      src: '/good/dx-realtime.js',
      'data-url': gateway,
      'data-app-id': 'shop',
      ...changes,
    };
    return `<script ${Object.entries(attributes)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}="${value}"`)
      .join(' ')} defer></script><dx-alert-toast event-name="alert"></dx-alert-toast>`;
  };

  let count = 0;
  async function examine(body: string, policy?: string): Promise<{ code: number | null; output: string }> {
    const path = `/page-${++count}.html`;
    pages.set(path, { body, ...(policy !== undefined && { policy }) });
    const { ended, output } = runCommand(scope, ['doctor', '--page', `${origin}${path}`]);
    return { code: await ended, output: output() };
  }

  it('a page that is well passes, and its gateway is looked at from its origin', async () => {
    const hash = createHash('sha384')
      .update(await readFile('dist/dx-realtime.js'))
      .digest('base64');
    const policy = `script-src 'self'; connect-src ${gateway} ${gateway.replace('http', 'ws')}`;
    const { code, output } = await examine(tag({ integrity: `sha384-${hash}` }), policy);
    assert.equal(code, 0, output);
    for (const line of [
      /^ok +Script: .* with the hash of its tag/m,
      /^ok +Parts: All \d+ parts/m,
      /^ok +Settings: Elements connect to http:.*, app "shop"/m,
      /^ok +Policy: .*lets the script and the connection through/m,
      /^ok +Health/m,
      /^ok +CORS: Pages of http:.* get answers/m,
      /^ok +Admission: .* let in/m,
    ])
      assert.match(output, line);
  });

  /** What is on a page, and what must be said about it, with what helps. */
  const faults: Record<string, [body: () => string, said: RegExp, policy?: string]> = {
    'parts that are missing': [
      () => tag({ src: '/lonely/dx-realtime.js' }),
      /WRONG +Parts: \d+ of \d+ parts are missing in http:.*\/lonely\/parts\/: .*\n +→ Put the folder dist\/parts\/ .*dx-realtime\.all\.js/,
    ],
    'a script that is not there': [
      () => tag({ src: '/nowhere/dx-realtime.js' }),
      /WRONG +Script: The script is not at .*\/nowhere\/dx-realtime\.js: the answer is 404/,
    ],
    'a hash of another version': [
      () => tag({ integrity: 'sha384-AAAA' }),
      /WRONG +Script: The hash in "integrity" is of another file.*\n +→ Take the hash of this version, sha384-/,
    ],
    'settings that were lost': [
      () => tag({ 'data-url': '', 'data-app-id': '' }),
      /WRONG +Settings: Nothing says where to connect.*\n +→ Write data-app-id/,
    ],
    'a setting that is written otherwise': [
      () => tag({ 'data-app-id': '', 'data-appid': 'shop' }),
      /WRONG +Settings: The setting "data-appid" of the script tag is not read.\n +→ Write it "data-app-id"/,
    ],
    'an app id of an example': [
      () => tag({ 'data-app-id': 'YOUR_APP_ID' }),
      /WRONG +Settings: The app id is still "YOUR_APP_ID"/,
    ],
    'an app that the gateway does not have': [
      () => tag({ 'data-app-id': 'shoop' }),
      /WRONG +Session: The gateway has no app "shoop"/,
    ],
    'an origin that the app refuses': [
      () => tag({ 'data-app-id': 'other' }),
      /WRONG +CORS: The app "other" refuses http:.*\n +→ Add it to "allowedOrigins" of "other"/,
    ],
    'two versions': [
      () => `${tag()}<script src="https://cdn.example/dx-realtime@0.0.9/dist/dx-realtime.all.js"></script>`,
      /WRONG +Script: Two versions are on the page: .*\n +→ Keep one script tag/,
    ],
    'a policy that refuses the connection': [
      () => tag(),
      /WRONG +Policy: The policy refuses connections to http:.* and ws:.*\n +→ Add .* to connect-src/,
      "script-src 'self'; connect-src 'self'",
    ],
    'a policy that refuses the script': [
      () => `<meta http-equiv="Content-Security-Policy" content="script-src &#39;none&#39;">${tag()}`,
      /WRONG +Policy: The policy refuses the script .*\n +→ Add http:.* to script-src/,
    ],
  };

  it('each fault of a page is told with what helps, and the command fails', async () => {
    const names = Object.keys(faults);
    const results = await Promise.all(names.map((name) => examine(faults[name]![0](), faults[name]![2])));
    for (const [index, { code, output }] of results.entries()) {
      assert.match(output, faults[names[index]!]![1], names[index]);
      assert.equal(code, 1, names[index]);
    }
  });

  it('a page that wants people to be called is told whether the worker is at the root of its site', async () => {
    const body = tag().replace('<dx-alert-toast ', '<dx-alert-toast desktop="always" ');
    const check = async (said: RegExp, policy?: string): Promise<void> => {
      const { code, output } = await examine(body, policy);
      assert.match(output, said);
      assert.equal(code, said.source.startsWith('^ok') ? 0 : 1, output);
    };
    await check(
      /WRONG +Web Push: The worker is not at .*\/dx-push\.js: the answer is 404.*\n +→ Put dist\/dx-push\.js/,
    );
    pages.set('/dx-push.js', { body: 'self.skipWaiting();', type: 'text/javascript' });
    await check(/WRONG +Web Push: What is at .*\/dx-push\.js is not the worker of this package/);
    pages.set('/dx-push.js', { body: await readFile('dist/dx-push.js', 'utf8'), type: 'text/javascript' });
    await check(/^ok +Web Push: The worker is at .*\/dx-push\.js/m);
    await check(
      /WRONG +Web Push: The policy refuses the worker .*\n +→ Add 'self' to worker-src/,
      "worker-src 'none'",
    );
    assert.match((await examine(tag())).output, /^– +Web Push: No element asks for it/m);
  });

  it('a page without the package, and an address that is no page, are told', async () => {
    assert.match((await examine('<p>Hello</p>')).output, /WRONG +Script: The page has no script tag/);
    const { ended, output } = runCommand(scope, ['doctor', '--page', `${origin}/none.html`]);
    assert.equal(await ended, 1);
    assert.match(output(), /WRONG +Page: The page answers 404/);
  });
});

test('the doctor knows the settings that a script tag takes', () => {
  assert.deepEqual(
    SETTINGS,
    Object.values(SETTING_ATTRIBUTES).map((name) => `data-${name}`),
  );
});

test('a content security policy is read as browsers read it', () => {
  const page = new URL('https://shop.example/cart');
  const script = new URL('https://cdn.example/a/dx-realtime.js');
  const lets = (policy: string, address = script, nonce?: string): boolean =>
    allows(policy, { directive: 'script-src', address, page, nonce });
  assert.ok(lets("img-src 'none'"));
  assert.ok(!lets("default-src 'self'"));
  assert.ok(lets("default-src 'self'", new URL('https://shop.example/x.js')));
  assert.ok(lets("default-src 'none'; script-src https:"));
  assert.ok(lets('script-src *.example'));
  assert.ok(lets('script-src cdn.example/a/'));
  assert.ok(!lets('script-src cdn.example/a'));
  assert.ok(!lets('script-src http://cdn.example:8080'));
  assert.ok(lets("script-src 'nonce-x'", script, 'x'));
  assert.ok(!lets("script-src 'nonce-x'", script, 'y'));
  assert.ok(!lets("script-src 'strict-dynamic' 'nonce-x' https:", script, 'y'));
  assert.ok(!lets("script-src *, script-src 'none'"));
  const socket = (policy: string): boolean =>
    allows(policy, { directive: 'connect-src', address: new URL('wss://shop.example'), page });
  assert.ok(socket("connect-src 'self'"));
  assert.ok(socket('connect-src wss://shop.example'));
  assert.ok(!socket('connect-src https://other.example'));
  const worker = (policy: string): boolean =>
    allows(policy, { directive: 'worker-src', address: new URL('https://shop.example/dx-push.js'), page });
  assert.ok(worker("worker-src 'self'; script-src 'none'"));
  assert.ok(worker("child-src 'self'; default-src 'none'"));
  assert.ok(!worker("script-src 'none'; default-src 'self'"));
});
