import { prepareIn, type Connection } from './database.js';

/** A message without its text, as it is counted and dropped. */
export interface MessageRow {
  app: string;
  seq: number;
  channel: number;
  top: number;
  ends: number;
  wished: number;
  bytes: number;
}

const ROW = 'channel.app, seq, channel, message.top, ends, wished, bytes';
const MESSAGES = 'message JOIN channel ON channel.id = message.channel';

/** A scheduled push whose process ended before it could say that it had sent it: it comes again, however late. */
const IS_BEING_SENT = "EXISTS (SELECT 1 FROM scheduled WHERE scheduled.id = push.id AND state = 'sending')";

/**
 * The statements of the log, prepared once. Those that take many rows take them as one JSON text: a call of the
 * database costs more than a row.
 */
export function prepareLog(database: Connection) {
  const prepare = prepareIn(database);
  return {
    channel: prepare('SELECT id, epoch, top, lost, used FROM channel WHERE app = ? AND name = ?'),
    createChannel: prepare('INSERT INTO channel (app, name, epoch, used) VALUES (?, ?, ?, ?) RETURNING id'),
    count: prepare(
      'SELECT count(*) AS messages, coalesce(sum(bytes), 0) AS bytes FROM message WHERE channel = ?',
    ),
    bytesOfApps: prepare(`SELECT channel.app, sum(bytes) AS bytes FROM ${MESSAGES} GROUP BY channel.app`),
    noteUse: prepare('UPDATE channel SET used = ? WHERE id = ?'),
    saveTops: prepare(
      `UPDATE channel SET top = one.value ->> 1 FROM json_each(?) AS one WHERE channel.id = one.value ->> 0`,
    ),
    saveLost: prepare(
      `UPDATE channel SET lost = max(lost, one.value ->> 1)
       FROM json_each(?) AS one WHERE channel.id = one.value ->> 0`,
    ),
    insertMessages: prepare(
      `INSERT INTO message (channel, top, ends, wished, bytes, body)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`,
    ),
    insertIds: prepare(
      `INSERT OR REPLACE INTO push (channel, id, top, about, at)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)`,
    ),
    knownIds: prepare(
      `SELECT one.value ->> 0 AS "index", push.top, push.about FROM json_each(?) AS one
       JOIN push ON push.channel = one.value ->> 1 AND push.id = one.value ->> 2 WHERE push.at > ? OR ${IS_BEING_SENT}`,
    ),
    between: prepare('SELECT top, body FROM message WHERE channel = ? AND top > ? AND top <= ? ORDER BY top'),
    sizes: prepare('SELECT top, bytes FROM message WHERE channel = ? AND top > ? ORDER BY top'),
    ended: prepare(`SELECT ${ROW} FROM ${MESSAGES} WHERE ends <= ? LIMIT 1000`),
    endedOf: prepare(`SELECT ${ROW} FROM ${MESSAGES} WHERE message.channel = ? AND ends <= ?`),
    oldestOf: prepare(
      `SELECT ${ROW} FROM ${MESSAGES} WHERE message.channel = ? ORDER BY message.top LIMIT ?`,
    ),
    // CROSS: through the messages in their order. The other way round all of the app would be sorted for each few.
    oldestOfApp: prepare(
      `SELECT ${ROW} FROM message CROSS JOIN channel ON channel.id = message.channel
       WHERE seq > ? AND channel.app = ? ORDER BY seq LIMIT ?`,
    ),
    dropMessages: prepare('DELETE FROM message WHERE seq IN (SELECT value FROM json_each(?))'),
    dropIds: prepare('DELETE FROM push WHERE channel = ?'),
    dropChannel: prepare('DELETE FROM channel WHERE id = ?'),
    endIds: prepare(`DELETE FROM push WHERE at <= ? AND NOT ${IS_BEING_SENT}`),
    endChannels: prepare(
      `DELETE FROM channel WHERE used <= ?
       AND NOT EXISTS (SELECT 1 FROM message WHERE message.channel = channel.id)`,
    ),
  };
}
