import type { FastifyBaseLogger } from 'fastify';
import type { Apps } from '../apps.js';
import type { ClientAddresses } from '../client-address.js';
import type { Settings } from '../config/schema.js';
import type { KeyedBuckets } from '../keyed-buckets.js';
import type { Metrics } from '../metrics.js';
import type { OtherNodes } from '../other-nodes.js';
import type { OriginPolicy } from '../origins.js';
import type { Persons } from '../persons.js';
import type { ScenarioRunner } from '../scenarios.js';
import type { SessionGuard } from '../sessions/session-guard.js';
import type { Underway } from '../underway.js';
import type { WebPush } from '../web-push/web-push.js';
import type { Feed } from './feed.js';
import type { TopicCounts } from './topic-counts.js';
import type { ConnectionSlots } from './connection-slots.js';

/** What serving sockets needs. */
export interface SocketServices {
  apps: Apps;
  settings: Settings;
  metrics: Metrics;
  log: FastifyBaseLogger;
  scenarios: ScenarioRunner;
  /** How what is pushed reaches this process. */
  feed: Feed;
  others: OtherNodes;
  persons: Persons;
  /** How many may connect. */
  slots: ConnectionSlots;
  /** How many topics persons listen to. */
  topicCounts: TopicCounts;
  /** How often a person may say something that all of their connections hear. */
  personPace: KeyedBuckets;
  addresses: ClientAddresses;
  sessionGuard: SessionGuard;
  /** Which pages may connect. */
  origins: OriginPolicy;
  /** Calls people who have no tab open. */
  webPush: WebPush;
  /** What is being answered. */
  underway: Underway;
}
