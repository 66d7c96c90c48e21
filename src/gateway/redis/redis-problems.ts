/** What Redis and the network answer, and what it means. */
const PROBLEMS: readonly [pattern: RegExp, meaning: string][] = [
  [/^NOAUTH|^ERR AUTH|without any password/, 'wants a password: redis://:PASSWORD@HOST'],
  [/^WRONGPASS|invalid password/, 'refuses the password or the user name'],
  [/^NOPERM/, 'does not let this user run the commands that the gateway needs'],
  [/cluster support disabled/, 'is no Redis Cluster: redis://HOST'],
  [/^MOVED/, 'is a Redis Cluster: redis+cluster://HOST'],
  [/^CLUSTERDOWN/, 'has machines that are down, or slots that no machine has'],
  [/All sentinels are unreachable/, 'has no Sentinel that can be reached, or none that knows the name'],
  [/ECONNREFUSED/, 'cannot be reached: nobody listens there'],
  [/ENOTFOUND|EAI_AGAIN/, 'cannot be reached: its name is unknown'],
  [/certificate|self.signed|ERR_TLS|SSL/i, 'has a certificate that is not trusted; see NODE_EXTRA_CA_CERTS'],
  [/^READONLY/, 'is a replica, which takes no writes'],
  [/^OOM/, 'is full (maxmemory)'],
  [/^MISCONF/, 'cannot save to its disk and takes no writes'],
  [/^LOADING/, 'is still loading its data'],
];

/** Says what an error of Redis means, in a sentence part that follows its address. */
export function problemOf(error: unknown): string {
  const message =
    error instanceof Error ? `${error.message} ${(error as NodeJS.ErrnoException).code ?? ''}` : '';
  return PROBLEMS.find(([pattern]) => pattern.test(message))?.[1] ?? 'cannot be reached';
}
