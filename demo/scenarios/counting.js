import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL = 400;
const LAST = 24;
let counted = 0;

/** Pushes the numbers from 1 to 24 to the page that asks, and goes on whether it is there or not. */
export function startCounting({ data, push, log }) {
  const run = String(data?.run ?? '').slice(0, 40);
  count(run, push).catch((error) => log.error(error));
  return { last: LAST };
}

async function count(run, push) {
  for (let number = 1; number <= LAST; number++) {
    counted += 1;
    await push({ userID: '*', eventName: 'counted', message: { run, number } });
    await delay(INTERVAL);
  }
}

/** How far the back end is: what the page of the story shows, refreshed. */
export const renderCounted = () => `<p class="figure" id="counted"><b>${counted}</b> numbers so far</p>`;
