import type { ReactiveElement } from '@lit/reactive-element';
import { property } from '@lit/reactive-element/decorators/property.js';
import type { WrittenSettings } from '../connection/settings.js';

/** The connection settings that an element carries itself. */
export interface ConnectionSettingsAttributes {
  /** Origin of the server; empty = the page's own. Default `https://api.directual.com`. */
  url: string | undefined;
  /** Id of the app, as the server knows it. */
  appId: string | undefined;
  /** Path of the Socket.IO endpoint. Default `/socket.io`. */
  path: string | undefined;
  /** `websocket`, `polling` or both, in the order in which they are tried. Default `websocket,polling`. */
  transports: string | undefined;
  /**
   * Where the session id is read from: `localStorage:name`, `sessionStorage:name`, `cookie:name` or `meta:name`.
   * Default `localStorage:sid`.
   */
  sessionKey: string | undefined;
  /** The session id itself, for pages that a server renders per person. Wins over `session-key`. */
  sessionId: string | undefined;
  /** What was written on this element; undefined where nothing was. */
  readonly writtenSettings: WrittenSettings;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript wants exactly this shape of a mixin
type Constructor<Instance> = abstract new (...given: any[]) => Instance;

/** Gives an element the attributes that say where and as whom to listen. */
export function ConnectionSettingsMixin<Base extends Constructor<ReactiveElement>>(
  base: Base,
): Base & Constructor<ConnectionSettingsAttributes> {
  abstract class ElementWithConnectionSettings extends base implements ConnectionSettingsAttributes {
    @property() url: string | undefined;
    @property({ attribute: 'app-id' }) appId: string | undefined;
    @property() path: string | undefined;
    @property() transports: string | undefined;
    @property({ attribute: 'session-key' }) sessionKey: string | undefined;
    @property({ attribute: 'session-id' }) sessionId: string | undefined;

    get writtenSettings(): WrittenSettings {
      const { url, appId, path, transports, sessionKey, sessionId } = this;
      return { url, appId, path, transports, sessionKey, sessionId };
    }
  }
  return ElementWithConnectionSettings;
}
