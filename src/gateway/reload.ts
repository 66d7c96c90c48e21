import { Accounts } from './accounts.js';
import type { Apps } from './apps.js';
import { settingsOf, type AppSettings, type Settings } from './config/schema.js';
import { ConfigurationError, type GatewayConfiguration } from './config/configuration.js';
import type { App } from './apps.js';
import type { KeyRing } from './key-ring.js';
import type { MetricsScope } from './metrics.js';

/** The keys of a gateway. */
export interface Keys {
  push: KeyRing<App>;
  /** Whoever has one may read and erase what is kept of people. */
  admin: KeyRing<App>;
  /** Whoever has one may read the figures, or those of one app. */
  metrics: KeyRing<MetricsScope>;
}

/** The push keys and admin keys with their apps, and the keys that open `/metrics`. */
export function keysOf({ metricsKey, apps: settings }: Settings, apps: Apps) {
  const push = settings.flatMap(({ id, pushKeys }) => pushKeys.map((key) => [key, apps.get(id)!] as const));
  const admin = settings.flatMap(({ id, adminKey }) =>
    adminKey === undefined ? [] : [[adminKey, apps.get(id)!] as const],
  );
  const metrics = push.map(([key, { id }]): [string, MetricsScope] => [key, { appId: id }]);
  if (metricsKey !== undefined) metrics.push([metricsKey, { appId: null }]);
  return { push, admin, metrics };
}

/**
 * Takes over the keys, users, origins, categories of alerts and scenarios of a changed configuration while the gateway runs. Everything
 * else, such as limits, needs a restart.
 *
 * @returns what remains to be done: ends the sessions of the users who are gone or have another password or role
 * @throws ConfigurationError where the configuration is wrong or has other apps; nothing is changed then
 */
export function reload(configuration: GatewayConfiguration, apps: Apps, keys: Keys): () => Promise<void> {
  const settings = settingsOf(configuration);
  const isSame = settings.apps.length === apps.size && settings.apps.every(({ id }) => apps.has(id));
  if (!isSame) throw new ConfigurationError('Adding or removing an app needs a restart.');
  const ended: { app: App; userId: string }[] = [];
  for (const changed of settings.apps) {
    const app = apps.get(changed.id)!;
    for (const userId of changedUsers(app.settings.users, changed.users)) ended.push({ app, userId });
    app.settings = changed;
    app.accounts = new Accounts(changed.users);
    app.events = new Map(Object.entries(changed.scenarios.events));
    app.data = new Map(Object.entries(changed.scenarios.data));
  }
  const { push, admin, metrics } = keysOf(settings, apps);
  keys.push.replace(push);
  keys.admin.replace(admin);
  keys.metrics.replace(metrics);
  return async () => {
    await Promise.all(ended.map(({ app, userId }) => app.sessions.revokeUser(userId)));
  };
}

/** The ids of the users that are not there any more as they were. */
function changedUsers(before: AppSettings['users'], after: AppSettings['users']): string[] {
  const same = new Set(after.map((user) => JSON.stringify(user)));
  return before.filter((user) => !same.has(JSON.stringify(user))).map(({ id }) => id);
}
