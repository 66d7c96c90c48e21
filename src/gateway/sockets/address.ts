import type { IncomingHttpHeaders } from 'node:http';

/**
 * The network address of a client behind a number of proxies that each append to `X-Forwarded-For`.
 *
 * @param remote - the address of the TCP connection
 */
export function clientAddress(remote: string, headers: IncomingHttpHeaders, proxies: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const nearestFirst = [remote, ...forwarded.reverse()];
  return nearestFirst[Math.min(proxies, nearestFirst.length - 1)]!;
}
