import { setTimeout as delay } from 'node:timers/promises';

/** How long the bank takes, in milliseconds. */
const BANK = 1_000;

/** Answers at once; when the bank has taken the money, the page of the person goes to the receipt. */
export function pay({ user, push, log }) {
  if (user === null) return { error: 'Say first who you are, in the bar above.' };
  const message = { href: '/demo/redirect.html?paid=7' };
  delay(BANK)
    .then(() => push({ userID: user.id, eventName: 'redirect', message }))
    .catch((error) => log.error(error));
  return { text: 'The bank is asked. Write a remark meanwhile, and the page waits for you.' };
}
