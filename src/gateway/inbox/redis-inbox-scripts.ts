/**
 * The scripts of the inbox in Redis. A channel has seven keys: a hash with `epoch`, `revision` and `until` (when the last of
 * it ends), of its alerts their revisions, bodies (bytes, a blank, JSON) and ends, of what became of alerts the
 * revisions and texts: five times (seen, read, dismissed, acted, gone), the end and the id, and of its alerts the ids of
 * their pushes, under which the channel stands.
 *
 * The replication id of Redis is part of the epoch: after a restart or a failover revisions may come again, and clients
 * ask for everything once more. First arguments of each: now, a new epoch.
 */
const COMMON = `
local meta, alerts, bodies, ends, marked, states, pushes = unpack(KEYS)
local now = tonumber(ARGV[1])
local text = function(number) return string.format('%.0f', number) end
local home = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') or ''
local dropped = {}
local begin = function()
  if redis.call('HSETNX', meta, 'epoch', ARGV[2]) == 1 then
    redis.call('DEL', alerts, bodies, ends, marked, states)
    redis.call('PEXPIRE', meta, 3600000)
  end
end
local keepUntil = function(last)
  local known = tonumber(redis.call('HGET', meta, 'until') or 0)
  if last <= known then return end
  redis.call('HSET', meta, 'until', text(last))
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, text(math.max(1, last - now + 60000))) end
end
local keepNew = function()
  local known = tonumber(redis.call('HGET', meta, 'until') or 0)
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, text(math.max(1, known - now + 60000))) end
end
local nextRevision = function() return redis.call('HINCRBY', meta, 'revision', 1) end
local forget = function(id)
  local push = redis.call('HGET', pushes, id)
  if push then
    redis.call('HDEL', pushes, id)
    table.insert(dropped, id)
    table.insert(dropped, push)
  end
  redis.call('ZREM', alerts, id)
  redis.call('HDEL', bodies, id)
  redis.call('ZREM', ends, id)
end
local expire = function()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', text(now), 'LIMIT', 0, 1000)) do forget(id) end
end
-- What is said of an alert: the five times, and until when they are kept; nothing of what has ended.
local said = function(id)
  local found = redis.call('HGET', states, id)
  local times = found and { string.match(found, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+)') }
  if times and tonumber(times[6]) > now then return times, tonumber(times[6]) end
  return { '0', '0', '0', '0', '0' }, nil
end
-- Says something of an alert; what was said before keeps its time. Returns what is said now, and five digits: what is new.
local mark = function(id, last, names, most)
  local times, known = said(id)
  local isNew, news = known and tonumber(last) > known, ''
  for index = 1, 5 do
    local isSaid = times[index] == '0' and string.sub(names, index, index) == '1'
    if isSaid then times[index], isNew = text(now), true end
    news = news .. (isSaid and '1' or '0')
  end
  local line = table.concat(times, ' ', 1, 5) .. ' ' .. last .. ' ' .. id
  if times[5] ~= '0' then forget(id) end
  if isNew then
    redis.call('ZADD', marked, nextRevision(), id)
    redis.call('HSET', states, id, line)
    local surplus = redis.call('ZCARD', marked) - most
    if surplus > 0 then
      for _, old in ipairs(redis.call('ZRANGE', marked, 0, surplus - 1)) do
        redis.call('ZREM', marked, old)
        redis.call('HDEL', states, old)
      end
    end
    keepUntil(tonumber(last))
  end
  return line, news
end
`;

/**
 * Further arguments: id, end, bytes, JSON, how many alerts are kept, id of the push or an empty text.
 * Returns of alerts that are kept no longer, one after the other, the id and that of the push; nothing where the alert was
 * taken back.
 */
export const KEEP = `${COMMON}
local id, last, max, push = ARGV[3], ARGV[4], tonumber(ARGV[7]), ARGV[8]
begin()
expire()
if said(id)[5] ~= '0' then return false end
if push ~= '' then redis.call('HSET', pushes, id, push) end
if redis.call('ZSCORE', alerts, id) then
  keepNew()
  return dropped
end
redis.call('ZADD', alerts, nextRevision(), id)
redis.call('HSET', bodies, id, ARGV[5] .. ' ' .. ARGV[6])
redis.call('ZADD', ends, last, id)
local surplus = redis.call('ZCARD', alerts) - max
if surplus > 0 then
  for _, old in ipairs(redis.call('ZRANGE', alerts, 0, surplus - 1)) do
    mark(old, redis.call('ZSCORE', ends, old), '00001', max * 3)
  end
end
keepUntil(tonumber(last))
keepNew()
return dropped
`;

/** Further arguments: epoch and revision of the cursor, the most entries, the most bytes. */
export const SINCE = `${COMMON}
begin()
expire()
local top = tonumber(redis.call('HGET', meta, 'revision') or 0)
local epoch = redis.call('HGET', meta, 'epoch') .. home
local from, most, bytes = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if ARGV[3] ~= epoch or from > top then from = 0 end
local read = function(key)
  return redis.call('ZRANGEBYSCORE', key, '(' .. text(from), '+inf', 'WITHSCORES', 'LIMIT', 0, most + 1)
end
local came, became = read(alerts), read(marked)
local entries, size, last, a, b = {}, 0, from, 1, 1
while came[a] or became[b] do
  local isAlert = came[a] and (not became[b] or tonumber(came[a + 1]) < tonumber(became[b + 1]))
  local entry, revision
  if isAlert then
    local body = redis.call('HGET', bodies, came[a])
    size = size + tonumber(string.match(body, '^%d+'))
    entry, revision = { 'alert', string.match(body, '^%d+ (.*)$') }, tonumber(came[a + 1])
    a = a + 2
  else
    entry, revision = { 'states', redis.call('HGET', states, became[b]) }, tonumber(became[b + 1])
    b = b + 2
  end
  if #entries > 0 and (#entries >= most or size > bytes) then return { epoch, last, 1, entries } end
  local finish = entry[1] == 'alert' or tonumber(string.match(entry[2], '^%d+ %d+ %d+ %d+ %d+ (%d+)')) > now
  if finish then table.insert(entries, entry) end
  last = revision
end
return { epoch, top, 0, entries }
`;

/** Further arguments: ids. */
export const ENDS_OF = `${COMMON}
local found = {}
for index = 3, #ARGV do table.insert(found, redis.call('ZSCORE', ends, ARGV[index]) or '0') end
return found
`;

/** Further arguments: ids. */
export const STATES_OF = `${COMMON}
local found = {}
for index = 3, #ARGV do
  if select(2, said(ARGV[index])) then table.insert(found, redis.call('HGET', states, ARGV[index])) end
end
return found
`;

/**
 * Further arguments: the most that is said in a channel, then of each alert its id, the end, and five digits: what is said.
 * Returns of each five digits, what of it is new, and the text; and, as when one is kept, what is kept no longer.
 */
export const MARK = `${COMMON}
begin()
local lines = {}
for index = 4, #ARGV, 3 do
  local line, news = mark(ARGV[index], ARGV[index + 1], ARGV[index + 2], tonumber(ARGV[3]))
  table.insert(lines, news .. ' ' .. line)
end
keepNew()
return { lines, dropped }
`;

/**
 * No arguments: another epoch begins with the next alert. Returns how many alerts there were, and of each that came by a push
 * the id and that of the push.
 */
export const ERASE = `
local count, dropped = redis.call('ZCARD', KEYS[2]), redis.call('HGETALL', KEYS[7])
redis.call('DEL', unpack(KEYS))
return { count, dropped }
`;

/** Of a push: takes a channel out, unless another alert of it came by a push with the same id. Arguments: channel, id. */
export const DROP = `
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
`;
