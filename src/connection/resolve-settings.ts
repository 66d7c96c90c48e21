import { readAddress, readShare, readTransports } from './setting-values.js';
import {
  DEFAULT_SETTINGS,
  type ConfigureOptions,
  type ConnectionSettings,
  type Transport,
  type WrittenSettings,
} from './settings.js';

/** Why nothing can be connected to. */
export interface Obstacle {
  /** `idle`: no server is named, which may still come. `closed`: what was written is wrong. */
  state: 'idle' | 'closed';
  reason: string;
}

/** Settings that were chosen from all sources and checked. */
export interface ResolvedSettings extends ConnectionSettings {
  /** Socket.IO namespace; `/` = the default one. */
  namespace: string;
  /** Whether the address was written, and not only follows from the app id. */
  isAddressGiven: boolean;
  /** Null = there is a server to connect to. */
  obstacle: Obstacle | null;
}

const NO_SERVER: Obstacle = {
  state: 'idle',
  reason:
    'no server is named: give "url" (empty = the server of this page) or "app-id", as data-url or data-app-id of the ' +
    'script tag, on <dx-connection>, on the element or with configure()',
};
const NO_ADDRESS: Obstacle = { state: 'closed', reason: 'the url is not a web address' };

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
): ResolvedSettings {
  const find = (name: keyof ConnectionSettings): string | undefined =>
    written.map((source) => source[name]).find((value) => value !== null && value !== undefined);
  const text = (name: TextSetting): string => find(name) ?? configured[name] ?? DEFAULT_SETTINGS[name];
  const transports = find('transports');
  const withCredentials = find('withCredentials');
  const [appId, path] = [text('appId'), text('path')];
  return {
    ...resolveAddress(find('url') ?? configured.url, appId, path, pageUrl),
    appId,
    path,
    transports:
      transports === undefined
        ? (configured.transports ?? DEFAULT_SETTINGS.transports)
        : readTransports(transports),
    sessionKey: text('sessionKey'),
    sessionId: text('sessionId'),
    sessionSrc: text('sessionSrc'),
    sessionPath: text('sessionPath'),
    personKey: text('personKey'),
    withCredentials: readFlag(withCredentials) ?? configured.withCredentials ?? false,
    share: readShare(find('share') ?? configured.share ?? DEFAULT_SETTINGS.share),
  };
}

type TextSetting = 'appId' | 'path' | 'sessionKey' | 'sessionId' | 'sessionSrc' | 'sessionPath' | 'personKey';

/** Frameworks may give the property a boolean in place of a text. */
const readFlag = (written: string | boolean | undefined): boolean | undefined =>
  written === undefined ? undefined : written !== 'false' && written !== false;

/** The platform's address is the default only beside an app id: no page talks to a server that it does not name. */
function resolveAddress(
  given: string | undefined,
  appId: string,
  path: string,
  pageUrl: string,
): Pick<ResolvedSettings, 'url' | 'namespace' | 'isAddressGiven' | 'obstacle'> {
  const isAddressGiven = given !== undefined;
  if (!isAddressGiven && appId === '')
    return { url: '', namespace: '/', isAddressGiven, obstacle: NO_SERVER };
  const address = readAddress(given ?? DEFAULT_SETTINGS.url, pageUrl, path);
  if (address === null) return { url: '', namespace: '/', isAddressGiven, obstacle: NO_ADDRESS };
  return { url: address.origin, namespace: address.namespace, isAddressGiven, obstacle: null };
}

/** Two elements with equal keys share one connection. A getter stands for the identity that it gives. */
export function settingsKey(settings: ResolvedSettings): string {
  const { sessionId, sessionSrc, sessionKey, sessionPath } = settings;
  const session = sessionId || (sessionSrc && `${sessionSrc} ${sessionPath}`) || sessionKey;
  return JSON.stringify([
    appKey(settings),
    settings.transports,
    session,
    settings.personKey,
    settings.withCredentials,
    settings.share,
    settings.obstacle?.state,
  ]);
}

/** Names an app on a server: what is kept of it is kept under this name. */
export function appKey({ url, path, appId, namespace }: ResolvedSettings): string {
  return JSON.stringify(namespace === '/' ? [url, path, appId] : [url, path, appId, namespace]);
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
