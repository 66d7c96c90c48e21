import { PUBLISH } from '../redis/publish.js';

/**
 * The scripts of the Redis log. Each runs as one step, so that the nodes of a gateway share contiguous offsets.
 *
 * A channel has two keys. The hash holds `epoch`, `offset`, `lost` (the newest offset whose message is gone before
 * its pusher wished), `bytes`, `unwished` (the newest offset whose end its pusher did not set), `until` (when the
 * last retained message ends), `home`, `former` and `formerTop`. The stream holds the messages under the id `<offset>-0`: `x` when it ends, `w` whether
 * its pusher set that, `b` its bytes, `d` its JSON.
 *
 * `home` is the replication id of the Redis in which the channel was last used. Another one means that Redis was
 * restarted, or that a replica took over: either may lag behind, and offsets that clients have already may be given to
 * other messages. So the channel gets another epoch, which is a gap; `former` is the epoch before, and `formerTop` the
 * newest offset that this Redis has of it, so that a client gets the messages that it lacks and none twice.
 *
 * Time is that of Redis, one clock for all nodes, unless the caller gives one.
 */
const COMMON = `
local meta, stream = KEYS[1], KEYS[2]
local text = function(number) return string.format('%.0f', number) end
local now
if ARGV[1] == '' then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
else
  now = tonumber(ARGV[1])
end
local home = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)') or ''
local fields = redis.call('HMGET', meta, 'epoch', 'offset', 'lost', 'bytes', 'unwished', 'until', 'home', 'former', 'formerTop')
if not fields[1] then
  fields = { ARGV[2], 0, 0, 0, 0, 0, home }
  redis.call('HSET', meta, 'epoch', ARGV[2], 'offset', 0, 'lost', 0, 'bytes', 0, 'unwished', 0, 'until', 0, 'home', home)
  redis.call('DEL', stream)
elseif fields[7] ~= home then
  fields[8], fields[9], fields[1] = fields[1], fields[2], ARGV[2]
  redis.call('HSET', meta, 'epoch', fields[1], 'home', home, 'former', fields[8], 'formerTop', fields[9])
end
local epoch, offset, lost, bytes = fields[1], tonumber(fields[2]), tonumber(fields[3]), tonumber(fields[4])
local unwished, last, former, formerTop = tonumber(fields[5]), tonumber(fields[6]), fields[8], tonumber(fields[9] or 0)
local keep = function()
  redis.call('PEXPIRE', meta, text(math.max(tonumber(ARGV[3]), last - now)))
end
-- Somebody looks every half a minute for each page: a write each time would fill the disk of a Redis that nobody pushes to.
local keepUsed = function()
  if redis.call('PTTL', meta) < tonumber(ARGV[3]) / 2 then keep() end
end
-- The whole stream may be gone: expired as it should, or evicted by a Redis without memory.
local reconcile = function()
  if redis.call('XLEN', stream) > 0 then return end
  bytes = 0
  lost = math.max(lost, now < last and offset or unwished)
end
local ended = function(entry) return tonumber(entry[2][2]) <= now end
local wished = function(entry) return entry[2][4] == '1' end
local offsetOf = function(entry) return tonumber(string.match(entry[1], '^%d+')) end
`;

/**
 * The message is published in the step that gives its offset, so that all nodes hear of a channel in the order of the log.
 * Keys: hash, stream, id, channel of pub/sub. Arguments: now, epoch, keep, and those named here.
 */
export const APPEND = `${PUBLISH}${COMMON}
local maxMessages, maxBytes = tonumber(ARGV[4]), tonumber(ARGV[5])
local ttl, isWished, size, body, about, id, keepId = tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local digest, isPublished = ARGV[13], ARGV[14] == '1'
if id ~= '' then
  local known = redis.call('HMGET', KEYS[3], 'epoch', 'offset', 'about', 'at', 'digest')
  local isOfLog = known[1] and (known[1] == epoch or known[1] == former and tonumber(known[2]) <= formerTop)
  if isOfLog and now - tonumber(known[4]) < tonumber(keepId) then
    local isOther = known[5] and known[5] ~= digest
    return { known[1], tonumber(known[2]), 1, known[3], isOther and 1 or 0 }
  end
end
-- A full Redis refuses the first write of a script or none: it must be one of those that need memory.
redis.call('HSET', meta, 'home', home)
reconcile()
local drop = function(entry)
  redis.call('XDEL', stream, entry[1])
  bytes = bytes - tonumber(entry[2][6])
  if not (wished(entry) and ended(entry)) then lost = math.max(lost, offsetOf(entry)) end
end
local oldest = function() return redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1] end
local head = oldest()
while head and ended(head) do
  drop(head)
  head = oldest()
end
offset = offset + 1
redis.call('XADD', stream, text(offset) .. '-0', 'x', text(now + ttl), 'w', isWished, 'b', size, 'd', body)
bytes = bytes + tonumber(size)
if isWished == '0' then unwished = offset end
last = math.max(last, now + ttl)
local full = function() return bytes > maxBytes or redis.call('XLEN', stream) > maxMessages end
if full() then
  for _, entry in ipairs(redis.call('XRANGE', stream, '-', '+')) do
    if ended(entry) then drop(entry) end
  end
  while full() do drop(oldest()) end
end
redis.call('HSET', meta, 'offset', text(offset), 'lost', text(lost), 'bytes', text(bytes),
  'unwished', text(unwished), 'until', text(last))
keep()
redis.call('PEXPIRE', stream, text(math.max(1, last - now)))
if id ~= '' then
  redis.call('HSET', KEYS[3], 'epoch', epoch, 'offset', text(offset), 'about', about, 'at', text(now), 'digest', digest)
  redis.call('PEXPIRE', KEYS[3], keepId)
end
if isPublished then
  publish(KEYS[4], '["message","' .. epoch .. '",' .. text(offset) .. ',' .. body .. ']')
end
return { epoch, offset, 0, about, 0 }
`;

/** Keys: hash, stream. Arguments: now, epoch, keep. */
export const TOP = `${COMMON}
keepUsed()
return { epoch, offset }
`;

/** Keys: hash, stream. Arguments: now, epoch, keep, the cursor's epoch and offset, the most bytes to read. */
export const AFTER = `${COMMON}
keepUsed()
reconcile()
local cursor, maxBytes = tonumber(ARGV[5]), tonumber(ARGV[6])
local recovered = ARGV[4] == epoch and cursor >= lost and cursor <= offset
local from = 0
-- What lies before the cursor the client has, or has been told that it lost it: pages go forward only.
if ARGV[4] == epoch and cursor <= offset then
  from = cursor
elseif ARGV[4] == former then
  from = math.min(cursor, formerTop)
end
local STEP = 100
-- Returns the messages that fit, the newest offset that they cover, and whether there are more.
local read = function()
  local messages, size, last = {}, 0, from
  while true do
    local entries = redis.call('XRANGE', stream, text(last + 1) .. '-0', '+', 'COUNT', STEP)
    for _, entry in ipairs(entries) do
      if not ended(entry) then
        size = size + tonumber(entry[2][6])
        if #messages > 0 and size > maxBytes then return messages, last, 1 end
        table.insert(messages, { offsetOf(entry), entry[2][8] })
      elseif recovered and not wished(entry) then
        return nil
      end
      last = offsetOf(entry)
    end
    if #entries < STEP then return messages, offset, 0 end
  end
end
local messages, top, more = read()
if not messages then
  recovered = false
  messages, top, more = read()
end
return { epoch, top, recovered and 1 or 0, messages, more }
`;

/** No arguments. The ids of its pushes end by themselves within ten minutes. */
export const ERASE = `
local count = redis.call('XLEN', KEYS[2])
redis.call('DEL', KEYS[1], KEYS[2])
return count
`;
