import type { UserScope } from '../../data/user-scope.js';
import { isPushForeign, readPushOwner, writePushOwner } from './push-owner.js';
import { endSubscription } from './subscription.js';

/** One tab after the other: two would end what the other has begun. */
const LOCK = 'dx-realtime web push';

/** Runs what changes the subscription of the browser. Never rejects. */
export async function inTurn(view: Window, act: () => Promise<unknown>): Promise<void> {
  // A browser without either is never subscribed.
  const { locks, serviceWorker } = view.navigator as Partial<Navigator>;
  if (locks === undefined || serviceWorker === undefined) return;
  await locks.request(LOCK, act).catch(() => undefined);
}

/**
 * Ends the subscription of an app, whoever it is for: the push service tells the gateway at its next push. To be run
 * {@link inTurn}.
 *
 * @returns the endpoint that was subscribed; null = none was
 */
export async function endPush(view: Window, app: string): Promise<string | null> {
  const owner = readPushOwner(view, app);
  if (owner === null) return null;
  const endpoint = await endSubscription(view, owner.path);
  // Last: a page that is left in between leaves it to the next one.
  writePushOwner(view, app, null);
  return endpoint;
}

/** Ends what the browser is subscribed for, where it is for somebody else than who is there. */
export const endForeignPush = (view: Window, scope: UserScope): Promise<void> =>
  inTurn(view, async () => {
    if (isPushForeign(view, scope)) await endPush(view, scope.app);
  });
