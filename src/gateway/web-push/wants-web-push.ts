import type { App } from '../apps.js';

/**
 * Whether a person wants to be called for alerts of a category while no page is open.
 *
 * @param category null = the alert has none
 */
export async function wantsWebPush(app: App, userId: string, category: string | null): Promise<boolean> {
  return app.preferences === null || (await app.preferences.deliveryTo(userId, category)) === 'push';
}
