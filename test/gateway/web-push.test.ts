import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { FastifyBaseLogger } from 'fastify';
import { createApps, type Stores } from '../../src/gateway/apps.js';
import { settingsOf } from '../../src/gateway/config/schema.js';
import { FileInbox } from '../../src/gateway/inbox/file-inbox.js';
import { RedisInbox } from '../../src/gateway/inbox/redis-inbox.js';
import { createMetrics } from '../../src/gateway/metrics.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { fingerprintOf } from '../../src/gateway/fingerprint.js';
import type { Session } from '../../src/gateway/sessions/session-store.js';
import { openFileStore } from '../../src/gateway/store/file-store.js';
import { FilePushStore } from '../../src/gateway/web-push/file-push-store.js';
import { RedisPushStore } from '../../src/gateway/web-push/redis-push-store.js';
import { WebPush } from '../../src/gateway/web-push/web-push.js';
import { MOST_SUBSCRIPTIONS } from '../../src/gateway/web-push/push-store.js';
import type { PushSubscribe } from '../../src/protocol/web-push.js';
import { startPushService } from './support/push-service.js';
import { startRedis } from './support/redis-server.js';
import { testApp } from './support/gateway.js';

const service = await startPushService({ after });
const server = await startRedis({ after });
const redis = new RedisClient(server.url);
after(() => redis.disconnect());
const folder = mkdtempSync(join(tmpdir(), 'dx-web-push-'));
const file = openFileStore(join(folder, 'data.db'), {});
after(async () => {
  await file.close();
  rmSync(folder, { recursive: true });
});

const STORES: Record<string, Stores> = {
  memory: {},
  'a file': {
    createInbox: (app, most) => new FileInbox(file.ask, app, most),
    createPushStore: (app) => new FilePushStore(file.ask, app),
  },
  Redis: {
    createInbox: (app, most) => new RedisInbox(redis, app, most),
    createPushStore: (app) => new RedisPushStore(redis, app),
  },
};

let apps = 0;
const DAY = 24 * 60 * 60 * 1000;

/** Web Push of one app with a clock of its own. */
async function begin(stores: Stores) {
  const id = `app:${(apps += 1)}`;
  const clock = { now: Date.now() };
  const warnings: unknown[] = [];
  const log = { warn: (...said: unknown[]) => warnings.push(said) } as unknown as FastifyBaseLogger;
  const webPush = { contact: 'mailto:operator@site.example', pushHosts: [service.host] };
  const settings = settingsOf({
    apps: [testApp(id, { inbox: { events: ['alert', 'order'] }, webPush })],
  });
  const created = createApps(settings, stores);
  const app = created.get(id)!;
  const node = async (): Promise<WebPush> => {
    const now = () => clock.now;
    const options = { apps: created, keepSecret: undefined, log, metrics: createMetrics() };
    const one = new WebPush({ ...options, agent: service.agent, now });
    await one.shareKeys();
    return one;
  };
  const push = await node();
  const names = new Map<string, string>();
  const before = service.received.length;
  let offset = 0;
  return {
    ...{ app, push, clock, warnings, node },
    /** @param session its id; another one is another login */
    subscribe: async (
      userId: string,
      browser: string,
      more: Partial<PushSubscribe> = {},
      session = userId,
    ) => {
      names.set(`${id} ${browser}`, browser);
      const given = service.subscribe(`${id} ${browser}`, push.publicKeyOf(id)!, more);
      const one: Session = {
        id: session,
        user: { id: userId, role: 'user' },
        expiresAt: clock.now + 60 * DAY,
      };
      assert.equal(await push.subscribe(app, one, given), null);
      return given.endpoint;
    },
    alert: async (userId: string, message: unknown, eventName = 'alert') => {
      const channel = userId === '*' ? '*' : `u:${userId}`;
      const meta = { channel, epoch: 'e', offset: (offset += 1), at: Date.now() };
      const kept = await app.inbox!.keep({ ...meta, eventName, message });
      await push.alertKept(app, kept!);
      return `${channel} e ${offset}`;
    },
    mark: async (userId: string, alert: string, mark: 'seen' | 'read') =>
      push.marked(app, userId, await app.inbox!.mark(userId, [alert], mark, () => true)),
    /** Lets time pass, and all that is due be sent. */
    pass: async (milliseconds: number) => {
      clock.now += milliseconds;
      await push.look();
    },
    /** Which browser was told what. */
    told: () =>
      service.received.slice(before).flatMap(({ browser, payload: { text, close } }) => {
        const name = names.get(browser);
        return name === undefined ? [] : [`${name}: ${text ?? `close ${close!.length}`}`];
      }),
    last: () => service.received.at(-1)!,
  };
}

for (const [name, stores] of Object.entries(STORES)) {
  describe(`Web Push over ${name}`, () => {
    test('calls every browser of the person after five seconds, encrypted and signed', async () => {
      const { subscribe, alert, pass, told, last } = await begin(stores);
      await subscribe('alice', 'phone');
      await subscribe('alice', 'desk');
      await subscribe('bob', 'other');
      await alert('alice', { title: 'Order 7', text: 'has left', href: '/orders/7', variant: 'danger' });
      await pass(4_900);
      assert.deepEqual(told(), []);
      await pass(100);
      assert.deepEqual(told().sort(), ['desk: has left', 'phone: has left']);
      const { payload, headers, subject } = last();
      assert.deepEqual(
        { ...payload, tag: typeof payload.tag },
        { dx: 1, tag: 'string', id: 'u:alice e 1', title: 'Order 7', text: 'has left', href: '/orders/7' },
      );
      assert.equal(subject, 'mailto:operator@site.example');
      assert.deepEqual([headers['urgency'], headers['content-encoding']], ['high', 'aes128gcm']);
      await pass(DAY);
      assert.equal(told().length, 2);
    });

    test('calls nobody for what a tab of the person has shown, and for events that no page names', async () => {
      const { subscribe, alert, mark, pass, told } = await begin(stores);
      await subscribe('alice', 'phone', { events: ['alert'] });
      await mark('alice', await alert('alice', 'shown'), 'seen');
      await alert('alice', 'of another event', 'order');
      await alert('alice', { nothing: 'to say' });
      await alert('alice', 'unseen');
      await pass(5_000);
      assert.deepEqual(told(), ['phone: unseen']);
    });

    test('a page with other elements switches no events off; one that no page names for 30 days ends', async () => {
      const { app, push, subscribe, alert, pass, told, clock } = await begin(stores);
      const endpoint = await subscribe('alice', 'phone', { events: ['alert'] });
      const eventsOf = async (user: string) =>
        (await app.subscriptions!.of(user, clock.now)).flatMap(({ events }) => events);
      clock.now += 29 * DAY;
      await subscribe('alice', 'phone', { events: ['order'] });
      assert.deepEqual(await eventsOf('alice'), ['alert', 'order']);
      await alert('alice', 'of the first page');
      await alert('alice', 'of the second page', 'order');
      await pass(5_000);
      assert.deepEqual(told().sort(), ['phone: of the first page', 'phone: of the second page']);
      clock.now += 2 * DAY;
      await subscribe('alice', 'phone', { events: ['order'] });
      assert.deepEqual(await eventsOf('alice'), ['order']);
      const bob: Session = { id: 'b', user: { id: 'bob', role: 'user' }, expiresAt: clock.now + DAY };
      const again = service.subscribe('again', push.publicKeyOf(app.id)!, { events: ['alert'] });
      await push.subscribe(app, bob, { ...again, endpoint });
      assert.deepEqual([await eventsOf('alice'), await eventsOf('bob')], [[], ['alert']]);
    });

    test('an alert for everybody reaches who has not seen it', async () => {
      const { subscribe, alert, mark, pass, told } = await begin(stores);
      await subscribe('alice', 'of alice');
      await subscribe('bob', 'of bob');
      await mark('bob', await alert('*', 'to all'), 'seen');
      await pass(5_000);
      assert.deepEqual(told(), ['of alice: to all']);
    });

    test('what is read elsewhere is closed, once', async () => {
      const { subscribe, alert, mark, pass, told, last } = await begin(stores);
      await subscribe('alice', 'phone');
      const id = await alert('alice', 'one');
      await pass(5_000);
      const { tag } = last().payload;
      await mark('alice', id, 'read');
      await mark('alice', id, 'read');
      await pass(0);
      assert.deepEqual(told(), ['phone: one', 'phone: close 1']);
      assert.deepEqual(last().payload.close, [tag]);
    });

    test('a push that is taken twice, on two nodes, calls once', async () => {
      const { app, subscribe, alert, pass, told, node, push, clock } = await begin(stores);
      const other = await node();
      await subscribe('alice', 'phone');
      await alert('alice', 'one');
      clock.now += 5_000;
      await Promise.all([push.look(), other.look()]);
      const again = { channel: 'u:alice', epoch: 'e', offset: 1, at: Date.now(), eventName: 'alert' };
      await push.alertKept(app, { ...again, message: 'one', ends: Date.now() + DAY });
      await pass(5_000);
      assert.deepEqual(told(), ['phone: one']);
    });

    test('a browser that its push service does not know is forgotten; other failures are tried again', async () => {
      const { app, subscribe, alert, pass, told, clock } = await begin(stores);
      await subscribe('alice', 'phone');
      service.answers.push({ status: 503, headers: { 'retry-after': '60' } });
      await alert('alice', 'late');
      await pass(5_000);
      await pass(59_000);
      assert.deepEqual(told(), []);
      await pass(21_000);
      assert.deepEqual(told(), ['phone: late']);
      service.answers.push({ status: 410 });
      await alert('alice', 'lost');
      await pass(5_000);
      assert.deepEqual(await app.subscriptions!.of('alice', clock.now), []);
    });

    test('a redirect is not followed, and a push service that is down is asked six times', async () => {
      const { subscribe, alert, pass, told, warnings } = await begin(stores);
      await subscribe('alice', 'phone');
      service.answers.push({ status: 307, headers: { location: `https://${service.host}/x` } });
      await alert('alice', 'led away');
      await pass(5_000);
      await pass(DAY);
      const before = service.requests();
      service.answers.push(...Array.from({ length: 6 }, () => ({ status: 500 })));
      await alert('alice', 'in vain');
      for (let hour = 0; hour < 12; hour += 1) await pass(2 * 60 * 60 * 1000);
      assert.deepEqual([service.requests() - before, told()], [6, []]);
      assert.equal(JSON.stringify(warnings).includes('phone'), false);
      assert.equal(warnings.length, 2);
    });

    test('a browser is one person’s, ends with its session, and a person has a bounded number', async () => {
      const { app, subscribe, push, clock } = await begin(stores);
      const count = async (user: string) => (await app.subscriptions!.of(user, clock.now)).length;
      const endpoint = await subscribe('alice', 'shared', {}, 'first');
      const again = service.subscribe('again', push.publicKeyOf(app.id)!);
      const bob: Session = { id: 'b', user: { id: 'bob', role: 'user' }, expiresAt: clock.now + 60_000 };
      await push.subscribe(app, bob, { ...again, endpoint });
      assert.deepEqual([await count('alice'), await count('bob')], [0, 1]);
      clock.now += 60_000;
      assert.equal(await count('bob'), 0);
      for (let index = 0; index < MOST_SUBSCRIPTIONS + 2; index += 1) {
        clock.now += 1;
        await subscribe('alice', `browser ${index}`, {}, 'first');
      }
      await subscribe('alice', 'of another session', {}, 'second');
      assert.equal(await count('alice'), MOST_SUBSCRIPTIONS);
      await app.subscriptions!.endSession(fingerprintOf('first'));
      assert.equal(await count('alice'), 1);
      assert.equal(await push.erase(app, 'alice'), 1);
      assert.equal((await app.subscriptions!.users()).includes('alice'), false);
    });

    test('a person is called only for categories of which they want it', async () => {
      const { app, subscribe, alert, pass, told } = await begin(stores);
      await subscribe('alice', 'phone');
      await app.preferences!.choose('alice', [{ category: 'news', delivery: 'toast', at: Date.now() }]);
      await alert('alice', { category: 'news', text: 'unwanted' });
      await alert('alice', { category: 'orders', text: 'wanted' });
      await pass(5_000);
      assert.deepEqual(told(), ['phone: wanted']);
    });

    test('quiet hours of the browser are kept', async () => {
      const { subscribe, alert, pass, told, clock } = await begin(stores);
      const minute = new Date(clock.now).getUTCHours() * 60 + new Date(clock.now).getUTCMinutes();
      const [from, to] = [minute + 1_380, minute + 60].map((one) => one % 1_440) as [number, number];
      await subscribe('alice', 'asleep', { quiet: { from, to, timeZone: 'UTC' } });
      await subscribe('alice', 'awake', { quiet: { from: to, to: from, timeZone: 'UTC' } });
      await alert('alice', 'night');
      await pass(5_000);
      assert.deepEqual(told(), ['awake: night']);
    });
  });
}
