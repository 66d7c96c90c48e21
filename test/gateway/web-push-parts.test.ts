import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsOf } from '../../src/gateway/config/schema.js';
import { calledEvents } from '../../src/gateway/web-push/called-events.js';
import { deliveryOf } from '../../src/gateway/web-push/deliver.js';
import { endpointProblem, toleratesSilence } from '../../src/gateway/web-push/endpoint.js';
import { payloadOf, tagOf } from '../../src/gateway/web-push/payload.js';
import { isPublic, publicLookup } from '../../src/gateway/web-push/public-address.js';
import { isQuiet } from '../../src/gateway/web-push/quiet-hours.js';
import { retryDelay } from '../../src/gateway/web-push/retry.js';
import { readSubscription } from '../../src/gateway/web-push/subscription-request.js';
import { createVapidKeys, isKeyPair } from '../../src/gateway/web-push/vapid-keys.js';
import type { Subscription } from '../../src/gateway/web-push/push-store.js';
import type { GatewayConfiguration } from '../../src/gateway/index.js';

test('an endpoint is taken of known push services over https only', () => {
  for (const good of [
    'https://fcm.googleapis.com/fcm/send/x',
    'https://updates.push.services.mozilla.com/wpush/v2/x',
    'https://web.push.apple.com/x',
    'https://wns2-par02p.notify.windows.com/w/?token=x',
    'https://push.site.example:8443/x',
  ])
    assert.equal(endpointProblem(good, ['push.site.example:8443']), null, good);
  for (const bad of [
    'http://fcm.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evilpush.apple.com.example/',
    'https://169.254.169.254/latest',
    'https://user@fcm.googleapis.com/x',
    'https://localhost/x',
    'nothing',
    `https://fcm.googleapis.com/${'x'.repeat(2_048)}`,
  ])
    assert.match(endpointProblem(bad, []) ?? '', /^must /, bad);
});

test('an address in numbers is taken only where the operator named it itself, port and all', () => {
  const problem = (host: string, ...named: string[]) => endpointProblem(`https://${host}/x`, named);
  assert.equal(problem('10.1.2.3:8443', '10.1.2.3:8443'), null);
  for (const named of ['*.2.3', '*.2.3:8443', '*.1.2.3', '10.1.2.3', '10.1.2.3:443'])
    assert.match(problem('10.1.2.3:8443', named) ?? '', /^must be of a known push service/, named);
  assert.match(problem('10.1.2.3', '*.2.3') ?? '', /^must be of a known push service/);
  assert.match(problem('[::1]', '*.x') ?? '', /^must be of a known push service/);
  // Other ways to write it are the same address, and browsers give none of them.
  for (const written of ['0x0a.1.2.3', '167838211', '10.66051'])
    assert.match(problem(written, '10.1.2.3') ?? '', /^must be written as browsers give it/, written);
});

test('Safari hears nothing that it would show nothing for', () => {
  assert.equal(toleratesSilence('https://web.push.apple.com/x'), false);
  assert.equal(toleratesSilence('https://fcm.googleapis.com/x'), true);
});

test('an address of a private network, however it is written, is none of the internet', () => {
  const privates =
    '127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 ::1 fd00::1 fe80::1 ::ffff:10.0.0.1 224.0.0.1 x';
  for (const address of privates.split(' ')) assert.equal(isPublic(address), false, address);
  for (const address of ['142.250.74.10', '2a00:1450:4001:82a::200a'])
    assert.equal(isPublic(address), true, address);
});

test('a name that leads to a private address is refused where it is connected to, and a public one is pinned', async () => {
  const answers = [
    [{ address: '142.250.74.10', family: 4 }],
    [
      { address: '142.250.74.10', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ],
  ];
  let asked = 0;
  const look = publicLookup((_host, _options, answer) => answer(null, answers[asked++]!));
  const find = () =>
    new Promise<unknown>((resolve) => look('x.example', {}, (error, address) => resolve(error ?? address)));
  assert.equal(await find(), '142.250.74.10');
  assert.match(String(await find()), /private network/);
  assert.equal(asked, 2);
});

test('quiet hours are those of the time zone, also over midnight', () => {
  const night = { from: 22 * 60, to: 7 * 60, timeZone: 'Europe/Berlin' };
  const at = (time: string) => isQuiet(night, Date.parse(`2026-07-01T${time}Z`));
  assert.deepEqual(['19:59', '20:00', '04:59', '05:00'].map(at), [false, true, true, false]);
  assert.equal(isQuiet({ ...night, timeZone: 'Asia/Tokyo' }, Date.parse('2026-07-01T12:59Z')), false);
  assert.equal(isQuiet(null, 0), false);
});

test('quiet hours follow the clock on the wall over a daylight-saving change', () => {
  const isQuietAt = (from: string, to: string, times: string[]) => {
    const [start, end] = [from, to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    const quiet = { from: start!, to: end!, timeZone: 'Europe/Berlin' };
    return times.map((time) => isQuiet(quiet, Date.parse(`2026-${time}Z`)));
  };
  // Clocks go from 2:00 to 3:00 in the night to March 29: 7:00 comes an hour earlier.
  const spring = ['03-28T20:59', '03-28T21:00', '03-29T00:59', '03-29T01:00', '03-29T04:59', '03-29T05:00'];
  assert.deepEqual(isQuietAt('22:00', '07:00', spring), [false, true, true, true, true, false]);
  // They go from 3:00 to 2:00 in the night to October 25: 7:00 comes an hour later.
  const autumn = ['10-24T19:59', '10-24T20:00', '10-25T05:00', '10-25T05:59', '10-25T06:00'];
  assert.deepEqual(isQuietAt('22:00', '07:00', autumn), [false, true, true, true, false]);
  // A span of the hour that is left out never comes, and of the hour that comes twice it is quiet both times.
  assert.deepEqual(isQuietAt('02:00', '03:00', ['03-29T00:59', '03-29T01:00']), [false, false]);
  const twice = ['10-24T23:59', '10-25T00:00', '10-25T00:59', '10-25T01:00', '10-25T01:59', '10-25T02:00'];
  assert.deepEqual(isQuietAt('02:00', '03:00', twice), [false, true, true, true, true, false]);
});

test('a browser hears of the events of all its pages, of 50 at most, also where a former version has kept it', () => {
  const former = { events: ['alert', '*'], at: 5 } as unknown as Subscription;
  const both = calledEvents(former, ['alert', 'order'], 10, 100);
  assert.deepEqual(both.events, ['*', 'alert', 'order']);
  assert.deepEqual(calledEvents({ ...former, ...both }, ['order'], 105, 100).events, ['alert', 'order']);
  assert.deepEqual(calledEvents({ ...former, ...both }, ['__proto__'], 110, 100).events, ['__proto__']);
  const names = Array.from({ length: 50 }, (_, index) => `event ${index}`);
  assert.deepEqual(calledEvents(former, names, 10, 100).events, names);
});

test('a message is tried six times at most, and waits as long as a push service asks', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((attempts) => retryDelay(attempts, null, 0)),
    [5_000, 30_000, 120_000, 600_000, 3_600_000, null],
  );
  assert.equal(retryDelay(1, 60_000, 0), 60_000);
  assert.equal(retryDelay(1, 1e12, 1), 6 * 3_600_000 * 1.3);
});

test('what a push service answers decides what becomes of a message', () => {
  const outcomes = [201, 404, 410, 400, 403, 413, 301, 429, 500].map(
    (status) => deliveryOf(status, undefined).outcome,
  );
  const refused = ['refused', 'refused', 'refused', 'refused'];
  assert.deepEqual(outcomes, ['sent', 'gone', 'gone', ...refused, 'later', 'later']);
  assert.deepEqual(deliveryOf(429, '7'), {
    outcome: 'later',
    reason: 'the push service answered 429',
    after: 7_000,
  });
});

const message = (data: unknown, offset = 1) => ({
  ...{ channel: 'u:alice', epoch: 'e', offset, at: 0, eventName: 'alert', message: data },
});

test('a payload has what a notification says, from the shapes that pages read, and fits', () => {
  const said = (data: unknown) => payloadOf(message(data));
  assert.equal(said('plain')?.text, 'plain');
  assert.equal(said('{"description":"of JSON"}')?.text, 'of JSON');
  assert.equal(said([{ body: 'first' }, { body: 'second' }])?.text, 'first');
  assert.equal(said({ secret: 'x' }), null);
  assert.deepEqual(Object.keys(said({ text: 'a', secret: 'x', action: {} })!), [
    'dx',
    'tag',
    'id',
    'title',
    'text',
  ]);
  const long = said({ title: 't'.repeat(900), text: '🙂"'.repeat(5_000), href: '/x' })!;
  assert.ok(Buffer.byteLength(JSON.stringify(long)) <= 2_800);
  assert.match(long.text!, /^(🙂"?|")+…$/u);
});

test('alerts with one key have one tag, others their own', () => {
  const tag = (data: unknown, offset: number) => tagOf(message(data, offset));
  assert.equal(tag({ key: 'order 7', text: 'a' }, 1), tag({ key: 'order 7', text: 'b' }, 2));
  assert.notEqual(tag('a', 1), tag('a', 2));
});

test('what a page says of its browser is checked, in a sentence', () => {
  const keys = { p256dh: Buffer.alloc(65, 4).toString('base64url'), auth: 'AAAAAAAAAAAAAAAAAAAAAA' };
  const given = { endpoint: 'https://fcm.googleapis.com/x', keys, events: ['alert'] };
  assert.deepEqual(readSubscription(given, []), given);
  const wrong: [unknown, RegExp][] = [
    [null, /subscription/i],
    [{ ...given, endpoint: 'https://localhost/' }, /known push service/],
    [{ ...given, keys: { ...keys, auth: 'short' } }, /keys\.auth.*16 bytes/],
    [{ ...given, events: [] }, /events/],
    [{ ...given, quiet: { from: 0, to: 1, timeZone: 'Mars/Base' } }, /timeZone.*unknown/],
  ];
  for (const [one, sentence] of wrong) assert.match(readSubscription(one, []) as string, sentence);
});

test('a configuration that cannot call anybody says why', () => {
  const problem = (webPush: object, more: object = { inbox: { events: ['alert'] } }): string => {
    const app = { id: 'shop', pushKeys: ['a-push-key-of-the-tests'], webPush, ...more };
    try {
      settingsOf({ apps: [app] } as unknown as GatewayConfiguration);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const contact = 'mailto:operator@site.example';
  assert.equal(problem({ contact }), '');
  assert.match(problem({ contact }, {}), /"inbox"/);
  assert.match(problem({ contact: 'operator@site.example' }), /contact.*mailto:/);
  assert.match(problem({ contact: 'mailto:root@localhost.local' }), /contact.*domain/);
  const keys = createVapidKeys();
  assert.equal(isKeyPair(keys), true);
  assert.equal(problem({ contact, ...keys }), '');
  assert.match(problem({ contact, publicKey: keys.publicKey }), /publicKey.*privateKey/);
  assert.match(problem({ contact, ...keys, publicKey: createVapidKeys().publicKey }), /publicKey/);
  assert.match(problem({ contact, pushHosts: ['https://x'] }), /pushHosts/);
});
