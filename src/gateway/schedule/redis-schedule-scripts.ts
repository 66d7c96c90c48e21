/**
 * The scripts of the schedule in Redis. Each app has a sorted set `due` of the keys of its pushes that wait, by when they
 * are due or their lease is over, and how many bytes they are; that number begins anew where nothing waits. A push is a hash; one that has ended stays for a while. Of a digest there is a key that
 * names the push to which others are added, and one for each id of its pushes. All keys lie in one slot, so that one
 * script claims those of all apps. Only what has ended expires: what waits is evicted by no policy `volatile-…`.
 */
const COUNT = `
local count = function(due, more)
  local bytes = due .. ':bytes'
  if redis.call('ZCARD', due) == 0 then redis.call('DEL', bytes)
  elseif redis.call('INCRBY', bytes, more) < 0 then redis.call('SET', bytes, 0) end
end
`;

const END = `${COUNT}
local finish = function(due, entry, state, remember)
  redis.call('ZREM', due, entry)
  local less = redis.call('HSTRLEN', entry, 'push')
  redis.call('HSET', entry, 'state', state, 'push', '')
  count(due, -less)
  redis.call('PEXPIRE', entry, remember)
end
`;

/**
 * Keys: due, push, digest, member. Arguments: app, id, when, push, fingerprint, how many and how many bytes may wait, whether it is one of a
 * digest, whether it has an id there, how long digest and member are remembered.
 */
export const ADD = `${COUNT}
local due, entry, group, member = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local isOne, hasMember = ARGV[8] == '0', ARGV[9] == '1'
local isFull = function(more)
  return more > 0 and tonumber(redis.call('GET', due .. ':bytes') or 0) + more > tonumber(ARGV[7])
end
local remember = function(to)
  if not hasMember then return end
  redis.call('HSET', member, 'entry', to, 'print', ARGV[5])
  redis.call('PEXPIRE', member, ARGV[10])
end
if isOne then
  if redis.call('EXISTS', entry) == 1 then
    return { 'known', redis.call('HGET', entry, 'print'), redis.call('HGETALL', entry) }
  end
else
  local known = hasMember and redis.call('HMGET', member, 'entry', 'print') or { false }
  if known[1] and redis.call('EXISTS', known[1]) == 1 then
    return { 'known', known[2], redis.call('HGETALL', known[1]) }
  end
  local open = redis.call('GET', group)
  if open and redis.call('HGET', open, 'state') == 'scheduled' then
    local more = #ARGV[4] - redis.call('HSTRLEN', open, 'push')
    if isFull(more) then return { 'full', '', {} } end
    redis.call('HSET', open, 'push', ARGV[4])
    count(due, more)
    redis.call('HINCRBY', open, 'count', 1)
    remember(open)
    return { 'joined', '', redis.call('HGETALL', open) }
  end
end
if redis.call('ZCARD', due) >= tonumber(ARGV[6]) or isFull(#ARGV[4]) then return { 'full', '', {} } end
redis.call('HSET', entry, 'app', ARGV[1], 'id', ARGV[2], 'at', ARGV[3], 'state', 'scheduled',
  'push', ARGV[4], 'print', ARGV[5], 'count', 1)
redis.call('ZADD', due, ARGV[3], entry)
count(due, #ARGV[4])
if not isOne then
  redis.call('SET', group, entry, 'PX', ARGV[10])
  remember(entry)
end
return { 'added', '', redis.call('HGETALL', entry) }
`;

/** Keys: due, push. Argument: how long it is remembered. Returns the push. */
export const CANCEL = `${END}
if redis.call('HGET', KEYS[2], 'state') == 'scheduled' then finish(KEYS[1], KEYS[2], 'cancelled', ARGV[1]) end
return redis.call('HGETALL', KEYS[2])
`;

/** Keys: due of each app. Arguments: now, the end of the lease, the most of each app. Returns when the next is due, and pushes. */
export const CLAIM = `
local claimed, next = {}, ''
for _, due in ipairs(KEYS) do
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
    if redis.call('EXISTS', entry) == 1 then
      redis.call('HSET', entry, 'state', 'sending')
      redis.call('ZADD', due, ARGV[2], entry)
      table.insert(claimed, redis.call('HGETALL', entry))
    else
      redis.call('ZREM', due, entry)
    end
  end
  local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
  if first[2] and (next == '' or tonumber(first[2]) < tonumber(next)) then next = first[2] end
end
return { next, claimed }
`;

/** Keys: due, push. Arguments: how long it is remembered, why it was refused. */
export const FINISH = `${END}
if redis.call('HGET', KEYS[2], 'state') ~= 'sending' then return end
if ARGV[2] ~= '' then redis.call('HSET', KEYS[2], 'error', ARGV[2]) end
finish(KEYS[1], KEYS[2], ARGV[2] == '' and 'sent' or 'refused', ARGV[1])
`;

/** Keys: due, push. Argument: until when. */
export const POSTPONE = `
if redis.call('HGET', KEYS[2], 'state') == 'sending' then redis.call('ZADD', KEYS[1], 'XX', ARGV[1], KEYS[2]) end
`;

/** Keys: due, push. Arguments: the push as it was, and as it is to be; an empty one is nobody's. */
export const CHANGE = `${COUNT}
if redis.call('HGET', KEYS[2], 'push') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then
  redis.call('ZREM', KEYS[1], KEYS[2])
  redis.call('DEL', KEYS[2])
else
  redis.call('HSET', KEYS[2], 'push', ARGV[2])
end
count(KEYS[1], #ARGV[2] - #ARGV[1])
return 1
`;
