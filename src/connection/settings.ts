import { warnOnce } from '../warn.js';

/** A way for bytes to travel, in Socket.IO's terms. */
export type Transport = 'websocket' | 'polling';

/** Who shares a connection: the elements of a page, or all pages of the origin in this browser. */
export type Share = 'page' | 'browser';

/** Where and as whom a page listens. */
export interface ConnectionSettings {
  /** Origin of the server; empty = the page's own. Default `https://api.directual.com`. */
  url: string;
  /** Id of the app, as the server knows it. Default: empty. */
  appId: string;
  /** Path of the Socket.IO endpoint. Default `/socket.io`. */
  path: string;
  /** In the order in which they are tried. Default: `websocket`, then `polling`. */
  transports: readonly Transport[];
  /**
   * Where the session id is read from: `localStorage:name`, `sessionStorage:name`, `cookie:name` or
   * `meta:name`. Default `localStorage:sid`.
   */
  sessionKey: string;
  /** The session id itself, for pages that a server renders per person. Wins over `sessionKey`. */
  sessionId: string;
  /**
   * `browser`: all tabs of the browser that listen to the same server as the same app and person share one
   * connection. Default `page`.
   */
  share: Share;
}

/** What `configure()` takes. */
export interface ConfigureOptions extends Partial<ConnectionSettings> {
  /** Gives the session id of the person who is signed in; wins over `sessionKey`. */
  getSession?: SessionGetter;
  /**
   * Gives this tab's id along with every `fetch` to the page's own origin (header `X-DX-Origin`) and every form of
   * the page (field `dx-origin`), for `ignore-own`. Default false.
   */
  sendOrigin?: boolean;
}

/** Gives a session id; null, undefined or empty = nobody is signed in. */
export type SessionGetter = () => string | null | undefined | Promise<string | null | undefined>;

/** Settings as an author wrote them: texts that may be wrong. */
export type WrittenSettings = { [Name in keyof ConnectionSettings]?: string | null | undefined };

export const DEFAULT_SETTINGS: ConnectionSettings = {
  url: 'https://api.directual.com',
  appId: '',
  path: '/socket.io',
  transports: ['websocket', 'polling'],
  sessionKey: 'localStorage:sid',
  sessionId: '',
  share: 'page',
};

/**
 * Chooses every setting from the first source that has it.
 *
 * @param written sources of texts, the most important first: element, `<dx-connection>`, script tag
 * @param configured what `configure()` was given
 * @param pageUrl base of relative URLs
 */
export function resolveSettings(
  written: readonly WrittenSettings[],
  configured: ConfigureOptions,
  pageUrl: string,
): ConnectionSettings {
  const text = (name: keyof ConnectionSettings): string | undefined =>
    written.map((source) => source[name]).find((value) => value !== null && value !== undefined);
  const plain = (name: 'appId' | 'path' | 'sessionKey' | 'sessionId') =>
    text(name) ?? configured[name] ?? DEFAULT_SETTINGS[name];
  const transports = text('transports');
  return {
    url: resolveUrl(text('url') ?? configured.url ?? DEFAULT_SETTINGS.url, pageUrl),
    appId: plain('appId'),
    path: plain('path'),
    transports:
      transports === undefined
        ? (configured.transports ?? DEFAULT_SETTINGS.transports)
        : parseTransports(transports),
    sessionKey: plain('sessionKey'),
    sessionId: plain('sessionId'),
    share: parseShare(text('share') ?? configured.share ?? DEFAULT_SETTINGS.share),
  };
}

/** Two elements with equal keys share one connection. The getter stands for the identity that it gives. */
export function settingsKey(settings: ConnectionSettings): string {
  return JSON.stringify([
    settings.url,
    settings.path,
    settings.appId,
    settings.transports,
    settings.sessionId || settings.sessionKey,
    settings.share,
  ]);
}

/**
 * The transports of an attempt, in order. Every second one turns the order round: a proxy may swallow WebSockets
 * without a word.
 *
 * @param attempts how many failed before
 */
export function transportsOf({ transports }: ConnectionSettings, attempts: number): Transport[] {
  return attempts % 2 === 0 ? [...transports] : [...transports].reverse();
}

function resolveUrl(url: string, pageUrl: string): string {
  try {
    // With the page as the base, any typing mistake would be a path of the page's own origin.
    const resolved = url === '' || url.startsWith('/') ? new URL(url, pageUrl) : new URL(url);
    if (/^(https?|wss?):$/.test(resolved.protocol)) return resolved.origin;
  } catch {
    // Falls through to the one warning for every kind of wrong URL.
  }
  warnOnce(`url="${url}" is not a web address; nothing is connected. Example: https://api.directual.com`);
  return '';
}

function parseTransports(text: string): readonly Transport[] {
  const names = text.split(',').map((name) => name.trim());
  const known = names.filter((name): name is Transport => name === 'websocket' || name === 'polling');
  if (known.length === names.length) return known;
  warnOnce(
    `transports="${text}" may only name websocket and polling; ${known.length > 0 ? known.join() : 'both'} used instead`,
  );
  return known.length > 0 ? known : DEFAULT_SETTINGS.transports;
}

function parseShare(text: string): Share {
  if (text === 'page' || text === 'browser') return text;
  warnOnce(`share="${text}" must be page or browser; ${DEFAULT_SETTINGS.share} used instead`);
  return DEFAULT_SETTINGS.share;
}
