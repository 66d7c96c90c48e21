import { expect } from '@open-wc/testing';
import '../../../src/define/dx-connection-status.js';
import type { ConnectionHandle } from '../../../src/connection/connection-registry.js';
import { claimOf, userOf } from '../../../src/connection/session/claim.js';
import { PersonTracker } from '../../../src/connection/session/person-tracker.js';
import { findScriptTag, readScriptTag } from '../../../src/connection/script-tag.js';
import { Subscriptions } from '../../../src/connection/subscriptions.js';
import { createMessage } from '../../../src/data/message.js';
import { configure, connect } from '../../../src/page-api.js';
import { ANONYMOUS } from '../../../src/data/user-scope.js';
import { gatewayForAll } from '../support/gateway.js';
import { eventually, liveConnection, SESSION_KEY, signOut, until, warningsDuring } from '../support/page.js';
import { makePage, startPlainServer } from '../support/servers.js';

const tokenOf = (payload: object): string =>
  ['{"alg":"none"}', JSON.stringify(payload), 'signature']
    .map((part) => btoa(part).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_'))
    .join('.');
const anna = (more: object): string => tokenOf({ iss: 'id', aud: 'shop', sub: 'anna', ...more });

describe('who is signed in', () => {
  it('is told by the page, else by the token, else by the session, and no session is in it', async () => {
    const [opaque, token, page] = await Promise.all([
      claimOf('secret', null),
      claimOf(anna({ exp: 2e9 }), null),
      claimOf('secret', 'anna'),
    ]);
    expect([opaque.by, token.by, page.by]).to.deep.equal(['session', 'token', 'page']);
    expect(token.expiresAt).to.equal(2e12);
    expect(JSON.stringify([opaque, token, page])).not.to.contain('secret');
    expect((await claimOf(null, null)).users).to.deep.equal([ANONYMOUS]);
  });

  it('is the same person for a renewed token, and another one for another subject, audience or stand-in', async () => {
    const user = async (token: string) => userOf(await claimOf(token, null));
    expect(await user(anna({ exp: 1 }))).to.equal(await user(anna({ exp: 2, jti: 'x' })));
    for (const other of [{ sub: 'boris' }, { aud: 'blog' }, { iss: 'evil' }, { act: { sub: 'support' } }])
      expect(await user(anna(other)), JSON.stringify(other)).not.to.equal(await user(anna({})));
  });

  it('is decided by the gateway where it says who it is, whatever the page claims', async () => {
    const tracker = new PersonTracker('app');
    tracker.read(await claimOf('one', 'anna'));
    tracker.accepted({ person: 'A', isEnded: false });
    expect(tracker.read(await claimOf('two', 'anna'))).to.equal('keep');
    expect(tracker.accepted({ person: 'B', isEnded: false }).isOther).to.equal(true);
    expect(tracker.read(await claimOf('three', null))).to.equal('hide');
    const { isOther, scope } = tracker.accepted({ person: 'B', isEnded: false });
    expect([isOther, scope.user]).to.deep.equal([false, 'person-B']);
    expect(tracker.read(await claimOf(null, null))).to.equal('forget');
  });

  it('takes over what was stored under what was known before', async () => {
    const tracker = new PersonTracker('app');
    const claim = await claimOf('one', null);
    tracker.read(claim);
    const { scope } = tracker.accepted({ person: 'A', isEnded: false });
    expect([scope.user, scope.formerUsers]).to.deep.equal(['person-A', claim.users]);
  });

  it('is forgotten with another opaque session on a server that says nothing', async () => {
    const tracker = new PersonTracker('app');
    tracker.read(await claimOf('one', null));
    tracker.accepted({ person: null, isEnded: false });
    expect(tracker.read(await claimOf('two', null))).to.equal('forget');
  });
});

describe('the script tag', () => {
  const added: HTMLScriptElement[] = [];
  const tag = (attributes: Record<string, string>): HTMLScriptElement => {
    const script = document.createElement('script');
    // Not run: only looked for.
    script.type = 'text/plain';
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
    document.head.append(script);
    added.push(script);
    return script;
  };
  afterEach(() => added.splice(0).forEach((script) => script.remove()));

  it('is found by its address in a stack, by its name, and where a plugin has renamed its attributes', () => {
    const renamed = tag({ src: 'https://cdn.test/live-1.js', 'data-app-id': 'shop' });
    expect(findScriptTag(document, 'at https://cdn.test/live-1.js:1:2')).to.equal(renamed);
    expect(findScriptTag(document, '')).to.equal(null);
    const delayed = tag({ 'data-rocket-src': '/files/dx-realtime.min.js?v=2', 'data-app-id': 'shop' });
    expect(findScriptTag(document, 'at https://plugin.test/delay.js:1:2')).to.equal(delayed);
  });

  it('is no tag of others, whose data is theirs', () => {
    tag({ src: 'https://chat.test/widget.js', 'data-app-id': 'theirs', 'data-url': 'https://chat.test' });
    expect(findScriptTag(document, 'at https://plugin.test/delay.js:1:2')).to.equal(null);
  });

  it('gives its settings, and tells of those that only look like one', async () => {
    const script = tag({ 'data-app-id': 'shop', 'data-person-key': 'cookie:user', 'data-sessionkey': 'x' });
    const warnings = await warningsDuring(() => {
      expect(readScriptTag(script)).to.include({ appId: 'shop', personKey: 'cookie:user', sessionKey: null });
    });
    expect(warnings.join()).to.contain('data-sessionkey> is not read; it is written data-session-key');
  });
});

describe('an event name that is a list', () => {
  it('reaches each listener once, under each of its names and as a whole', () => {
    const subscriptions = new Subscriptions();
    const heard: string[] = [];
    const both = (): void => void heard.push('both');
    subscriptions.add('alert', both);
    subscriptions.add('refresh', both);
    subscriptions.add('project_updated', () => heard.push('project'));
    subscriptions.add('alert,refresh,project_updated', () => heard.push('whole'));
    subscriptions.add('other', () => heard.push('other'));
    subscriptions.addToAny(() => heard.push('any'));
    subscriptions.deliver(createMessage('alert,refresh,project_updated', {}, null));
    expect(heard.sort()).to.deep.equal(['any', 'both', 'project', 'whole']);
  });
});

describe('a connection to a plain Socket.IO server', () => {
  let server: Awaited<ReturnType<typeof startPlainServer>>;
  const open: ConnectionHandle[] = [];
  before(async () => {
    server = await startPlainServer();
  });
  beforeEach(() => {
    signOut();
    configure({ url: server.url, appId: '', sessionKey: SESSION_KEY });
  });
  afterEach(async () => {
    for (const handle of open.splice(0)) handle.close();
    await eventually(async () => (await server.count()) === 0, 'closed');
    // Not sooner: a connection that closes in a moment would first be made anew for nobody.
    signOut();
  });
  after(() => server.stop());

  it('asks an address for the session where that is in a cookie, and does not take a failure for "nobody"', async () => {
    const page = await makePage({
      html: '{"success":true,"data":{"sessionID":"of-the-cookie"}}',
      type: 'application/json',
    });
    await page.set({ html: 'away', status: 503 });
    const handle = connect({ sessionSrc: page.path, sessionPath: 'data.sessionID' });
    open.push(handle);
    await until(() => handle.state === 'reconnecting', 'asked');
    expect(handle.reason).to.contain('session-src answered 503');
    expect(await server.handshakes()).to.deep.equal([]);
    await page.set({ html: '{"data":{"sessionID":"of-the-cookie"}}', type: 'application/json' });
    await until(() => handle.state === 'live', 'live');
    expect(await server.handshakes()).to.deep.equal([{ app_id: '', session_id: 'of-the-cookie' }]);
  });

  it('sends an event without an answer, and gives undefined where the server never acknowledges', async () => {
    const handle = await liveConnection();
    open.push(handle);
    expect(await handle.emit('join', 'orders', { ack: false })).to.equal(undefined);
    handle.send('join', 'orders');
    expect(() => handle.send('connect')).to.throw(TypeError);
  });

  it('is not made, and reads no session, before a server is named, and then at once', async () => {
    let reads = 0;
    const getSession = (): string => {
      reads += 1;
      return 'secret';
    };
    // As before anything was configured.
    configure({ url: undefined, appId: '', getSession } as object);
    const early = connect();
    open.push(early);
    expect([early.state, reads]).to.deep.equal(['idle', 0]);
    expect(early.reason).to.match(/"url".*"app-id"/);
    configure({ url: server.url });
    open.push(await liveConnection());
    expect(reads).to.be.greaterThan(0);
    configure({ getSession: () => null });
  });

  it('keeps the person over a renewed token, and forgets them with another', async () => {
    let session = anna({ exp: 1 });
    configure({ getSession: () => session });
    const handle = await liveConnection();
    open.push(handle);
    let left = 0;
    handle.onSessionChange(() => (left += 1));
    const renew = async (next: string): Promise<void> => {
      session = next;
      window.dispatchEvent(new Event('storage'));
      await eventually(
        async () => JSON.stringify(await server.handshakes()).includes(next),
        'connected with the next session',
      );
    };
    await renew(anna({ exp: 2 }));
    expect(left).to.equal(0);
    await renew(anna({ sub: 'boris' }));
    expect(left).to.equal(1);
    configure({ getSession: () => null });
  });
});

describe('a gateway that ends or refuses', () => {
  const gateway = gatewayForAll();

  it('has the page asked once more for its session, and a new one is used at once', async () => {
    const first = await gateway.login('anna');
    let given = first;
    const asked: string[] = [];
    configure({ getSession: () => (asked.push(given), given) });
    const handle = await liveConnection();
    given = await gateway.login('anna');
    let left = 0;
    handle.onSessionChange(() => (left += 1));
    await gateway.logout(first);
    await until(() => handle.state === 'live' && asked.includes(given), 'live with the new session');
    expect(left).to.equal(0);
    handle.close();
    configure({ getSession: () => null });
  });

  it('says what to do about a wrong app, also where a pointer rests on the state, and never "Signed out"', async () => {
    const status = document.createElement('dx-connection-status');
    status.setAttribute('app-id', 'no-such');
    document.body.append(status);
    const warnings = await warningsDuring(async () => {
      const handle = connect({ appId: 'no-such' });
      await until(() => handle.state === 'closed', 'refused');
      await until(() => status.shadowRoot!.querySelector('.state.idle'), 'told');
      handle.close();
    });
    expect(status.reason).to.contain('app-id="no-such"');
    expect(warnings.join()).to.contain(status.reason);
    expect(status.shadowRoot!.querySelector('[title]')!.getAttribute('title')).to.equal(status.reason);
    expect(status.shadowRoot!.textContent).not.to.contain('Signed out');
    status.remove();
  });
});
