import type { PropertyValues, ReactiveElement } from '@lit/reactive-element';
import { isSameToken } from '../../connection/session/claim.js';
import {
  SETTING_ATTRIBUTES,
  type ConnectionSettings,
  type WrittenSettings,
} from '../../connection/settings.js';

/** The connection settings that an element carries itself; undefined where nothing was written. */
export type ConnectionSettingsAttributes = Record<keyof ConnectionSettings, string | undefined> & {
  /** All of them, as they were written. */
  readonly writtenSettings: WrittenSettings;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript wants exactly this shape of a mixin
type Constructor<Instance> = abstract new (...given: any[]) => Instance;

/**
 * Whether an element that was drawn before is given a session that may be another person's. Editors take attributes away
 * and put them back within one task, which changes nothing; where the page or the session itself says that it is the
 * same person, the server has the last word.
 */
export function hasOtherSession(
  host: ReactiveElement & ConnectionSettingsAttributes,
  changed: PropertyValues,
): boolean {
  const isOther = (name: 'sessionId' | 'sessionKey' | 'sessionSrc' | 'personKey'): boolean =>
    changed.has(name) && changed.get(name) !== host[name];
  if (!host.hasUpdated) return false;
  if (isOther('sessionKey') || isOther('sessionSrc') || isOther('personKey')) return true;
  if (!isOther('sessionId') || host.personKey) return false;
  return !isSameToken(changed.get('sessionId'), host.sessionId);
}

/** Gives an element the attributes that say where and as whom to listen. */
export function ConnectionSettingsMixin<Base extends Constructor<ReactiveElement>>(
  base: Base,
): Base & Constructor<ConnectionSettingsAttributes> {
  abstract class ElementWithConnectionSettings extends base implements ConnectionSettingsAttributes {
    static readonly properties = Object.fromEntries(
      Object.entries(SETTING_ATTRIBUTES).map(([name, attribute]) => [name, { attribute }]),
    );

    /**
     * Address of the server; empty = the page's own. A path in it is a Socket.IO namespace: `https://host/orders`.
     * Where it is absent, `https://api.directual.com`, if there is an app id; else nothing connects.
     */
    url: string | undefined;
    /** Id of the app, as the server knows it. A plain Socket.IO server has none. */
    appId: string | undefined;
    /** Path of the Socket.IO endpoint. */
    path: string | undefined;
    /** `websocket`, `polling` or both, in the order in which they are tried. */
    transports: string | undefined;
    /**
     * Where the session id is read from: `localStorage:name`, `sessionStorage:name`, `cookie:name` or `meta:name`.
     */
    sessionKey: string | undefined;
    /** The session id itself, for pages that a server renders per person. Wins over `session-key`. */
    sessionId: string | undefined;
    /**
     * Address that answers with JSON in which the session id is, asked with cookies: for sessions in HttpOnly cookies. It
     * is asked at each connection, after a refusal and by `checkSession()`. Wins over `session-key`.
     */
    sessionSrc: string | undefined;
    /** Where the session id is in the answer of `session-src`: names joined by dots. */
    sessionPath: string | undefined;
    /**
     * Where the page says who is signed in, read like `session-key`: `localStorage:user-id`. A renewed session of the
     * same person then changes nothing on the page. Not needed on a gateway, which knows it, nor where sessions are
     * JSON Web Tokens.
     */
    personKey: string | undefined;
    /** Sends cookies to a server of another origin, as balancers with sticky sessions need. */
    withCredentials: string | undefined;
    /**
     * Who shares the connection: the elements of the `page`, or all tabs of the `browser` that listen to the same
     * server as the same person.
     */
    share: string | undefined;

    get writtenSettings(): WrittenSettings {
      const names = Object.keys(SETTING_ATTRIBUTES) as (keyof WrittenSettings)[];
      return Object.fromEntries(names.map((name) => [name, this[name]]));
    }
  }
  return ElementWithConnectionSettings;
}
