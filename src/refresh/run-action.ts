import type { Clock } from './clock.js';
import type { RefreshAction, RefreshContext } from './request.js';
import { RefreshError } from './refresh-error.js';
import { onRemoval } from './removal.js';

/** How long a refresh may take, in milliseconds. */
export const REFRESH_TIMEOUT = 15_000;

/**
 * Carries out an action and aborts it where it takes too long or its target is taken out of the page.
 *
 * @throws RefreshError, or whatever the action throws
 */
export async function runAction(
  action: RefreshAction,
  target: Element,
  context: Omit<RefreshContext, 'replaces'>,
  abort: AbortController,
  clock: Clock,
): Promise<boolean> {
  const ends: (() => void)[] = [];
  let isReplaced = false;
  const replaces = (): void => void (isReplaced = true);
  // First of all: what is set up below is then done while the request is on its way.
  const done = action(target, { ...context, replaces });
  const aborted = new Promise<never>((_, reject) => {
    const end = (text: string): void => {
      reject(new RefreshError(text));
      abort.abort();
    };
    ends.push(clock.after(REFRESH_TIMEOUT, () => end(`no answer within ${REFRESH_TIMEOUT / 1000} s`)));
    const removed = (): void => {
      if (isReplaced) return;
      abort.abort();
      // Whoever drew the target anew as its refresh is about to say that it is done.
      ends.push(clock.after(0, () => end('the target was taken out of the page')));
    };
    ends.push(onRemoval(target, removed));
    if (!target.isConnected) removed();
    abort.signal.addEventListener('abort', () => {
      if (target.isConnected) reject(new RefreshError('nobody waits for it any more'));
    });
  });
  try {
    return await Promise.race([done, aborted]);
  } finally {
    for (const end of ends) end();
  }
}
