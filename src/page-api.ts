import { setDurationFactor } from './alerts/preferences/duration-factor.js';
import type { EventLogWords } from './event-log/terms.js';
import type { Theme } from './dom/page-theme.js';
import type { Words } from './i18n/terms.js';
import { registryOf, openHandle, type ConnectionHandle } from './connection/connection-registry.js';
import { ORIGIN_HEADER } from './protocol.js';
import { pageSettings } from './elements/shared/connection-context.js';
import { tabIdOf } from './connection/tab-id.js';
import type { ConfigureOptions, ConnectionSettings } from './connection/settings.js';

/** What {@link configure} takes. */
export interface PageOptions extends ConfigureOptions {
  /**
   * Colours of all elements that have no `theme` attribute, kept as the custom property `--dx-theme` of the page's root;
   * null = as the page's `color-scheme` says. Default null.
   */
  theme?: Theme | null;
  /** Words of the elements by language, beside or instead of those of the package: `{ it: { close: 'Chiudi' } }`. */
  words?: Readonly<Record<string, Partial<Words & EventLogWords>>>;
}

/** Settings for one connection; what is absent comes from the page. */
export type ConnectOptions = Partial<ConnectionSettings>;

/**
 * Sets defaults for all elements and connections of the page. Later calls add to earlier ones; a
 * `<dx-connection>` or an attribute of an element wins over them. Where there is no page, as on a server, it does nothing.
 *
 * @example configure({ url: 'https://live.example.com', appId: 'shop' });
 */
export function configure({ words, theme, ...options }: PageOptions): void {
  const view = pageOrNull();
  if (view === null) return;
  registryOf(view).configure(options);
  if (theme !== undefined) view.document.documentElement.style.setProperty('--dx-theme', theme);
  if (words !== undefined) void import('./i18n/translator.js').then(({ addLocale }) => addLocale(words));
}

/**
 * Lets toasts stay longer, on all pages of the site in this browser: for people who need more time.
 *
 * Where there is no page, as on a server, it does nothing.
 *
 * @param factor how many times longer than usual; `Infinity` = until they are closed; 1 = as usual
 */
export function setAlertTime(factor: number): void {
  const view = pageOrNull();
  if (view !== null) setDurationFactor(view.document, factor);
}

/**
 * Takes a lease on the page's shared connection. It opens with the first lease and closes about a second after
 * the last one is closed.
 *
 * @throws Error where there is no page, as on a server
 */
export function connect(options: ConnectOptions = {}): ConnectionHandle {
  const view = pageOrNull();
  if (view === null) throw new Error('dx-realtime connects in browsers only; there is no page here.');
  const hub = registryOf(view);
  const { transports, withCredentials, ...texts } = options;
  const written = { ...texts, transports: transports?.join(), withCredentials: withCredentials?.toString() };
  const settings = hub.resolve([written, ...pageSettings(view.document)]);
  return openHandle(hub.connection(settings));
}

/**
 * Headers for a request of this tab, so that `ignore-own` knows the event it causes:
 * `fetch(url, { headers: originHeaders() })`. See also `sendOrigin` of {@link configure}. None where there is no page, as on
 * a server.
 */
export function originHeaders(): Record<string, string> {
  const view = pageOrNull();
  return view === null ? {} : { [ORIGIN_HEADER]: tabIdOf(registryOf(view).shared) };
}

/**
 * Looks at once whether another person is signed in; call it after login and logout. Where there is no page, as on a
 * server, it does nothing.
 */
export function checkSession(): void {
  const view = pageOrNull();
  if (view !== null) registryOf(view).checkSessions();
}

function pageOrNull(): Window | null {
  return (globalThis as { window?: Window }).window ?? null;
}
