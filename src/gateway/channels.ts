import { EVERYBODY } from '../protocol.js';

/** Whether a socket asked for offsets (`tracked`) or takes messages exactly as any Socket.IO client (`plain`). */
export type Audience = 'plain' | 'tracked';

/** The channel of a user, or of everybody of an app. The prefix keeps a user called `*` apart. */
export function channelOf(userId: string): string {
  return userId === EVERYBODY ? EVERYBODY : `u:${userId}`;
}

/** The user of a channel that is one of a user. */
export function userOf(channel: string): string {
  return channel.slice(2);
}

/** The channel of a topic. */
export function topicChannel(topic: string): string {
  return `t:${topic}`;
}

/** Where it is kept which topics a user lists; nothing is pushed there. */
export function listingChannel(userId: string): string {
  return `l:${userId}`;
}

/** The topic of a channel; null where it is that of a user or of everybody. */
export function topicOf(channel: string): string | null {
  return channel.startsWith('t:') ? channel.slice(2) : null;
}

/** The Socket.IO room of those who listen to a channel. JSON keeps ids with any characters apart. */
export function channelRoom(appId: string, channel: string, audience: Audience): string {
  return JSON.stringify(['channel', appId, channel, audience]);
}

/** The Socket.IO room of the sockets that one session opened, by the fingerprint of its id. */
export function sessionRoom(appId: string, fingerprint: string): string {
  return JSON.stringify(['session', appId, fingerprint]);
}

/**
 * Says why a user id cannot be used, in a sentence part that follows the name of its field.
 *
 * Broken Unicode is refused because different ids would become the same bytes on the wire.
 *
 * @returns the reason, or null where the id can be used
 */
export function userIdProblem(id: unknown): string | null {
  if (typeof id !== 'string') return 'must be a text';
  if (id === '') return 'must not be empty';
  if (id.includes('\0')) return 'must not have the character U+0000';
  if (id.length > MAX_USER_ID_LENGTH) return `must have at most ${MAX_USER_ID_LENGTH} characters`;
  if (/\p{Surrogate}/u.test(id)) return 'must be well-formed Unicode';
  return null;
}

const MAX_USER_ID_LENGTH = 256;
