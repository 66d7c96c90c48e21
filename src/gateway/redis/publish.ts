/**
 * Part of a script: a function that publishes to a channel and returns how many connections heard it. Redis before
 * version 7 has no sharded pub/sub; in a cluster of such every machine hears everything.
 */
export const PUBLISH = `
local publish = function(channel, payload)
  local heard = redis.pcall('SPUBLISH', channel, payload)
  if type(heard) == 'table' then heard = redis.call('PUBLISH', channel, payload) end
  return heard
end
`;
