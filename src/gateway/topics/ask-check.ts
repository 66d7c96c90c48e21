import { z } from 'zod';
import type { TopicQuestion } from './topic-rules.js';

/** How many questions may be on their way to all addresses; more wait. */
const AT_ONCE = 50;
/** How long an address may take, in milliseconds. */
const CHECK_WITHIN = 4_000;

const answer = z.object({ allowed: z.boolean() });

let underWay = 0;
const waiting: (() => void)[] = [];

/**
 * Asks an address whether somebody may listen to a topic.
 *
 * @throws Error where it does not say
 */
export async function askCheck(url: string, app: string, { user, topic }: TopicQuestion): Promise<boolean> {
  if (underWay >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  underWay += 1;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ app, user, topic }),
      redirect: 'error',
      signal: AbortSignal.timeout(CHECK_WITHIN),
    });
    if (!response.ok) throw new Error(`The check answered ${response.status}.`);
    return answer.parse(await response.json()).allowed;
  } finally {
    underWay -= 1;
    waiting.shift()?.();
  }
}
