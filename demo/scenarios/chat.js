/** A tiny conversation in memory: what the messenger's scenarios change and its history shows. */

const HOUR = 3_600_000;

/** @type {{ id: string, user: string, name: string, text: string, at: number }[]} */
const messages = [
  ['testUser', 'Good morning! Did the walnut desks arrive?', 27],
  ['anna', 'Yes, yesterday. Photos: https://example.com/walnut', 26.9],
  ['boris', 'Two of them have a scratch. I have called the carrier.', 3],
  ['anna', 'Thank you. Tell us here what they say.', 2.9],
].map(([user, text, hours], index) => ({
  id: `seed-${index}`,
  user,
  name: nameOf(user),
  text,
  at: Date.now() - hours * HOUR,
}));

/** Messages, the oldest first. */
export const latestMessages = () => messages;

/**
 * Takes a message. The page sends one again where it did not hear of the first time: each id is taken once.
 *
 * @param {{ user: string, id: unknown, text: unknown }} written
 * @returns {{ message: object, isNew: boolean } | { error: string }}
 */
function takeMessage({ user, id, text }) {
  if (typeof id !== 'string' || id === '' || id.length > 100) return { error: 'The message has no id.' };
  if (typeof text !== 'string' || text.trim() === '') return { error: 'The message is empty.' };
  if (text.length > 4_000) return { error: 'The message is too long.' };
  const known = messages.find((message) => message.id === id && message.user === user);
  if (known) return { message: known, isNew: false };
  const message = { id, user, name: nameOf(user), text, at: Date.now() };
  messages.push(message);
  // The demo runs for as long as somebody likes; its list need not grow for ever.
  if (messages.length > 500) messages.shift();
  return { message, isNew: true };
}

function nameOf(user) {
  return { anna: 'Anna', boris: 'Boris', testUser: 'Test user' }[user] ?? user;
}

/** The answer is the acknowledgement; everybody gets the message as an event. */
export async function sendMessage({ user, data, push }) {
  if (user === null) return { error: 'Sign in to write.' };
  const taken = takeMessage({ user: user.id, id: data?.id, text: data?.text });
  if ('error' in taken) return taken;
  const { message, isNew } = taken;
  if (isNew) await push({ userID: '*', eventName: 'message', message, id: `message ${message.id}` });
  return message;
}

/** Tells everybody that somebody writes. */
export async function tellTyping({ user, push }) {
  if (user === null) return;
  const message = { user: user.id, name: nameOf(user.id) };
  await push({ userID: '*', eventName: 'typing', message, ttl: 5 });
}
