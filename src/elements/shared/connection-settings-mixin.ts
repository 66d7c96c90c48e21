import type { PropertyValues, ReactiveElement } from '@lit/reactive-element';
import { property } from '@lit/reactive-element/decorators/property.js';
import type { WrittenSettings } from '../../connection/settings.js';

/** The connection settings that an element carries itself; undefined where nothing was written. */
export interface ConnectionSettingsAttributes {
  url: string | undefined;
  appId: string | undefined;
  path: string | undefined;
  transports: string | undefined;
  sessionKey: string | undefined;
  sessionId: string | undefined;
  share: string | undefined;
  /** All of them, as they were written. */
  readonly writtenSettings: WrittenSettings;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript wants exactly this shape of a mixin
type Constructor<Instance> = abstract new (...given: any[]) => Instance;

/**
 * Whether an element that was drawn before is given another session. Editors take attributes away and put them back
 * within one task, which changes nothing.
 */
export function hasOtherSession(
  host: ReactiveElement & ConnectionSettingsAttributes,
  changed: PropertyValues,
): boolean {
  const isOther = (name: 'sessionId' | 'sessionKey'): boolean =>
    changed.has(name) && changed.get(name) !== host[name];
  return host.hasUpdated && (isOther('sessionId') || isOther('sessionKey'));
}

/** Gives an element the attributes that say where and as whom to listen. */
export function ConnectionSettingsMixin<Base extends Constructor<ReactiveElement>>(
  base: Base,
): Base & Constructor<ConnectionSettingsAttributes> {
  abstract class ElementWithConnectionSettings extends base implements ConnectionSettingsAttributes {
    /**
     * Origin of the server; empty = the page's own.
     *
     * @default 'https://api.directual.com'
     */
    @property() url: string | undefined;
    /** Id of the app, as the server knows it. */
    @property({ attribute: 'app-id' }) appId: string | undefined;
    /**
     * Path of the Socket.IO endpoint.
     *
     * @default '/socket.io'
     */
    @property() path: string | undefined;
    /**
     * `websocket`, `polling` or both, in the order in which they are tried.
     *
     * @default 'websocket,polling'
     */
    @property() transports: string | undefined;
    /**
     * Where the session id is read from: `localStorage:name`, `sessionStorage:name`, `cookie:name` or `meta:name`.
     *
     * @default 'localStorage:sid'
     */
    @property({ attribute: 'session-key' }) sessionKey: string | undefined;
    /** The session id itself, for pages that a server renders per person. Wins over `session-key`. */
    @property({ attribute: 'session-id' }) sessionId: string | undefined;
    /**
     * Who shares the connection: the elements of the `page`, or all tabs of the `browser` that listen to the same
     * server as the same person.
     *
     * @default 'page'
     */
    @property() share: string | undefined;

    get writtenSettings(): WrittenSettings {
      const { url, appId, path, transports, sessionKey, sessionId, share } = this;
      return { url, appId, path, transports, sessionKey, sessionId, share };
    }
  }
  return ElementWithConnectionSettings;
}
