import type { Agent } from 'node:https';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { Choices, type ChoiceKeeper } from './choices.js';
import { createApps, type Apps, type Stores } from './apps.js';
import { ClientAddresses } from './client-address.js';
import type { Settings } from './config/schema.js';
import { servesThisMachineOnly } from './config/production-checks.js';

import { addConsole } from './http/console.js';
import { addGoodApi } from './http/good-api.js';
import { GuardedKeys, WrongKeyGuard } from './http/guarded-keys.js';
import { refuseReboundNames } from './http/host-guard.js';
import { createHttpServer, trackConnections, trackRequests } from './http/http-server.js';
import { Listener } from './http/listener.js';
import type { LogStream } from './http/standard-output.js';
import type { HttpServices } from './http/http-services.js';
import { addInboxRoutes } from './http/inbox-routes.js';
import { addPreferenceRoutes } from './http/preference-routes.js';
import { addOperationRoutes } from './http/operations.js';
import { addPushRoute } from './http/push-route.js';
import { addRevokeRoute } from './http/revoke-route.js';
import { addTopicRoutes } from './http/topic-routes.js';
import { KeyedBuckets } from './keyed-buckets.js';
import { KeyRing } from './key-ring.js';
import { createLoginGuard } from './login-guard.js';
import { addRedisUp, addScheduledPushes, createMetrics } from './metrics.js';
import { OriginPolicy } from './origins.js';
import { NO_OTHERS } from './other-nodes.js';
import { createSecretSharing, derivedSecret, Persons, type SecretKeeper } from './persons.js';
import { createPusher } from './pusher.js';
import { openRedis, type SharedRedis } from './redis/shared-redis.js';
import { keysOf, type Keys } from './reload.js';
import { MemorySchedule } from './schedule/memory-schedule.js';
import { Scheduler } from './schedule/scheduler.js';
import { createScenarioRunner, type ScenarioRunnerOptions } from './scenarios.js';
import { SessionGuard } from './sessions/session-guard.js';
import { ConnectionSlots } from './sockets/connection-slots.js';
import { createDelivery } from './sockets/rooms.js';
import { LocalFeed } from './sockets/feed.js';
import { openFileStore, type FileStore } from './store/file-store.js';
import { TopicCounts } from './sockets/topic-counts.js';
import { createAudience } from './sockets/topic-listeners.js';
import { createSocketServer, startServing } from './sockets/socket-server.js';
import type { KeepSecret } from './web-push/vapid-keys.js';
import { WebPush, type WebPushOptions } from './web-push/web-push.js';
import { Underway } from './underway.js';

/** A second and at once: what a person says on one device, and all devices hear. */
const PERSON_PACE = { rate: 20, burst: 200 };

/** What a gateway uses beside its configuration. */
export interface GatewayParts extends Stores {
  /** Where the log goes, one JSON object a line. Default: standard output. */
  logStream?: LogStream;
  /**
   * How push services of browsers are reached, such as through a proxy. Default: directly, and only where a name leads to
   * public addresses.
   */
  webPushAgent?: Agent;
}

/** The parts of a gateway, put together and not yet listening. */
export type AssembledGateway = ReturnType<typeof assemble>;

/** How far a gateway is with stopping. */
export interface ShutdownState {
  /** It is not ready any more. */
  isLeaving: boolean;
  /** It admits nobody any more. */
  refusesClients: boolean;
}

export function assemble(settings: Settings, parts: GatewayParts, state: Readonly<ShutdownState>) {
  const isStopping = () => state.isLeaving;
  const redis = settings.redis === undefined ? null : openRedis(settings.redis);
  const file = openData(settings);
  const kept = redis ?? file;
  const apps = createApps(settings, { ...kept, ...parts });
  const metrics = createMetrics();
  const http = createHttpServer(settings, metrics, parts.logStream);
  const sockets = createSocketServer(http.server, settings, () => state.refusesClients);
  const { underway, ...network } = trackNetwork(http, isStopping);
  const { log } = http;
  const others = redis?.nodes ?? NO_OTHERS;

  const delivery = createDelivery(sockets, metrics);
  const feed = redis?.createFeed(apps, delivery, settings.position) ?? new LocalFeed(apps, delivery);
  const scheduler = new Scheduler({
    ...{ apps, log, limits: settings.limits },
    store: kept?.schedule ?? new MemorySchedule(),
  });
  addScheduledPushes(metrics, [...apps.keys()], (appId) => scheduler.waiting(apps.get(appId)!));
  const webPush = createWebPush(kept, { apps, log, metrics, agent: parts.webPushAgent });
  const { push, sendScheduled } = createPusher({
    scheduler,
    ...{ webPush, delivery, feed, metrics, log, others },
    audience: createAudience(feed),
    pushesPerSecond: settings.limits.pushesPerSecond,
    isForgetting: () => state.isLeaving && kept === null && parts.createLog === undefined,
  });
  const scenarios = createScenarioRunner(push, scenarioOptions(settings, kept, log));
  const { persons, sharePersonSecret } = createPersons(settings, kept?.personSecret);
  const guards = createGuards(settings, http, redis);
  const shared = {
    ...{ apps, settings, metrics, log, scenarios, others, persons, underway, webPush },
    ...guards,
    topicCounts: new TopicCounts(),
    personPace: new KeyedBuckets(PERSON_PACE.rate, PERSON_PACE.burst),
    feed,
  };
  const serving = startServing(sockets, shared);
  if (redis) {
    logRedis(redis, log, isStopping);
    addRedisUp(metrics, () => redis.client.status === 'ready');
    redis.onMissed(serving.checkAll);
    redis.onReturn(() => void Promise.allSettled([sharePersonSecret(), webPush.shareKeys()]));
  }

  const keys = createKeys(settings, apps);
  addRoutes({
    ...{ ...shared, http, push, sockets, ...guardKeys(keys, settings, guards.addresses) },
    scheduler,
    readyProblem: async () => (isStopping() ? 'The gateway stops.' : await keptProblem(redis, file)),
    loginGuard: createLoginGuard(redis?.client),
  });
  return {
    ...{ http, apps, push, redis, file, keys, serving, sockets, underway, sharePersonSecret, webPush },
    ...network,
    slots: guards.slots,
    scheduler,
    startSchedule: () => scheduler.start(sendScheduled),
  };
}

/** @param kept where its keys are kept; null = they end with the process */
function createWebPush(
  kept: { keepSecret: KeepSecret } | null,
  options: Omit<WebPushOptions, 'keepSecret'>,
): WebPush {
  const keepSecret: KeepSecret | undefined =
    kept === null ? undefined : (...given) => kept.keepSecret(...given);
  return new WebPush({ ...options, keepSecret });
}

/** What is open, and what is being answered. */
function trackNetwork(http: FastifyInstance, isStopping: () => boolean) {
  const underway = new Underway();
  trackRequests(http, underway, isStopping);
  return { underway, listener: new Listener(http), endConnections: trackConnections(http.server) };
}

function createKeys(settings: Settings, apps: Apps): Keys {
  const { push, admin, metrics } = keysOf(settings, apps);
  return { push: new KeyRing(push), admin: new KeyRing(admin), metrics: new KeyRing(metrics) };
}

function guardKeys({ push, admin, metrics }: Keys, { limits }: Settings, addresses: ClientAddresses) {
  const guard = new WrongKeyGuard(limits.wrongKeysPerMinute, addresses);
  return {
    pushKeys: new GuardedKeys(push, guard),
    adminKeys: new GuardedKeys(admin, guard),
    metricsKeys: new GuardedKeys(metrics, guard),
  };
}

/** What decides who may come, from where and how often. */
function createGuards(settings: Settings, { server, log }: FastifyInstance, redis: SharedRedis | null) {
  const { connectionsPerApp, connectionsPerAddress, unknownSessionsPerMinute } = settings.limits;
  const limits = { perApp: connectionsPerApp, perAddress: connectionsPerAddress };
  return {
    origins: new OriginPolicy(() => servesThisMachineOnly(server.address(), settings, process.env)),
    addresses: new ClientAddresses(settings.proxies, log),
    slots: new ConnectionSlots(limits, redis?.nodes ?? null),
    sessionGuard: new SessionGuard(unknownSessionsPerMinute),
  };
}

function scenarioOptions(
  { limits: { scenarioSeconds: patience } }: Settings,
  kept: { choices: ChoiceKeeper } | null,
  log: FastifyBaseLogger,
): ScenarioRunnerOptions {
  return { log, patience, choices: new Choices(kept?.choices ?? null, log, patience) };
}

function openData({ data, apps }: Settings): FileStore | null {
  if (data === 'memory') return null;
  return openFileStore(data, Object.fromEntries(apps.map(({ id, log }) => [id, log])));
}

async function keptProblem(redis: SharedRedis | null, file: FileStore | null): Promise<string | null> {
  if (file !== null && !(await file.isReady())) return 'The data file takes no writes.';
  const problem = (await redis?.problem()) ?? null;
  return problem === null ? null : `Redis ${problem}.`;
}

/** One line when Redis is lost, one when it is back. */
function logRedis(redis: SharedRedis, log: FastifyBaseLogger, isStopping: () => boolean): void {
  let lostAt = Date.now();
  redis.onLoss((problem) => {
    lostAt = Date.now();
    if (!isStopping())
      log.error({ problem }, `Redis was lost: it ${problem}; pushes and logins are refused meanwhile`);
  });
  redis.onReturn(() => log.warn({ milliseconds: Date.now() - lostAt }, 'Redis is back'));
}

function createPersons({ personSecret, apps }: Settings, keep: SecretKeeper | undefined) {
  const persons = new Persons(personSecret ?? derivedSecret(apps.map(({ id }) => id)));
  return {
    persons,
    sharePersonSecret: createSecretSharing(persons, personSecret === undefined ? keep : undefined),
  };
}

function addRoutes({ http, ...services }: HttpServices & Pick<AssembledGateway, 'http'>): void {
  refuseReboundNames(http, services.apps, services.origins);
  http.register(async (scope) => {
    await addGoodApi(scope, services);
    addPushRoute(scope, services);
    addRevokeRoute(scope, services);
    addTopicRoutes(scope, services);
    addInboxRoutes(scope, services);
    addPreferenceRoutes(scope, services);
    addOperationRoutes(scope, services);
    await addConsole(scope, services);
  });
}
