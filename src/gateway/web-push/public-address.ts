import { lookup, type LookupAddress } from 'node:dns';
import { Agent } from 'node:https';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an IP address is one of the public internet. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

type Resolve = (
  host: string,
  options: { all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Finds the addresses of a name as `dns.lookup` does and refuses those of private networks. The connection is made to what
 * this returns: a name that changes its address meanwhile leads nowhere else.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (host, options, answer) => {
    resolve(host, { all: true }, (error, addresses) => {
      const found = error === null ? addresses.filter(({ address }) => isPublic(address)) : [];
      if (error !== null || found.length === 0 || found.length < addresses.length) {
        answer(error ?? new Error(`"${host}" has an address of a private network.`), []);
        return;
      }
      if (options.all === true) answer(null, found);
      else answer(null, found[0]!.address, found[0]!.family);
    });
  };
}

/** Connects to public addresses only. */
export const createPublicAgent = (): Agent =>
  new Agent({ keepAlive: true, maxSockets: 50, timeout: 30_000, lookup: publicLookup() });
