import type { TopicTokenGetter } from './topics/topic.js';

/** A way for bytes to travel, in Socket.IO's terms. */
export type Transport = 'websocket' | 'polling';

/** Who shares a connection: the elements of a page, or all pages of the origin in this browser. */
export type Share = 'page' | 'browser';

/** Where and as whom a page listens. */
export interface ConnectionSettings {
  /**
   * Address of the server; empty = the page's own. A path in it is a Socket.IO namespace. Default
   * `https://api.directual.com` where an app id is given; without an address or an app id nothing connects.
   */
  url: string;
  /** Id of the app, as the server knows it. Default: empty, for servers that have no apps. */
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
   * Address that answers with JSON in which the session id is, asked with cookies: for sessions in HttpOnly cookies.
   * Wins over `sessionKey`. Default: empty, none.
   */
  sessionSrc: string;
  /** Where the session id is in the answer of `sessionSrc`: names joined by dots. Default `sessionID`. */
  sessionPath: string;
  /**
   * Where the page says who is signed in, read like `sessionKey`: a renewed session of the same person then changes
   * nothing on the page. Default: empty, nowhere.
   */
  personKey: string;
  /** Sends cookies to a server of another origin, as balancers with sticky sessions need. Default false. */
  withCredentials: boolean;
  /**
   * `browser`: all tabs of the browser that listen to the same server as the same app and person share one
   * connection. Default `page`.
   */
  share: Share;
}

/** What `configure()` takes. */
export interface ConfigureOptions extends Partial<ConnectionSettings> {
  /** Gives the session id of the person who is signed in; wins over `sessionSrc` and `sessionKey`. */
  getSession?: SessionGetter;
  /** Gives an id of the person who is signed in, the same for every session of theirs; wins over `personKey`. */
  getPerson?: SessionGetter;
  /**
   * Gives the token with which this page may listen to a topic, and another before it ends. Where it throws or rejects, it is
   * asked again later.
   *
   * @example configure({ getTopicToken: async (topic) => (await fetch(`/topic-token?topic=${encodeURIComponent(topic)}`)).text() });
   */
  getTopicToken?: TopicTokenGetter;
  /**
   * Gives this tab's id along with every `fetch` to the page's own origin (header `X-DX-Origin`) and every form of
   * the page (field `dx-origin`), for `ignore-own`. Default false.
   */
  sendOrigin?: boolean;
}

/**
 * Gives a session id. Null, undefined, blank and the texts `"null"` and `"undefined"` = nobody is signed in. Where it
 * throws or rejects, who is signed in is not known: the connection asks again later.
 */
export type SessionGetter = () => string | null | undefined | Promise<string | null | undefined>;

/** Settings as an author wrote them: texts that may be wrong. */
export type WrittenSettings = { [Name in keyof ConnectionSettings]?: string | null | undefined };

/** The attribute of each setting; on the script tag it is `data-` and the same. */
export const SETTING_ATTRIBUTES: Readonly<Record<keyof ConnectionSettings, string>> = {
  url: 'url',
  appId: 'app-id',
  path: 'path',
  transports: 'transports',
  sessionKey: 'session-key',
  sessionId: 'session-id',
  sessionSrc: 'session-src',
  sessionPath: 'session-path',
  personKey: 'person-key',
  withCredentials: 'with-credentials',
  share: 'share',
};

export const DEFAULT_SETTINGS: ConnectionSettings = {
  url: 'https://api.directual.com',
  appId: '',
  path: '/socket.io',
  transports: ['websocket', 'polling'],
  sessionKey: 'localStorage:sid',
  sessionId: '',
  sessionSrc: '',
  sessionPath: 'sessionID',
  personKey: '',
  withCredentials: false,
  share: 'page',
};
