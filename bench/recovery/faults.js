import { setTimeout as pause } from 'node:timers/promises';

/** Messages a second. */
const RATE = 20;

/** What happens while messages are pushed: a name and a function that makes it happen. */
export const FAULTS = {
  'kill -9 of one of two nodes': ({ nodes }) => nodes[1].kill(),
  'rolling restart of both nodes': async ({ nodes }) => {
    for (const node of nodes) {
      await node.stop();
      await node.start();
    }
  },
  'Redis restarted, empty': async ({ redis }) => {
    await redis.kill();
    await redis.start();
  },
  'Redis gone for 10 s, back empty': async ({ redis }) => {
    await redis.kill();
    await pause(10_000);
    await redis.start();
  },
};

/** Pushes one message, through whichever node takes it, with the same id until one does. */
export async function pushUntilTaken(nodes, number, due) {
  const headers = { authorization: 'Bearer push-key-of-benchmarks', 'content-type': 'application/json' };
  const body = JSON.stringify({ userID: '*', eventName: 'n', message: { number, due }, id: `n-${number}` });
  for (let attempt = number; ; attempt += 1) {
    const { url } = nodes[attempt % nodes.length];
    const response = await fetch(`${url}/push`, { method: 'POST', headers, body }).catch(() => null);
    await response?.arrayBuffer().catch(() => null);
    if (response?.status === 202) return attempt - number;
    await pause(20);
  }
}

/**
 * Pushes on a fixed schedule, in order, and lets the fault happen after a quarter of it.
 *
 * @returns how many attempts were refused or not answered
 */
export async function pushWithFault(fleet, messages, causeFault) {
  const started = Date.now();
  let refused = 0;
  let fault = Promise.resolve();
  for (let number = 1; number <= messages; number += 1) {
    const due = started + (number * 1000) / RATE;
    await pause(Math.max(0, due - Date.now()));
    if (number === Math.floor(messages / 4)) fault = causeFault(fleet);
    refused += await pushUntilTaken(fleet.nodes, number, due);
  }
  await fault;
  return refused;
}
