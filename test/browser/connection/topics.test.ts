import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-refresher.js';
import { configure, connect } from '../../../src/page-api.js';
import type { ConnectionHandle } from '../../../src/connection/connection-registry.js';
import type { TopicHandle } from '../../../src/connection/topics/topic-handle.js';
import { gatewayForAll } from '../support/gateway.js';
import { eventually, liveConnection, signIn, until, useServer } from '../support/page.js';
import { startPlainServer } from '../support/servers.js';

describe('topics', () => {
  const gateway = gatewayForAll();
  const open: ConnectionHandle[] = [];
  afterEach(async () => {
    for (const handle of open.splice(0)) handle.close();
    configure({ getTopicToken: () => null });
    await eventually(async () => (await gateway.connections()).length === 0, 'all connections closed');
  });

  async function liveTopic(
    name: string,
    token?: string,
  ): Promise<[ConnectionHandle, TopicHandle, unknown[]]> {
    const connection = connect();
    open.push(connection);
    const topic = connection.topic(name, { token });
    const heard: unknown[] = [];
    topic.on('change', ({ data }) => heard.push(data));
    await until(() => topic.state === 'live', `${name} live`);
    return [connection, topic, heard];
  }

  const push = (topic: string, message: unknown): Promise<unknown> =>
    gateway.push({ topic, eventName: 'change', message });

  it('hears what is pushed to its topic, and what listens without a topic hears nothing of it', async () => {
    const [connection, , heard] = await liveTopic('news:1');
    const [, , other] = await liveTopic('news:2');
    const everything: unknown[] = [];
    connection.onAny(({ data }) => everything.push(data));
    await push('news:1', 'one');
    await gateway.push({ userID: '*', eventName: 'change', message: 'for everybody' });
    await push('news:2', 'two');
    await until(() => other.length === 1 && everything.length === 1, 'heard');
    expect([heard, other, everything]).to.deep.equal([['one'], ['two'], ['for everybody']]);
  });

  it('asks for a token, renews it before it ends and never has a hole', async () => {
    const asked: string[] = [];
    const LIFETIME = 10_000;
    configure({
      getTopicToken: (topic) => {
        asked.push(topic);
        return gateway.topicToken(topic, LIFETIME);
      },
    });
    // The test does not wait until the time has come.
    const original = window.setTimeout.bind(window);
    const renewals: { delay: number; run: () => void }[] = [];
    window.setTimeout = ((run: () => void, delay = 0) => {
      if (delay < LIFETIME * 500) return original(run, delay);
      return renewals.push({ delay, run });
    }) as typeof setTimeout;
    const [, topic, heard] = await liveTopic('order:1').finally(() => (window.setTimeout = original));
    expect(renewals).to.have.length(1);
    expect(renewals[0]!.delay).to.be.below(LIFETIME * 1_000 - 60_000);
    const states: string[] = [];
    topic.onStatusChange(({ state }) => states.push(state));
    renewals[0]!.run();
    await until(() => asked.length === 2, 'renewed');
    await push('order:1', 'one');
    await until(() => heard.length === 1, 'heard');
    expect(asked).to.deep.equal(['order:1', 'order:1']);
    expect(states).to.deep.equal([]);
  });

  it('says why it is refused, and does not hear what is pushed then', async () => {
    const connection = await liveConnection();
    open.push(connection);
    const refused = connection.topic('order:2', { token: 'forged' });
    await until(() => refused.state === 'unauthorised', 'refused');
    expect(refused.reason).to.contain('was not made with the secret');
    const empty = connection.topic('');
    await until(() => empty.state === 'unauthorised', 'an empty topic refused');
  });

  it('loses a right that is revoked while the page is open', async () => {
    signIn(await gateway.login('anna'));
    const [, topic, heard] = await liveTopic('order:3', await gateway.topicToken('order:3'));
    await push('order:3', 'one');
    await until(() => heard.length === 1, 'heard');
    await gateway.revokeTopic('anna', 'order:3');
    await until(() => topic.state === 'unauthorised', 'revoked');
    const [, , marker] = await liveTopic('news:3');
    await push('order:3', 'secret');
    await push('news:3', 'end');
    await until(() => marker.length === 1, 'the end');
    expect(heard).to.deep.equal(['one']);
  });

  it('is left with its last lease, and listened to once for many', async () => {
    const [connection, first, heard] = await liveTopic('news:4');
    const second = connection.topic('news:4');
    expect(second.state).to.equal('live');
    first.close();
    expect(first.state).to.equal('closed');
    second.on('change', ({ data }) => heard.push(data));
    await push('news:4', 'one');
    await until(() => heard.length === 1, 'heard once');
    second.close();
    const [, , again] = await liveTopic('news:4');
    await push('news:4', 'two');
    await until(() => again.length === 1, 'heard again');
    expect(heard).to.deep.equal(['one']);
  });

  it('gets what was pushed while it was away', async () => {
    const [connection, topic, heard] = await liveTopic('news:5');
    await push('news:5', 1);
    await until(() => heard.length === 1, 'heard');
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await until(() => connection.state === 'idle', 'paused');
    await push('news:5', 2);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await until(() => heard.length === 2, 'replayed');
    await until(() => topic.state === 'live', 'live again');
    await push('news:5', 3);
    await until(() => heard.length === 3, 'live');
    expect(heard).to.deep.equal([1, 2, 3]);
  });

  it('lets a refresher with a topic refresh for that topic only, also when the topic is changed', async () => {
    const box = await fixture(
      html`<section>
        <p></p>
        <dx-refresher event-name="change" topic="news:6" action="event" min-interval="0"></dx-refresher>
      </section>`,
    );
    const refresher = box.querySelector('dx-refresher')!;
    let count = 0;
    box.querySelector('p')!.addEventListener('dx-refresh', (event) => {
      event.preventDefault();
      count += 1;
    });
    const [, , marker] = await liveTopic('news:6');
    await until(() => refresher.matches(':state(live)'), 'live');
    await push('news:6', 1);
    await until(() => count === 1, 'refreshed');
    refresher.topic = 'news:7';
    const [, , other] = await liveTopic('news:7');
    await until(() => refresher.matches(':state(live)'), 'live');
    await push('news:6', 2);
    await gateway.push({ userID: '*', eventName: 'change', message: 3 });
    await push('news:7', 4);
    await until(() => count === 2 && other.length === 1 && marker.length === 2, 'refreshed again');
    expect(count).to.equal(2);
    refresher.topic = 'order:7';
    await until(() => !refresher.matches(':state(live)'), 'refused');
    box.remove();
  });

  it('has 200 topics on one page', async () => {
    const handles = await Promise.all(
      Array.from({ length: 200 }, (_, index) => liveTopic(`news:many-${index}`)),
    );
    await push('news:many-0', 0);
    await push('news:many-199', 199);
    await until(() => handles[0]![2].length === 1 && handles[199]![2].length === 1, 'heard');
    expect(handles.flatMap(([, , heard]) => heard)).to.deep.equal([0, 199]);
  });
});

describe('topics of a server that has none', () => {
  it('are closed and say so', async () => {
    const server = await startPlainServer();
    useServer(server.url);
    const connection = connect();
    const topic = connection.topic('news:1');
    await until(() => topic.state === 'closed', 'closed');
    expect(topic.reason).to.equal('the server has no topics');
    connection.close();
    await server.stop();
  });
});
