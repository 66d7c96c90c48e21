import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ALERT_DELIVERIES, PREFERENCE_PACKET } from '../../protocol/preferences.js';
import type { App } from '../apps.js';
import { channelOf } from '../channels.js';
import { categoryName, MOST_CHOICES } from '../preferences/preference-store.js';
import type { Preferences } from '../preferences/preferences.js';
import { Refusal } from '../refusal.js';
import { inboxOf, personOf } from './inbox-routes.js';
import { needKey, read } from './requests.js';
import type { HttpServices } from './http-services.js';

const PATH = '/inbox/:user/preferences';

const change = z.strictObject({
  preferences: z
    .record(categoryName, z.enum(ALERT_DELIVERIES).nullable())
    .refine((chosen) => Object.keys(chosen).length <= MOST_CHOICES, {
      error: `must name at most ${MOST_CHOICES} categories`,
    }),
});

/** What people want of the alerts of each category, for back ends. */
export function addPreferenceRoutes(http: FastifyInstance, { adminKeys, feed }: HttpServices): void {
  const onRequest = needKey(adminKeys);

  http.get(PATH, { onRequest }, async (request) => {
    const preferences = preferencesOf(adminKeys.holderOf(request));
    const userID = personOf((request.params as { user: string }).user);
    return { userID, categories: await preferences.list(userID) };
  });

  http.patch(PATH, { onRequest }, async (request) => {
    const app = adminKeys.holderOf(request);
    const preferences = preferencesOf(app);
    const userID = personOf((request.params as { user: string }).user);
    const chosen = Object.entries(read(change, request.body, 'The body').preferences);
    for (const [category, delivery] of chosen) {
      if (delivery === null || !preferences.isRefused(category, delivery)) continue;
      const sentence = `"preferences.${category}" must be "push", "toast" or null: the category is critical.`;
      throw new Refusal(422, sentence, `preferences.${category}`);
    }
    const at = Date.now();
    const changes = chosen.map(([category, delivery]) => ({ category, delivery, at }));
    const choices = await preferences.choose(userID, changes);
    if (changes.length > 0) feed.broadcast(app.id, channelOf(userID), PREFERENCE_PACKET.changed, { choices });
    return { userID, categories: await preferences.list(userID) };
  });
}

/** @throws Refusal 404 where the app keeps no inbox */
function preferencesOf(app: App): Preferences {
  inboxOf(app);
  return app.preferences!;
}
