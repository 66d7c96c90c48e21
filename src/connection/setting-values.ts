import { warnOnce } from '../warn.js';
import { DEFAULT_SETTINGS, type Share, type Transport } from './settings.js';

/** Where a server is. */
export interface Address {
  origin: string;
  /** Socket.IO namespace; `/` = the default one. */
  namespace: string;
}

/**
 * Reads the address of a server: `https://live.example`, or with a namespace, `https://live.example/orders`.
 *
 * @param pageUrl base of relative addresses; an empty one is the page's own server
 * @param endpoint path of the Socket.IO endpoint, which is no namespace
 * @returns null where it is none, which warns
 */
export function readAddress(url: string, pageUrl: string, endpoint: string): Address | null {
  try {
    if (url === '') return { origin: checkedOrigin(new URL(pageUrl)), namespace: '/' };
    // With the page as the base, any typing mistake would be a path of the page's own origin.
    const address = url.startsWith('/') ? new URL(url, pageUrl) : new URL(url);
    return { origin: checkedOrigin(address), namespace: namespaceOf(address, url, endpoint) };
  } catch {
    warnOnce(`url="${url}" is not a web address; nothing is connected. Example: https://api.directual.com`);
    return null;
  }
}

/** @throws TypeError where nothing can be connected to over the web */
function checkedOrigin({ protocol, origin }: URL): string {
  if (/^(https?|wss?):$/.test(protocol)) return origin;
  throw new TypeError('Not a web address.');
}

function namespaceOf({ pathname }: URL, url: string, endpoint: string): string {
  const namespace = pathname.replace(/\/+$/, '') || '/';
  if (namespace !== endpoint.replace(/\/+$/, '')) return namespace;
  warnOnce(`url="${url}": "${namespace}" is the path of the endpoint, not a namespace; it is left out`);
  return '/';
}

export function readTransports(text: string): readonly Transport[] {
  const names = text.split(',').map((name) => name.trim());
  const known = names.filter((name): name is Transport => name === 'websocket' || name === 'polling');
  if (known.length === names.length) return known;
  warnOnce(
    `transports="${text}" may only name websocket and polling; ${known.length > 0 ? known.join() : 'both'} used instead`,
  );
  return known.length > 0 ? known : DEFAULT_SETTINGS.transports;
}

export function readShare(text: string): Share {
  if (text === 'page' || text === 'browser') return text;
  warnOnce(`share="${text}" must be page or browser; ${DEFAULT_SETTINGS.share} used instead`);
  return DEFAULT_SETTINGS.share;
}
