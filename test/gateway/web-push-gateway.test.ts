import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test, type TestContext } from 'node:test';
import { createGateway, type GatewayConfiguration } from '../../src/gateway/index.js';
import type { Hello } from '../../src/protocol.js';
import type { PushSubscribe } from '../../src/protocol/web-push.js';
import { connect, errorOf, type Client } from './support/client.js';
import { startGateway, testApp, type TestGateway } from './support/gateway.js';
import { startPushService } from './support/push-service.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const ADMIN = 'the-admin-key-of-the-shop';
const service = await startPushService({ after });
const folder = mkdtempSync(join(tmpdir(), 'dx-web-push-gateway-'));
after(() => rmSync(folder, { recursive: true }));

const configuration = (): Partial<GatewayConfiguration> & Pick<GatewayConfiguration, 'apps'> => ({
  apps: [
    testApp('shop', {
      adminKey: ADMIN,
      inbox: { events: ['alert'] },
      webPush: { contact: 'mailto:operator@site.example', pushHosts: [service.host] },
    }),
    testApp('blog', { inbox: { events: ['alert'] } }),
  ],
  logLevel: 'silent',
});
const parts = { webPushAgent: service.agent };

const helloOf = async (client: Client): Promise<Hello> => (await client.next('dx:hello'))[0] as Hello;
const heard = (browser: string) => service.received.filter((one) => one.browser === browser);
const textsOf = (browser: string) => heard(browser).map(({ payload }) => payload.text ?? payload.close);

async function visit(t: TestContext, { url }: TestGateway, session: string) {
  const client = await connect(t, url, { app: 'shop', session, tracked: true });
  const { publicKey } = (await helloOf(client)).webPush!;
  const subscribe = async (browser: string, more: Partial<PushSubscribe> = {}): Promise<PushSubscribe> => {
    const given = service.subscribe(browser, publicKey, more);
    assert.deepEqual(await client.socket.emitWithAck('dx:push-subscribe', given), {});
    return given;
  };
  return { client, publicKey, subscribe };
}

/** Waits until a browser was told something. */
const told = (browser: string, count = 1) =>
  until(() => heard(browser).length >= count, `push to ${browser}`);

describe('a gateway that calls people', { concurrency: true }, () => {
  test('it reaches a browser whose tabs are closed, and closes that where it is read elsewhere', async (t) => {
    const gateway = await startGateway(t, configuration(), parts);
    const session = await gateway.login('shop', 'alice');
    const { client, subscribe } = await visit(t, gateway, session);
    await subscribe('closed');
    client.socket.disconnect();
    const { body } = await gateway.push('shop', {
      userID: 'alice',
      eventName: 'alert',
      message: 'come back',
    });
    await told('closed');
    const desk = await visit(t, gateway, await gateway.login('shop', 'alice'));
    const id = `u:alice ${body.epoch} ${body.offset}`;
    await desk.client.socket.emitWithAck('dx:inbox-mark', { ids: [id], mark: 'read' });
    await told('closed', 2);
    assert.deepEqual(textsOf('closed'), ['come back', [heard('closed')[0]!.payload.tag]]);
  });

  test('an alert that a tab has shown calls nobody', async (t) => {
    const gateway = await startGateway(t, configuration(), parts);
    const { client, subscribe } = await visit(t, gateway, await gateway.login('shop', 'alice'));
    await subscribe('open');
    const { body } = await gateway.push('shop', { userID: 'alice', eventName: 'alert', message: 'shown' });
    const ids = [`u:alice ${body.epoch} ${body.offset}`];
    await client.socket.emitWithAck('dx:inbox-mark', { ids, mark: 'seen' });
    await gateway.push('shop', { userID: 'alice', eventName: 'alert', message: 'not shown' });
    await told('open');
    assert.deepEqual(textsOf('open'), ['not shown']);
  });

  test('over Redis all nodes have one key, and one of them sends', async (t) => {
    const changes = { ...configuration(), redis: (await startRedis(t)).url };
    const nodes = [await startGateway(t, changes, parts), await startGateway(t, changes, parts)] as const;
    const session = await nodes[0].login('shop', 'alice');
    const one = await visit(t, nodes[0], session);
    const other = await visit(t, nodes[1], session);
    assert.equal(other.publicKey, one.publicKey);
    await one.subscribe('shared');
    for (const message of ['first', 'second'])
      await nodes[1].push('shop', { userID: 'alice', eventName: 'alert', message });
    await told('shared', 2);
    assert.deepEqual(textsOf('shared').sort(), ['first', 'second']);
  });

  test('a restart forgets neither key nor browser nor what is due', async (t) => {
    const changes = { ...configuration(), data: join(folder, 'data.db') };
    const first = createGateway(changes, parts);
    const { url } = await first.listen({ port: 0 });
    t.after(() => first.close());
    const login = await fetch(`${url}/good/api/v5/auth`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ appID: 'shop', username: 'alice', password: 'secret of alice' }),
    });
    const { result } = (await login.json()) as { result: { token: string } };
    const before = await visit(t, { url } as TestGateway, result.token);
    await before.subscribe('kept');
    await first.push('shop', { userID: 'alice', eventName: 'alert', message: 'over a restart' });
    await first.close();
    const second = await startGateway(t, changes, parts);
    assert.equal((await visit(t, second, result.token)).publicKey, before.publicKey);
    await told('kept');
    assert.deepEqual(textsOf('kept'), ['over a restart']);
  });

  test('a logout and erasing a person end subscriptions, and the answer says how many', async (t) => {
    const gateway = await startGateway(t, configuration(), parts);
    const left = await gateway.login('shop', 'alice');
    await (await visit(t, gateway, left)).subscribe('left');
    await (await visit(t, gateway, await gateway.login('shop', 'alice'))).subscribe('stays');
    await fetch(`${gateway.url}/good/api/v5/auth/logout?appID=shop&sessionID=${left}`);
    await gateway.push('shop', { userID: 'alice', eventName: 'alert', message: 'after' });
    await told('stays');
    assert.deepEqual([textsOf('left'), textsOf('stays')], [[], ['after']]);
    const erased = await fetch(`${gateway.url}/users/alice`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${ADMIN}` },
    });
    const { erased: what } = (await erased.json()) as { erased: { subscriptions: number } };
    assert.equal(what.subscriptions, 1);
  });

  test('only a signed-in client of an app that calls people is offered it, and a wrong address is refused', async (t) => {
    const gateway = await startGateway(t, configuration(), parts);
    const session = await gateway.login('shop', 'alice');
    const blog = await gateway.login('blog', 'alice');
    const other = await connect(t, gateway.url, { app: 'blog', session: blog, tracked: true });
    assert.equal((await helloOf(other)).webPush, undefined);
    const { client, publicKey, subscribe } = await visit(t, gateway, session);
    assert.equal(Buffer.from(publicKey, 'base64url').length, 65);
    const given = await subscribe('wrong');
    const inside = { ...given, endpoint: 'https://169.254.169.254/latest/meta-data' };
    assert.match(await errorOf(client, 'dx:push-subscribe', inside), /known push service/);
    assert.match(await errorOf(client, 'dx:push-subscribe', null), /subscription/i);
    assert.deepEqual(
      await client.socket.emitWithAck('dx:push-unsubscribe', { endpoint: given.endpoint }),
      {},
    );
    assert.match(await errorOf(client, 'dx:push-unsubscribe', 7), /could not/);
  });
});
