import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createApps, type Stores } from './apps.js';
import { settingsOf, type Settings } from './config/schema.js';
import type { GatewayConfiguration } from './config/configuration.js';
import { isReachable, refuseDemoSecrets } from './config/production-checks.js';
import { addConsole } from './http/console.js';
import { addGoodApi } from './http/good-api.js';
import { addOperationRoutes } from './http/operations.js';
import { addPushRoute } from './http/push-route.js';
import { addRevokeRoute } from './http/revoke-route.js';
import { createHttpServer, trackConnections, type LogStream } from './http/http-server.js';
import type { HttpServices } from './http/http-services.js';
import { KeyRing } from './key-ring.js';
import { createLoginGuard } from './login-guard.js';
import { createMetrics } from './metrics.js';
import { NO_OTHERS } from './other-nodes.js';
import { derivedSecret, Persons } from './persons.js';
import type { PushRequest, PushResult } from './push-request.js';
import { createPusher } from './pusher.js';
import { keysOf, reload } from './reload.js';
import { openRedis, type SharedRedis } from './redis/shared-redis.js';
import { Refusal } from './refusal.js';
import { createScenarioRunner } from './scenarios.js';
import { connectionsByApp, createDelivery } from './sockets/rooms.js';
import { createSocketServer, startServing } from './sockets/socket-server.js';

/** A running gateway. */
export interface Gateway {
  /** The HTTP server, so that a site can add its own routes before {@link Gateway.listen}. */
  http: FastifyInstance;
  /**
   * Starts to accept connections. Rejects where the port is taken, where Redis cannot be reached, and where others than
   * this machine would reach a gateway with keys of an example or with passwords in plain text.
   *
   * @param address.port - 0 = any free port
   * @param address.host - an IP address; default: `host` of the configuration
   */
  listen(address: { port: number; host?: string }): Promise<{ url: string }>;
  /** Sends a message to a user or to everybody of an app. Rejects with a `Refusal`. */
  push(appId: string, push: PushRequest): Promise<PushResult>;
  /**
   * Takes over the keys, users, origins and scenarios of a changed configuration; everything else needs a restart. Ends
   * the sessions of users who are gone or have another password or role, on every node. Rejects with a
   * `ConfigurationError` where it is wrong or has other apps: nothing is changed then.
   */
  reload(configuration: GatewayConfiguration): Promise<void>;
  /** Says goodbye to every client and stops, within about two seconds. */
  close(): Promise<void>;
}

/** What a gateway uses beside its configuration. */
export interface GatewayParts extends Stores {
  /** Where the log goes, one JSON object a line. Default: standard output. */
  logStream?: LogStream;
}

/**
 * Makes a gateway: one HTTP server with Socket.IO on it.
 *
 * @throws ConfigurationError
 */
export function createGateway(configuration: GatewayConfiguration, parts: GatewayParts = {}): Gateway {
  const settings = settingsOf(configuration);
  const redis = settings.redis === undefined ? null : openRedis(settings.redis);
  const apps = createApps(settings, { ...redis, ...parts });
  const metrics = createMetrics();
  const http = createHttpServer(settings, metrics, parts.logStream);
  const endConnections = trackConnections(http.server);
  let stopping: Promise<void> | undefined;
  const isStopping = () => stopping !== undefined;
  const sockets = createSocketServer(http.server, apps, settings, isStopping, redis?.adapter);
  const { log } = http;
  const { pushesPerSecond } = settings.limits;
  const others = redis?.nodes ?? NO_OTHERS;
  const delivery = createDelivery(sockets, metrics);
  const push = createPusher({ delivery, metrics, log, others, pushesPerSecond });
  const scenarios = createScenarioRunner(push, log);
  const persons = new Persons(settings.personSecret ?? derivedSecret(settings.apps.map(({ id }) => id)));
  const serving = startServing(sockets, { apps, settings, metrics, log, scenarios, others, persons });
  redis?.onReturn(serving.checkAll);
  const sharePersonSecret = createSecretSharing(redis, settings, persons);
  redis?.onReturn(() => void sharePersonSecret().catch(() => undefined));
  const isReady = async () => !isStopping() && (redis === null || (await redis.isReady()));

  const given = keysOf(settings, apps);
  const keys = { push: new KeyRing(given.push), metrics: new KeyRing(given.metrics) };
  const loginGuard = createLoginGuard(redis?.client);
  addRoutes(http, {
    ...{ apps, settings, metrics, push, scenarios, sockets, others, isReady, loginGuard },
    ...{ pushKeys: keys.push, metricsKeys: keys.metrics },
  });

  const stop = async () => {
    await serving.stop();
    endConnections();
    await http.close();
    await Promise.all(Array.from(apps.values(), (app) => app.log.close()));
    await sockets.close();
    await redis?.nodes.stop();
    redis?.close();
  };

  return {
    http,
    listen: async ({ port, host = settings.host }) => {
      if (isReachable(host, process.env)) refuseDemoSecrets(settings);
      await redis?.connected();
      await sharePersonSecret();
      await redis?.nodes.start(() => connectionsByApp(sockets, apps));
      return { url: await http.listen({ port, host }) };
    },
    push: async (appId, request) => {
      const app = apps.get(appId);
      if (!app) throw new Refusal(404, `There is no app "${appId}".`);
      return push(app, request);
    },
    reload: async (changed) => {
      const endSessions = reload(changed, apps, keys);
      await endSessions();
    },
    close: () => (stopping ??= stop()),
  };
}

/**
 * All nodes make the ids of persons with one secret, which Redis keeps. A Redis that has lost its data gets it back.
 *
 * @returns a function that agrees with the other nodes
 */
function createSecretSharing(
  redis: SharedRedis | null,
  settings: Settings,
  persons: Persons,
): () => Promise<void> {
  let secret = randomBytes(32).toString('base64url');
  return async () => {
    if (redis === null || settings.personSecret !== undefined) return;
    secret = await redis.personSecret(secret);
    persons.replaceSecret(secret);
  };
}

function addRoutes(http: FastifyInstance, services: HttpServices): void {
  http.register(async (scope) => {
    await addGoodApi(scope, services);
    addPushRoute(scope, services);
    addRevokeRoute(scope, services);
    addOperationRoutes(scope, services);
    await addConsole(scope, services);
  });
}
