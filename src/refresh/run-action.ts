import type { Clock } from '../clock.js';
import type { RefreshAction, Handled } from './refresh-request.js';
import { RefreshError } from './refresh-error.js';
import { onRemoval } from './removal.js';
import type { RunContext } from './run-context.js';

/** How long a refresh may take, in milliseconds. */
export const REFRESH_TIMEOUT = 15_000;

/**
 * Carries out an action and aborts it where it takes too long or its target is taken out of the page. One that is done at
 * once needs no watch.
 *
 * @throws RefreshError, or whatever the action throws
 */
export function runAction(
  action: RefreshAction,
  target: Element,
  context: RunContext,
  clock: Clock,
): Handled {
  // First of all: the watch is then set up while the request is on its way.
  const done = action(target, context);
  return typeof done === 'boolean' ? done : watch(done, target, context, clock);
}

async function watch(
  done: Promise<boolean>,
  target: Element,
  context: RunContext,
  clock: Clock,
): Promise<boolean> {
  const ends: (() => void)[] = [];
  const aborted = new Promise<never>((_, reject) => {
    const end = (text: string): void => {
      reject(new RefreshError(text));
      context.abort();
    };
    ends.push(clock.after(REFRESH_TIMEOUT, () => end(`no answer within ${REFRESH_TIMEOUT / 1000} s`)));
    const removed = (): void => {
      if (context.isReplaced) return;
      context.abort();
      // Whoever drew the target anew as its refresh is about to say that it is done.
      ends.push(clock.after(0, () => end('the target was taken out of the page')));
    };
    ends.push(onRemoval(target, removed));
    if (!target.isConnected) removed();
    context.signal.addEventListener('abort', () => {
      if (target.isConnected) reject(new RefreshError('nobody waits for it any more'));
    });
  });
  try {
    return await Promise.race([done, aborted]);
  } finally {
    for (const end of ends) end();
  }
}
