import { z } from 'zod';
import { FairQueue } from './fair-queue.js';
import type { TopicQuestion } from './topic-rules.js';

/** How many questions may be on their way to all addresses, and how many of one person may wait. */
const AT_ONCE = 50;
const MOST_WAITING = 4_000;
/** How long an address may take, in milliseconds. */
const CHECK_WITHIN = 4_000;

const answer = z.object({ allowed: z.boolean() });

const questions = new FairQueue(AT_ONCE, MOST_WAITING);

/**
 * Asks an address whether somebody may listen to a topic.
 *
 * @param patience ends when nobody waits for the answer any more: it is not asked then
 * @throws Error where it does not say
 */
export function askCheck(
  url: string,
  app: string,
  { user, topic }: TopicQuestion,
  patience: AbortSignal,
): Promise<boolean> {
  const asker = JSON.stringify([app, user?.id ?? null]);
  return questions.run(asker, () => ask(url, JSON.stringify({ app, user, topic })), patience);
}

async function ask(url: string, body: string): Promise<boolean> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(CHECK_WITHIN),
  });
  if (!response.ok) throw new Error(`The check answered ${response.status}.`);
  return answer.parse(await response.json()).allowed;
}
