import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** What an app allows beside the gateway's own host; undefined = the configuration does not say. */
export type AllowedOrigins = readonly string[] | '*' | undefined;

/** The part of a request's headers by which it is decided whether its page may talk to the gateway. */
export type OriginHeaders = Pick<IncomingHttpHeaders, 'origin' | 'host' | 'sec-fetch-site'> &
  Partial<Record<(typeof FORWARDING_HEADERS)[number], unknown>>;

/** What proxies and tunnels add to a request that they pass on. A development proxy that adds none is not told from a page. */
const FORWARDING_HEADERS = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-server',
  'cf-connecting-ip',
  'true-client-ip',
] as const;

/** That part of the headers alone. */
export function originHeadersOf(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const names = ['origin', 'host', 'sec-fetch-site', ...FORWARDING_HEADERS];
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
}

/**
 * Decides which pages may talk to the gateway.
 *
 * What a page cannot choose counts: its `Origin`, and what its browser says of it in `Sec-Fetch-Site`. A page of the
 * gateway's own host always may, and so may a program, which sends neither. Where the gateway serves this machine only,
 * a name in `Host` proves nothing: a foreign page can have its own name point here (DNS rebinding). There only
 * `localhost`, IP addresses and the names of allowed origins are the own host.
 */
export class OriginPolicy {
  readonly #servesThisMachineOnly: () => boolean;

  /** @param servesThisMachineOnly whether it listens on a loopback address, without a proxy in front */
  constructor(servesThisMachineOnly: () => boolean) {
    this.#servesThisMachineOnly = servesThisMachineOnly;
  }

  /** Whether the page that sends a request may talk to an app. */
  allows(headers: OriginHeaders, allowed: AllowedOrigins): boolean {
    const { origin } = headers;
    if (origin === undefined) return !isOfAnotherSite(headers);
    return isListed(origin, allowed) || this.#isOwn(headers, allowed) || this.#isNeighbour(headers, allowed);
  }

  /** Whether a request came under a name by which nobody should reach a gateway that serves this machine only. */
  isReboundName(host: string | undefined, allowed: readonly AllowedOrigins[]): boolean {
    if (host === undefined || !this.#servesThisMachineOnly()) return false;
    return !allowed.some((one) => isNameOfThisMachine(host, one));
  }

  #isOwn({ origin, host }: OriginHeaders, allowed: AllowedOrigins): boolean {
    if (host === undefined || hostOf(origin!) !== host.toLowerCase()) return false;
    return !this.#servesThisMachineOnly() || isNameOfThisMachine(host, allowed);
  }

  /** Pages of other ports of this machine: what a developer has open, as long as nothing else is said. */
  #isNeighbour(headers: OriginHeaders, allowed: AllowedOrigins): boolean {
    if (allowed !== undefined || !this.#servesThisMachineOnly() || isForwarded(headers)) return false;
    return (
      isLoopbackName(hostnameOf(`http://${headers.host ?? ''}`)) &&
      // Pages inside apps are at `capacitor://localhost`, on whatever device.
      /^https?:/i.test(headers.origin!) &&
      isLoopbackName(hostnameOf(headers.origin!))
    );
  }
}

/** Whether a proxy says that it passed a request on. */
function isForwarded(headers: OriginHeaders): boolean {
  return FORWARDING_HEADERS.some((name) => headers[name] !== undefined);
}

/** Whether an address is one of this machine alone: a loopback address or `localhost`. */
export function isLoopbackName(name: string | null): boolean {
  if (name === null) return false;
  const bare = name.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/**
 * Says what is wrong with an entry of `allowedOrigins`, in a sentence part that follows the name of the field.
 *
 * @returns the reason, or null where it can be used
 */
export function originProblem(value: string): string | null {
  if (value === '*') return 'must be an origin; any is allowed by "*" in place of the list, without brackets';
  if (value.toLowerCase() === 'null') return 'must not be "null", which any page can be: only "*" allows it';
  const [, scheme, star, host, port = ''] = PATTERN.exec(value) ?? [];
  if (scheme === undefined || host === undefined)
    return 'must be an origin such as "https://site.example", without a path';
  if (star !== undefined && !host.includes('.'))
    return 'must have a domain after "*.", such as "https://*.site.example"';
  if (!/^https?$/i.test(scheme)) return null;
  const address = `${scheme}://${host}${port}`.toLowerCase();
  if (URL.canParse(address) && new URL(address).origin === address) return null;
  return 'must be an origin such as "https://site.example", without a path and without the usual port';
}

/** Scheme, an optional `*.`, host, port. Pages inside apps have schemes of their own, such as `capacitor://localhost`. */
const PATTERN = /^([a-z][a-z\d+.-]*):\/\/(\*\.)?([^\s/*?#@:]+|\[[\da-f:.]+\])(:\d+)?$/i;

/** A browser sends no `Origin` with pictures, scripts and links, but says that they come from another site. */
function isOfAnotherSite(headers: OriginHeaders): boolean {
  return ['cross-site', 'same-site'].includes(headers['sec-fetch-site'] ?? '');
}

function isListed(origin: string, allowed: AllowedOrigins): boolean {
  if (allowed === '*') return true;
  const given = origin.toLowerCase();
  return (
    allowed?.some((entry) => (entry.includes('://*.') ? isBelow(given, entry) : entry === given)) ?? false
  );
}

/** Whether an origin is that of a name below the domain of `https://*.site.example`. */
function isBelow(origin: string, entry: string): boolean {
  const [scheme, domain] = entry.split('://*.') as [string, string];
  const start = `${scheme}://`;
  const name = origin.slice(start.length, -domain.length - 1);
  return (
    origin.startsWith(start) && origin.endsWith(`.${domain}`) && /^[a-z\d_-]+(\.[a-z\d_-]+)*$/.test(name)
  );
}

function isNameOfThisMachine(host: string, allowed: AllowedOrigins): boolean {
  const name = hostnameOf(`http://${host}`);
  if (name === null) return false;
  if (name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[|\]$/g, '')) > 0)
    return true;
  const isOfEntry = (entry: string) =>
    isListed(`${entry.split('://', 1)[0]}://${name}`, [entry.replace(/:\d+$/, '')]);
  return Array.isArray(allowed) && (allowed as readonly string[]).some(isOfEntry);
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function hostnameOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).hostname : null;
}
