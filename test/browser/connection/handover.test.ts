import { expect } from '@open-wc/testing';
import type { ConnectionHandle } from '../../../src/connection/connection-registry.js';
import { configure } from '../../../src/page-api.js';
import { eventually, liveConnection, until } from '../support/page.js';
import { startPlainServer } from '../support/servers.js';

describe('a session that is renewed on a server that keeps no log', () => {
  let server: Awaited<ReturnType<typeof startPlainServer>>;
  let [session, person] = ['', ''];
  let handle: ConnectionHandle;
  let heard: unknown[] = [];
  let gaps = 0;
  before(async () => {
    server = await startPlainServer();
  });
  beforeEach(async () => {
    [session, person] = [`one ${crypto.randomUUID()}`, 'anna'];
    configure({ url: server.url, appId: '', getSession: () => session, getPerson: () => person });
    handle = await liveConnection();
    [heard, gaps] = [[], 0];
    handle.onAny(({ data }) => heard.push(data));
    handle.onGap(() => (gaps += 1));
    // By its first event the server is known to be no gateway.
    await server.emit('any', 'first');
    await until(() => heard.includes('first'), 'heard');
  });
  afterEach(async () => {
    await server.release();
    handle.close();
    await eventually(async () => (await server.count()) === 0, 'closed');
  });
  after(async () => {
    configure({ getSession: () => null, getPerson: () => null });
    await server.stop();
  });

  const sessions = async (): Promise<unknown[]> =>
    (await server.handshakes()).map(({ session_id: id }) => id);
  const hasSession = async (name: string): Promise<boolean> => (await sessions()).includes(name);
  const change = (next: string, who = 'anna'): void => {
    [session, person] = [next, who];
    window.dispatchEvent(new Event('storage'));
  };
  /** Emits numbers while it is needed. @returns how many */
  const emitUntil = async (condition: () => Promise<boolean>): Promise<number> => {
    let count = 0;
    await eventually(async () => {
      await server.emit('any', (count += 1));
      return condition();
    }, 'a state of the server');
    return count;
  };
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  for (const [what, formerLag, nextLag] of [
    ['both are as fast', 0, 0],
    ['the former one is slow', 300, 0],
    ['the next one is slow', 0, 300],
  ] as const)
    it(`loses, doubles and disorders nothing that is sent before, while and after two connections are open, where ${what}`, async () => {
      let left = 0;
      handle.onSessionChange(() => (left += 1));
      const next = `two ${crypto.randomUUID()}`;
      await server.setLag(session, formerLag);
      await server.setLag(next, nextLag);
      await server.hold();
      change(next);
      await eventually(async () => (await server.count()) === 2, 'a second connection waits');
      await server.emit('any', 'before');
      await until(() => heard.includes('before'), 'heard');
      expect(handle.state).to.equal('live');
      await server.release();
      const admitted = await emitUntil(() => hasSession(next));
      // Numbers that go over both connections.
      for (let more = 1; more <= 20; more += 1) await server.emit('any', admitted + more);
      await server.emit('any', 'last');
      await until(() => heard.includes('last'), 'heard to the end');
      expect(heard).to.deep.equal(['first', 'before', ...numbers(admitted + 20), 'last']);
      expect([left, gaps, handle.state]).to.deep.equal([0, 0, 'live']);
    });

  it('sends by the next connection as soon as that is admitted', async () => {
    const next = `two ${crypto.randomUUID()}`;
    change(next);
    await eventually(() => hasSession(next), 'admitted');
    await eventually(async () => {
      await handle.emit('who', 1, { ack: false });
      return (await server.heardBy()).includes(next);
    }, 'sent by the next one');
  });

  it('hears the next connection alone where the server cuts the former one', async () => {
    const next = `two ${crypto.randomUUID()}`;
    const former = session;
    change(next);
    await eventually(() => hasSession(next), 'admitted');
    await eventually(async () => {
      await handle.emit('who', 1, { ack: false });
      return (await server.heardBy()).includes(next);
    }, 'the page knows that');
    await server.cutSession(former);
    await eventually(async () => (await sessions()).join() === next, 'the former one is cut');
    await server.emit('any', 'last');
    await until(() => heard.includes('last'), 'heard');
    expect(heard).to.deep.equal(['first', 'last']);
    expect([handle.state, gaps]).to.deep.equal(['live', 0]);
  });

  it('begins anew, with a gap, where the server cuts the former connection before it admits the next one', async () => {
    const next = `two ${crypto.randomUUID()}`;
    await server.hold();
    change(next);
    await eventually(async () => (await server.count()) === 2, 'a second connection waits');
    await server.cut();
    await until(() => handle.state === 'reconnecting', 'cut');
    await server.release();
    await until(() => handle.state === 'live', 'live');
    expect(gaps).to.equal(1);
    expect(await sessions()).to.deep.equal([next]);
  });

  it('ends the connection at once where another person signed in, before the server admits them', async () => {
    await server.hold();
    change('of boris', 'boris');
    await eventually(async () => (await sessions()).length === 0, 'the former connection ended');
    await server.emit('any', 'for anna');
    await server.release();
    await until(() => handle.state === 'live', 'live');
    await server.emit('any', 'for boris');
    await until(() => heard.includes('for boris'), 'heard');
    expect(heard).to.deep.equal(['first', 'for boris']);
  });

  it('ends both connections where another person signed in meanwhile, waiting or admitted', async () => {
    await server.hold();
    change(`two ${crypto.randomUUID()}`);
    await eventually(async () => (await server.count()) === 2, 'a second connection waits');
    change('of boris', 'boris');
    await eventually(async () => (await sessions()).length === 0, 'the former connection ended');
    await server.release();
    await eventually(async () => (await sessions()).join() === 'of boris', 'that of Boris alone');
    const next = `three ${crypto.randomUUID()}`;
    await until(() => handle.state === 'live', 'live');
    change(next, 'boris');
    await eventually(() => hasSession(next), 'both are there');
    change('of carla', 'carla');
    await eventually(async () => (await sessions()).join() === 'of carla', 'that of Carla alone');
  });

  it('says so where the server refuses the renewed session, and is live with the one after it', async () => {
    change('dead');
    await until(() => handle.reason.includes('session is dead'), 'refused');
    expect(handle.state).not.to.equal('live');
    expect(await sessions()).to.deep.equal([]);
    change('three');
    await until(() => handle.state === 'live', 'live');
    expect(await sessions()).to.deep.equal(['three']);
  });
});
