/** The account with which a gateway signs in at Redis, and whether over TLS. */
interface Access {
  username?: string;
  password?: string;
  tls?: object;
}

interface Host {
  host: string;
  port: number;
}

/** Where Redis is: one server, a group that Sentinels watch, or a Redis Cluster. */
export type RedisAddress =
  | { kind: 'server'; url: string; label: string }
  | {
      kind: 'sentinel';
      sentinels: Host[];
      name: string;
      db: number;
      sentinelPassword?: string;
      access: Access;
      label: string;
    }
  | { kind: 'cluster'; hosts: Host[]; access: Access; label: string };

const SEVERAL = /^(rediss?)\+(cluster|sentinel):\/\/(?:([^@/]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

/**
 * Reads the address of a Redis: `redis://HOST`, `redis+sentinel://HOST,HOST/NAME` or `redis+cluster://HOST,HOST`; with
 * `rediss` over TLS.
 *
 * @returns null where it is none
 */
export function readRedisAddress(text: string): RedisAddress | null {
  const found = SEVERAL.exec(text);
  if (found === null) return readServer(text);
  const [, protocol, kind, account = '', list = '', path = '', query = ''] = found;
  const access = readAccess(account, protocol === 'rediss');
  if (kind === 'sentinel') return readSentinels(list, path, query, access);
  const hosts = readHosts(list, 6379);
  return hosts === null || path !== '' ? null : { kind: 'cluster', hosts, access, label: list };
}

function readSentinels(list: string, path: string, query: string, access: Access): RedisAddress | null {
  const sentinels = readHosts(list, 26379);
  const [name = '', db = '0'] = path.split('/');
  if (sentinels === null || name === '' || !/^\d+$/.test(db)) return null;
  const sentinelPassword = new URLSearchParams(query).get('sentinelPassword');
  return {
    kind: 'sentinel',
    ...{ sentinels, name: decodeURIComponent(name), db: Number(db), access, label: list },
    ...(sentinelPassword !== null && { sentinelPassword }),
  };
}

function readServer(url: string): RedisAddress | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port } = new URL(url);
  if (!/^rediss?:$/.test(protocol)) return null;
  return { kind: 'server', url, label: `${hostname}:${port || '6379'}` };
}

function readHosts(list: string, defaultPort: number): Host[] | null {
  const hosts = list.split(',').map((one) => readHost(one, defaultPort));
  return hosts.every((host) => host !== null) ? hosts : null;
}

function readHost(text: string, defaultPort: number): Host | null {
  const found = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(text.trim());
  if (found === null) return null;
  return { host: found[1]!.replace(/^\[|\]$/g, ''), port: Number(found[2] ?? defaultPort) };
}

function readAccess(account: string, isEncrypted: boolean): Access {
  const [username = '', password = ''] = account.split(':').map(decodeURIComponent);
  return {
    ...(username !== '' && { username }),
    ...(password !== '' && { password }),
    ...(isEncrypted && { tls: {} }),
  };
}
