import type { App, Apps } from '../apps.js';
import type { ClientAddresses } from '../client-address.js';
import type { Settings } from '../config/schema.js';
import type { GuardedKeys } from './guarded-keys.js';
import type { LoginGuard } from '../login-guard.js';
import type { Metrics, MetricsScope } from '../metrics.js';
import type { OtherNodes } from '../other-nodes.js';
import type { OriginPolicy } from '../origins.js';
import type { Push } from '../pusher.js';
import type { ScenarioRunner } from '../scenarios.js';
import type { Scheduler } from '../schedule/scheduler.js';
import type { SessionGuard } from '../sessions/session-guard.js';
import type { Feed } from '../sockets/feed.js';
import type { WebPush } from '../web-push/web-push.js';
import type { GatewayServer } from '../sockets/types.js';

/** What the routes need. */
export interface HttpServices {
  apps: Apps;
  settings: Settings;
  metrics: Metrics;
  pushKeys: GuardedKeys<App>;
  /** Open what is kept of people. */
  adminKeys: GuardedKeys<App>;
  metricsKeys: GuardedKeys<MetricsScope>;
  /** Which pages may ask. */
  origins: OriginPolicy;
  loginGuard: LoginGuard;
  sessionGuard: SessionGuard;
  addresses: ClientAddresses;
  push: Push;
  /** Pushes that are sent later. */
  scheduler: Scheduler;
  scenarios: ScenarioRunner;
  sockets: GatewayServer;
  feed: Feed;
  /** Calls people who have no tab open. */
  webPush: WebPush;
  others: OtherNodes;
  /** Why pushes and connections cannot be taken now, in a sentence; null = they can. */
  readyProblem: () => Promise<string | null>;
}
