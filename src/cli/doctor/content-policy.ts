/** What is loaded or asked, as a content security policy sees it. */
export interface Wanted {
  directive: 'script-src' | 'connect-src' | 'worker-src';
  address: URL;
  /** Of the page: what `'self'` means. */
  page: URL;
  /** Of the script tag, or of the script that loads a part. */
  nonce?: string | undefined;
  /** Of the script tag. */
  integrity?: string | undefined;
}

/**
 * Says whether a content security policy lets something through.
 *
 * @param policy as it stands in a header; several may stand in one, parted by commas
 */
export const allows = (policy: string, wanted: Wanted): boolean =>
  policy.split(',').every((one) => allowsOne(one, wanted));

/** Which directives count, the first that is there (CSP level 3, section 6.8.3). */
const INSTEAD: Readonly<Record<Wanted['directive'], readonly string[]>> = {
  'script-src': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
  'worker-src': ['worker-src', 'child-src', 'script-src', 'default-src'],
};

function allowsOne(policy: string, wanted: Wanted): boolean {
  const directives = new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name.toLowerCase(), sources] as const;
    }),
  );
  const sources = INSTEAD[wanted.directive].map((name) => directives.get(name)).find(Boolean);
  if (sources === undefined) return true;
  const { nonce, integrity } = wanted;
  if (nonce !== undefined && sources.includes(`'nonce-${nonce}'`)) return true;
  if (integrity !== undefined && sources.includes(`'${integrity}'`)) return true;
  // It makes browsers look at nonces and hashes only.
  if (wanted.directive === 'script-src' && sources.includes("'strict-dynamic'")) return false;
  return sources.some((source) => fits(source, wanted));
}

function fits(source: string, { address, page }: Wanted): boolean {
  if (source === '*') return /^(https?|wss?):$/.test(address.protocol);
  if (source === "'self'") return address.host === page.host && isAsSafe(page.protocol, address.protocol);
  if (/^[a-z][\w+.-]*:$/i.test(source)) return isAsSafe(source.toLowerCase(), address.protocol);
  return addressFits(source, address, page);
}

const HOST_SOURCE = /^(?:([a-z][\w+.-]*:)\/\/)?(\*|(?:\*\.)?[\w.-]+|\[[\w:]+\])(?::(\d+|\*))?(\/.*)?$/i;

function addressFits(source: string, address: URL, page: URL): boolean {
  const parts = HOST_SOURCE.exec(source);
  if (parts === null) return false;
  const [, protocol = page.protocol, host = '', port = defaultPort(address), path = '/'] = parts;
  return (
    isAsSafe(protocol.toLowerCase(), address.protocol) &&
    hostFits(host.toLowerCase(), address.hostname) &&
    ['*', portOf(address)].includes(port) &&
    (path.endsWith('/') ? address.pathname.startsWith(path) : address.pathname === path)
  );
}

/** A scheme lets its safe sister through, and that of sockets. */
function isAsSafe(given: string, wanted: string): boolean {
  const plain = (protocol: string): string => protocol.replace('ws', 'http');
  return plain(wanted) === plain(given) || (plain(given) === 'http:' && plain(wanted) === 'https:');
}

const hostFits = (given: string, host: string): boolean =>
  given === '*' || (given.startsWith('*.') ? host.endsWith(given.slice(1)) : host === given);

const defaultPort = ({ protocol }: URL): string => (/^(https|wss):$/.test(protocol) ? '443' : '80');
const portOf = (address: URL): string => address.port || defaultPort(address);
