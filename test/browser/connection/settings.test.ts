import { expect } from '@open-wc/testing';
import { retryDelay } from '../../../src/backoff.js';
import { readSession } from '../../../src/connection/session/read-session.js';
import { DEFAULT_SETTINGS, resolveSettings, settingsKey } from '../../../src/connection/settings.js';
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
    expect(resolveSettings([], {}, PAGE)).to.deep.equal(DEFAULT_SETTINGS);
  });

  it('take an empty url for the page’s own origin, and the origin of any other', () => {
    const urlOf = (url: string): string => resolveSettings([{ url }], {}, PAGE).url;
    expect(urlOf('')).to.equal('https://page.example');
    expect(urlOf('https://live.example/with/path?query')).to.equal('https://live.example');
    expect(urlOf('//live.example')).to.equal('https://live.example');
    expect(urlOf('wss://live.example')).to.equal('wss://live.example');
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
    const key = (changes: object): string => settingsKey({ ...DEFAULT_SETTINGS, ...changes });
    expect(key({})).to.equal(key({}));
    for (const changes of [
      { url: 'https://x' },
      { appId: 'x' },
      { path: '/x' },
      { sessionId: 'x' },
      { transports: ['polling'] },
      { share: 'browser' },
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
