/**
 * The name of a Redis key. The parts in braces decide on which machine of a Redis Cluster the key lives, so all
 * keys of one channel live together.
 */
export function redisKey(home: readonly string[], ...rest: string[]): string {
  return ['dx', `{${encode(home)}}`, encode(rest)].filter((part) => part !== '').join(':');
}

/** The channel of pub/sub by which nodes hear of a channel. In a cluster it lies where the keys of the channel do. */
export function liveChannel(appId: string, channel: string): string {
  return redisKey([appId, channel], 'live');
}

/** The name of a channel of pub/sub, which Redis does not keep apart by database as it does keys. */
export function inDatabase(database: number, channel: string): string {
  return database === 0 ? channel : `db${database}:${channel}`;
}

/** Keeps any characters apart: neither a colon nor a brace of an id can build another key. */
function encode(parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join(':');
}
