import { isIP } from 'node:net';

/** Hosts of the push services of browsers; `*.` stands for all names below a domain. */
const KNOWN_HOSTS = [
  'fcm.googleapis.com',
  'android.googleapis.com',
  'jmt17.google.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

const MAX_LENGTH = 2_048;

/**
 * Says why nothing is sent to an address that a page has given: else the gateway could be made to ask servers of its own
 * network.
 *
 * @param hosts more hosts of push services, with a port where it is not 443; an address of a private network only where
 *   it is one of them itself: nothing is looked up for it, so nobody but who named it can say where it leads
 * @returns a sentence part that follows "The endpoint"; null = it can be used
 */
export function endpointProblem(endpoint: string, hosts: readonly string[]): string | null {
  if (endpoint.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  if (!URL.canParse(endpoint)) return 'must be a URL';
  const { protocol, username, password, host, hash, href } = new URL(endpoint);
  // The library that sends reads addresses by other rules: one with a second reading could lead elsewhere there.
  if (href !== endpoint) return 'must be written as browsers give it';
  if (protocol !== 'https:') return 'must begin with https://';
  if (username !== '' || password !== '' || hash !== '') return 'must hold no user and no fragment';
  return [...KNOWN_HOSTS, ...hosts].some((known) => isBelow(host, known.toLowerCase()))
    ? null
    : 'must be of a known push service; "pushHosts" adds others';
}

function isBelow(host: string, known: string): boolean {
  if (!known.startsWith('*.')) return host === known;
  // The numbers of an address are no names below a domain.
  return isIP(new URL(`https://${host}`).hostname) === 0 && host.endsWith(known.slice(1));
}

/** Safari ends a subscription to which pushes came that showed nothing. */
export const toleratesSilence = (endpoint: string): boolean =>
  !new URL(endpoint).hostname.endsWith('.push.apple.com');
