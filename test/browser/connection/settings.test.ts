import { expect } from '@open-wc/testing';
import { retryDelay } from '../../../src/backoff.js';
import { readSession } from '../../../src/connection/session/read-session.js';
import { resolveSettings, settingsKey } from '../../../src/connection/resolve-settings.js';
import { DEFAULT_SETTINGS } from '../../../src/connection/settings.js';
import { warningsDuring } from '../support/page.js';

const PAGE = 'https://page.example/path/index.html';

describe('settings', () => {
  it('come from the first source that has them, one by one', () => {
    const { url, appId, path, sessionKey } = resolveSettings(
      [{ appId: 'element' }, { appId: 'around', path: '/live' }],
      { appId: 'code', url: 'https://code.example', sessionKey: 'cookie:sid' },
      PAGE,
    );
    expect([url, appId, path, sessionKey]).to.deep.equal([
      'https://code.example',
      'element',
      '/live',
      'cookie:sid',
    ]);
    expect(resolveSettings([{ appId: 'shop' }], {}, PAGE)).to.deep.include({
      ...DEFAULT_SETTINGS,
      appId: 'shop',
    });
  });

  it('name no server without an address or an app id, and the platform only beside an app id', () => {
    for (const written of [{}, { appId: '' }, { sessionKey: 'cookie:sid', path: '/live' }]) {
      const { url, obstacle } = resolveSettings([written], {}, PAGE);
      expect([url, obstacle?.state]).to.deep.equal(['', 'idle']);
      expect(obstacle?.reason).to.match(/url.*app-id/);
    }
    const platform = resolveSettings([], { appId: 'shop' }, PAGE);
    expect([platform.url, platform.isAddressGiven, platform.obstacle]).to.deep.equal([
      'https://api.directual.com',
      false,
      null,
    ]);
    const own = resolveSettings([{ url: '' }], {}, PAGE);
    expect([own.url, own.appId, own.obstacle]).to.deep.equal(['https://page.example', '', null]);
  });

  it('take an empty url for the page’s own server, and the path of any other for a namespace', async () => {
    const addressOf = (url: string): string[] => {
      const { url: origin, namespace } = resolveSettings([{ url }], {}, PAGE);
      return [origin, namespace];
    };
    expect(addressOf('')).to.deep.equal(['https://page.example', '/']);
    expect(addressOf('/')).to.deep.equal(['https://page.example', '/']);
    expect(addressOf('https://live.example/with/path?query')).to.deep.equal([
      'https://live.example',
      '/with/path',
    ]);
    expect(addressOf('//live.example/')).to.deep.equal(['https://live.example', '/']);
    expect(addressOf('wss://live.example')).to.deep.equal(['wss://live.example', '/']);
    const warnings = await warningsDuring(() =>
      expect(addressOf('https://live.example/socket.io/')).to.deep.equal(['https://live.example', '/']),
    );
    expect(warnings.join()).to.contain('"/socket.io" is the path of the endpoint, not a namespace');
  });

  it('connect to nothing where the url is none', async () => {
    for (const url of ['live.example', 'javascript:alert(1)', 'file:///etc', 'https://', ' ']) {
      const warnings = await warningsDuring(() => {
        expect(resolveSettings([{ url }], {}, PAGE).url, url).to.equal('');
      });
      expect(warnings.length, url).to.equal(1);
    }
  });

  it('share it with other tabs only where they say so, and say what is wrong', async () => {
    const shareOf = (share: string): string => resolveSettings([{ share }], {}, PAGE).share;
    expect(shareOf('browser')).to.equal('browser');
    const warnings = await warningsDuring(() => expect(shareOf('world')).to.equal('page'));
    expect(warnings.join()).to.contain('share="world" must be page or browser');
  });

  it('share a connection where they are equal, and only there', () => {
    const settings = resolveSettings([{ appId: 'shop' }], {}, PAGE);
    const key = (changes: object): string => settingsKey({ ...settings, ...changes });
    expect(key({})).to.equal(key({}));
    for (const changes of [
      { url: 'https://x' },
      { appId: 'x' },
      { path: '/x' },
      { sessionId: 'x' },
      { transports: ['polling'] },
      { share: 'browser' },
      { namespace: '/orders' },
      { sessionSrc: '/session' },
      { personKey: 'localStorage:user' },
      { withCredentials: true },
    ]) {
      expect(key(changes)).not.to.equal(key({}));
    }
  });
});

describe('retry delay', () => {
  it('is drawn from the whole range at every attempt, also at the longest', () => {
    for (const attempt of [1, 2, 5, 50]) {
      const ceiling = Math.min(30_000, 1_000 * 2 ** (attempt - 1));
      expect(retryDelay(attempt, 0)).to.equal(100);
      expect(retryDelay(attempt, 1)).to.equal(ceiling);
      expect(retryDelay(attempt, 0.5)).to.be.greaterThan(100).and.lessThan(ceiling);
    }
  });
});

describe('session', () => {
  afterEach(() => {
    localStorage.removeItem('where');
    sessionStorage.removeItem('where');
    document.cookie = 'where=; max-age=0';
    document.querySelector('meta[name=where]')?.remove();
  });

  it('is read from each of the four places', () => {
    const meta = document.createElement('meta');
    Object.assign(meta, { name: 'where', content: 'in meta' });
    document.head.append(meta);
    localStorage.setItem('where', 'in localStorage');
    sessionStorage.setItem('where', 'in sessionStorage');
    document.cookie = `where=${encodeURIComponent('in cookie')}`;
    for (const place of ['localStorage', 'sessionStorage', 'cookie', 'meta']) {
      expect(readSession(`${place}:where`, window)).to.equal(`in ${place}`);
      expect(readSession(`${place}:nowhere`, window)).to.equal(null);
    }
  });

  it('is none where it is blank or the text that scripts write for nothing', () => {
    for (const text of ['', ' ', 'null', 'undefined', ' null ']) {
      localStorage.setItem('where', text);
      expect(readSession('localStorage:where', window), text).to.equal(null);
    }
  });

  it('counts as nobody where the key is wrong or the browser forbids it', async () => {
    const forbidden = Object.create(window, {
      localStorage: {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      },
    }) as Window;
    const warnings = await warningsDuring(() => {
      expect(readSession('pocket:sid', window)).to.equal(null);
      expect(readSession('localStorage:', window)).to.equal(null);
      expect(readSession('localStorage:sid', forbidden)).to.equal(null);
      expect(readSession('localStorage:sid', forbidden)).to.equal(null);
    });
    expect(warnings).to.have.length(3);
  });
});
