import { expect } from '@open-wc/testing';
import { configure, connect } from '../../../src/page-api.js';
import type { ConnectionState } from '../../../src/connection/connection-state.js';
import type { ConnectionHandle } from '../../../src/connection/connection-registry.js';
import { isConnectedAs } from '../support/gateway.js';
import { startGateway, startPlainServer } from '../support/servers.js';
import {
  eventually,
  liveConnection,
  SESSION_KEY,
  signIn,
  signOut,
  until,
  useServer,
} from '../support/page.js';

const open: ConnectionHandle[] = [];
function keep(handle: ConnectionHandle): ConnectionHandle {
  open.push(handle);
  return handle;
}

describe('connection', () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  before(async () => {
    gateway = await startGateway();
  });
  beforeEach(() => {
    signOut();
    useServer(gateway.url);
  });
  afterEach(async () => {
    for (const handle of open.splice(0)) handle.close();
    await eventually(async () => (await gateway.connections()).length === 0, 'all connections closed');
    // Not sooner: a connection that closes in a moment would first be made anew for nobody.
    signOut();
  });
  after(() => gateway.stop());

  it('is one socket for many leases, closed a moment after the last', async () => {
    const handles = Array.from({ length: 100 }, () => keep(connect()));
    await until(() => handles.every(({ state }) => state === 'live'), 'all live');
    expect(await gateway.connections()).to.have.length(1);
    for (const handle of handles) handle.close();
    await eventually(async () => (await gateway.connections()).length === 0, 'closed');
  });

  it('stays open when the last lease is taken over by a new one', async () => {
    const first = keep(await liveConnection());
    const [before] = await gateway.connections();
    first.close();
    const second = keep(connect());
    expect(second.state).to.equal('live');
    // Longer than the closing delay: an event must still arrive on the same socket.
    const closedAt = performance.now();
    await until(() => performance.now() - closedAt > 1_500, 'the closing delay is over');
    expect((await gateway.connections()).map(({ id }) => id)).to.deep.equal([before!.id]);
  });

  it('delivers data of every kind as it was sent, with its place in the log', async () => {
    const connection = keep(await liveConnection());
    const heard: unknown[] = [];
    connection.on('kinds', ({ data, meta }) => heard.push([data, typeof meta?.offset]));
    const kinds = ['text', '{"a":1}', 7, true, null, [1, [2]], { deep: { er: {} } }, ''];
    await gateway.pushMany(kinds.map((message) => ({ userID: '*', eventName: 'kinds', message })));
    await until(() => heard.length === kinds.length, 'all heard');
    expect(heard).to.deep.equal(kinds.map((kind) => [kind, 'number']));
  });

  it('lets one listener fail without disturbing the others', async () => {
    const connection = keep(await liveConnection());
    const original = console.error;
    const errors: unknown[] = [];
    console.error = (...given: unknown[]) => errors.push(given);
    let heard = false;
    connection.on('tick', () => {
      throw new Error('on purpose');
    });
    connection.onAny(() => (heard = true));
    await gateway.push({ userID: '*', eventName: 'tick' });
    await until(() => heard, 'heard');
    console.error = original;
    expect(errors).to.have.length(1);
  });

  it('replays what was sent while the link was lost, in order and once, without a gap', async () => {
    const connection = keep(await liveConnection());
    const heard: unknown[] = [];
    const gaps: string[] = [];
    connection.on('count', ({ data }) => heard.push(data));
    connection.onGap((reason) => gaps.push(reason));
    await gateway.push({ userID: '*', eventName: 'count', message: 1 });
    await until(() => heard.length === 1, 'first');
    window.dispatchEvent(new Event('pagehide'));
    expect(connection.state).to.equal('idle');
    await eventually(async () => (await gateway.connections()).length === 0, 'gone');
    await gateway.pushMany([2, 3, 4].map((message) => ({ userID: '*', eventName: 'count', message })));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await until(() => heard.length === 4, 'replayed');
    await gateway.push({ userID: '*', eventName: 'count', message: 5 });
    await until(() => heard.length === 5, 'live again');
    expect(heard).to.deep.equal([1, 2, 3, 4, 5]);
    expect(gaps).to.deep.equal([]);
  });

  it('reports one gap when the gateway comes back with another log', async () => {
    const own = await startGateway();
    useServer(own.url);
    const connection = keep(await liveConnection());
    const gaps: string[] = [];
    const heard: unknown[] = [];
    connection.on('count', ({ data }) => heard.push(data));
    connection.onGap((reason) => gaps.push(reason));
    await own.push({ userID: '*', eventName: 'count', message: 1 });
    await until(() => heard.length === 1, 'first');
    await own.stop();
    await until(() => connection.state === 'reconnecting', 'lost');
    await own.start();
    window.dispatchEvent(new Event('online'));
    await until(() => gaps.length > 0, 'gap');
    await own.push({ userID: '*', eventName: 'count', message: 2 });
    await until(() => heard.length === 2, 'second');
    expect(gaps).to.deep.equal(['reconnect']);
    connection.close();
    await own.stop();
  });

  it('passes through named states and says why', async () => {
    const own = await startGateway();
    useServer(own.url);
    const connection = keep(connect());
    const states: ConnectionState[] = [connection.state];
    connection.onStatusChange(({ state }) => states.push(state));
    await until(() => connection.state === 'live', 'live');
    await own.stop();
    await until(() => connection.state === 'reconnecting', 'reconnecting');
    expect(connection.reason).not.to.equal('');
    await own.start();
    await until(() => connection.state === 'live', 'live again without help');
    const passed = states.filter((state, index) => state !== states[index - 1]);
    expect(passed).to.deep.equal(['connecting', 'live', 'reconnecting', 'live']);
    connection.close();
    expect(connection.state).to.equal('closed');
    await own.stop();
  });

  it('sends an event with its acknowledgement, also one given before the connection is live', async () => {
    const connection = keep(connect());
    expect(await connection.emit('echo', { a: 1 })).to.deep.equal({ data: { a: 1 }, user: null });
  });

  it('refuses reserved event names', async () => {
    const connection = keep(connect());
    for (const name of ['connect', 'dx:sync', '']) {
      const error: unknown = await connection.emit(name).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError);
    }
  });

  it('says "closed" for an address that is none, and connects to nothing', () => {
    const connection = keep(connect({ url: 'javascript:alert(1)' }));
    expect(connection.state).to.equal('closed');
  });
});

describe('connection and session', () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  before(async () => {
    gateway = await startGateway();
  });
  beforeEach(() => {
    signOut();
    useServer(gateway.url);
  });
  afterEach(async () => {
    for (const handle of open.splice(0)) handle.close();
    await eventually(async () => (await gateway.connections()).length === 0, 'all connections closed');
    // Not sooner: a connection that closes in a moment would first be made anew for nobody.
    signOut();
  });
  after(() => gateway.stop());
  /** A connection of the test before may still be made anew for nobody, and closes then. */
  const onlyUserIs = (name: string): Promise<void> =>
    eventually(
      async () => (await gateway.connections()).map(({ user }) => user).join() === name,
      `the only user is ${name}`,
    );

  it('connects as the person whose session is stored', async () => {
    signIn(await gateway.login('anna'));
    keep(await liveConnection());
    await onlyUserIs('anna');
  });

  it('is made anew when another person signs in, and keeps nothing of the former', async () => {
    signIn(await gateway.login('anna'));
    const connection = keep(await liveConnection());
    const heard: unknown[] = [];
    let changes = 0;
    connection.on('private', ({ data }) => heard.push(data));
    connection.onSessionChange(() => (changes += 1));
    await eventually(isConnectedAs(gateway, 'anna'), 'anna is connected');
    await gateway.push({ userID: 'anna', eventName: 'private', message: 'for anna' });
    await until(() => heard.length === 1, 'anna hears');
    signIn(await gateway.login('boris'));
    await eventually(isConnectedAs(gateway, 'boris'), 'boris is connected');
    await until(() => connection.state === 'live', 'live');
    await gateway.push({ userID: 'anna', eventName: 'private', message: 'not for boris' });
    await gateway.push({ userID: 'boris', eventName: 'private', message: 'for boris' });
    await until(() => heard.length > 1, 'boris hears');
    expect(heard).to.deep.equal(['for anna', 'for boris']);
    expect(changes).to.equal(1);
    await onlyUserIs('boris');
    expect(JSON.stringify({ ...sessionStorage })).not.to.contain('for anna');
  });

  it('never sends what one person queued under the name of the next', async () => {
    const own = await startGateway();
    useServer(own.url);
    signIn(await own.login('anna'));
    const connection = keep(await liveConnection());
    await own.stop();
    await until(() => connection.state === 'reconnecting', 'lost');
    const sent = connection.emit('echo', 'from anna').catch((error: unknown) => String(error));
    signIn('another-session');
    expect(await sent).to.contain('another person');
    connection.close();
  });

  it('stops at a dead session, says so, and starts again with a new one', async () => {
    signIn('no-such-session');
    const connection = keep(connect());
    await until(() => connection.state === 'unauthorised', 'unauthorised');
    expect(connection.reason).not.to.equal('');
    signIn(await gateway.login('anna'));
    await until(() => connection.state === 'live', 'live');
  });

  it('stops when the session ends while connected', async () => {
    const session = await gateway.login('anna');
    signIn(session);
    const connection = keep(await liveConnection());
    await gateway.logout(session);
    await until(() => connection.state === 'unauthorised', 'unauthorised');
  });

  it('asks a getter of the page for the session', async () => {
    const session = await gateway.login('boris');
    configure({ getSession: () => Promise.resolve(session) });
    keep(await liveConnection());
    await onlyUserIs('boris');
    configure({ getSession: () => null });
  });
});

describe('connection to a server that knows nothing of this project', () => {
  let server: Awaited<ReturnType<typeof startPlainServer>>;
  before(async () => {
    server = await startPlainServer();
  });
  beforeEach(() => {
    signOut();
    configure({ url: server.url, appId: 'test', sessionKey: SESSION_KEY });
  });
  afterEach(async () => {
    for (const handle of open.splice(0)) handle.close();
    await eventually(async () => (await server.count()) === 0, 'closed');
    // Not sooner: a connection that closes in a moment would first be made anew for nobody.
    signOut();
  });
  after(() => server.stop());

  it('sends app and session as the stock endpoint expects them, and nothing more', async () => {
    configure({ getSession: () => 'my-session' });
    keep(await liveConnection());
    expect(await server.handshakes()).to.deep.equal([{ app_id: 'test', session_id: 'my-session' }]);
    configure({ getSession: () => null });
  });

  it('takes the second argument as the message, whatever follows', async () => {
    const connection = keep(await liveConnection());
    const heard: unknown[] = [];
    connection.onAny(({ eventName, data, meta }) => heard.push([eventName, data, meta]));
    await server.emit('message', 'hello', 'an-offset');
    await server.emit('message', { a: 1 }, { channel: '*', epoch: 'x', offset: 9 });
    await server.emit('message');
    await until(() => heard.length === 3, 'heard');
    expect(heard).to.deep.equal([
      ['message', 'hello', null],
      ['message', { a: 1 }, null],
      ['message', undefined, null],
    ]);
  });

  it('has one gap after every reconnect, since nothing is replayed', async () => {
    const connection = keep(await liveConnection());
    const gaps: string[] = [];
    connection.onGap((reason) => gaps.push(reason));
    for (const expected of [1, 2]) {
      await server.cut();
      await until(() => connection.state !== 'live', 'lost');
      await until(() => connection.state === 'live', 'back');
      expect(gaps).to.have.length(expected);
    }
  });

  it('takes any refusal as one of the session', async () => {
    configure({ getSession: () => 'dead' });
    const connection = keep(connect());
    await until(() => connection.state === 'unauthorised', 'unauthorised');
    expect(connection.reason).to.equal('session is dead');
    configure({ getSession: () => null });
  });
});
