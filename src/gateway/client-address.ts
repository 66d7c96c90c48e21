import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { Rarely } from './rarely.js';

/** Milliseconds between two warnings that the number of proxies is wrong. */
const WARN_AGAIN = 60 * 60 * 1000;

/** Where a request comes from. */
export interface ClientAddress {
  /** Network address. */
  address: string;
  /** What counts as one client in limits: the address, or of an IPv6 address the network that one customer gets (/64). */
  limitKey: string;
  /** Whether it is the client's own, as far as one can see, and not that of a proxy which many share. */
  isClients: boolean;
}

/** Networks in which a proxy in front of the gateway is. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/** Whoever comes from elsewhere may write `X-Forwarded-For` to be counted as nobody. */
function isPrivate(address: string): boolean {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/, '');
  return PRIVATE.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}

/** Finds the address of a client behind proxies, and warns where the configuration does not know of them. */
export class ClientAddresses {
  readonly #proxies: number | undefined;
  readonly #log: FastifyBaseLogger;
  readonly #warned = new Rarely(WARN_AGAIN);

  /** @param proxies how many there are; undefined = the configuration does not say, so there is none */
  constructor(proxies: number | undefined, log: FastifyBaseLogger) {
    this.#proxies = proxies;
    this.#log = log;
  }

  /** @param remote the address of the TCP connection */
  of(remote: string, headers: IncomingHttpHeaders): ClientAddress {
    const isUnknownProxy = this.#proxies === undefined && headers['x-forwarded-for'] !== undefined;
    if (isUnknownProxy && this.#warned.isDue('proxies')) {
      this.#log.warn(
        { remote },
        'a request came with X-Forwarded-For, but the configuration does not say how many "proxies" there are: all that ' +
          'comes through one counts as one address, and limits per address do not fit',
      );
    }
    const address = clientAddress(remote, headers, this.#proxies ?? 0);
    return { address, limitKey: limitKeyOf(address), isClients: !(isUnknownProxy && isPrivate(remote)) };
  }
}

/**
 * The network address of a client behind a number of proxies that each append to `X-Forwarded-For`.
 *
 * @param remote the address of the TCP connection
 */
export function clientAddress(remote: string, headers: IncomingHttpHeaders, proxies: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const nearestFirst = [remote, ...forwarded.reverse()];
  return nearestFirst[Math.min(proxies, nearestFirst.length - 1)]!;
}

/** The first four groups of an IPv6 address, written in full; any other address as it is. */
export function limitKeyOf(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare) || bare.includes('.')) return address;
  const [before = '', after] = bare.split('::');
  const groups = before.split(':').filter((group) => group !== '');
  const rest = after?.split(':').filter((group) => group !== '') ?? [];
  const gap = Array.from({ length: after === undefined ? 0 : 8 - groups.length - rest.length }, () => '0');
  const network = [...groups, ...gap, ...rest].slice(0, 4);
  return `${network.map((group) => group.replace(/^0+(?=.)/, '').toLowerCase()).join(':')}::/64`;
}
