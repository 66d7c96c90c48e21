import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { assemble, type AssembledGateway, type GatewayParts, type ShutdownState } from './assemble.js';
import { settingsOf, type Settings } from './config/schema.js';
import type { GatewayConfiguration } from './config/configuration.js';
import { isReachable, refuseDemoSecrets } from './config/production-checks.js';
import type { PushRequest, PushResult } from './push-request.js';
import { reload } from './reload.js';
import { Refusal } from './refusal.js';

export type { GatewayParts };

/** A running gateway. */
export interface Gateway {
  /** The HTTP server, so that a site can add its own routes before {@link Gateway.listen}. */
  http: FastifyInstance;
  /**
   * Starts to accept connections. Rejects where the port is taken, where Redis cannot be reached, and where others than
   * this machine would reach a gateway with keys of an example or with passwords in plain text.
   *
   * @param address.port 0 = any free port
   * @param address.host an IP address, or a name, all of whose addresses are listened on; default: `host` of the configuration
   */
  listen(address: { port: number; host?: string }): Promise<{ url: string }>;
  /** Sends a message to a user or to everybody of an app. Rejects with a `Refusal`. */
  push(appId: string, push: PushRequest): Promise<PushResult>;
  /**
   * Takes over the keys, users, origins and scenarios of a changed configuration; everything else needs a restart. Ends
   * the sessions of users who are gone or have another password or role, on every node, and on this node the connections
   * that the changed configuration would not admit. Rejects with a
   * `ConfigurationError` where it is wrong or has other apps: nothing is changed then.
   */
  reload(configuration: GatewayConfiguration): Promise<void>;
  /**
   * Stops: is not ready any more, finishes what it answers, sends every client away and ends. How long that takes says
   * `shutdown` of the configuration: usually less than a second, by default at most about eleven. A gateway in memory takes
   * no push meanwhile.
   */
  close(): Promise<void>;
}

/**
 * Makes a gateway: one HTTP server with Socket.IO on it.
 *
 * @throws ConfigurationError
 */
export function createGateway(configuration: GatewayConfiguration, parts: GatewayParts = {}): Gateway {
  const settings = settingsOf(configuration);
  let stopping: Promise<void> | undefined;
  const state: ShutdownState = { isLeaving: false, refusesClients: false };
  const gateway = assemble(settings, parts, state);
  const { http, apps, push, redis, keys, slots } = gateway;
  const connectionsByApp = () => Object.fromEntries(Array.from(apps.keys(), (id) => [id, slots.countOf(id)]));

  const close = () => (stopping ??= stop(gateway, settings.shutdown, state));

  return {
    http,
    listen: async ({ port, host = settings.host }) => {
      if (isReachable(host, process.env)) refuseDemoSecrets(settings);
      await redis?.connected().catch(async (error: unknown) => {
        await close();
        throw error;
      });
      await openFile(gateway);
      await gateway.sharePersonSecret();
      await gateway.webPush.shareKeys();
      gateway.webPush.start();
      await redis?.nodes.start(connectionsByApp, () => slots.counts());
      const url = await gateway.listener.listen(port, host);
      gateway.startSchedule();
      return { url };
    },
    push: async (appId, request) => {
      const app = apps.get(appId);
      if (!app) throw new Refusal(404, `There is no app "${appId}".`);
      return push(app, request);
    },
    reload: async (changed) => {
      const address = http.server.address();
      const isServed = typeof address === 'object' && address !== null;
      if (isServed && isReachable(address.address, process.env)) refuseDemoSecrets(settingsOf(changed));
      const endSessions = reload(changed, apps, keys);
      await endSessions();
      gateway.serving.checkAll();
    },
    close,
  };
}

async function openFile({ file, http }: AssembledGateway): Promise<void> {
  const setAside = (await file?.opened()) ?? null;
  if (setAside !== null)
    http.log.error({ file: setAside }, 'the data file could not be read; it is kept under this name');
}

async function stop(
  gateway: AssembledGateway,
  { delay: seconds, requests }: Settings['shutdown'],
  state: ShutdownState,
): Promise<void> {
  const { serving, underway, listener, endConnections, http, apps, sockets, redis, file } = gateway;
  state.isLeaving = true;
  if (seconds > 0) await delay(seconds * 1000);
  state.refusesClients = true;
  await serving.stop();
  await underway.waitForCurrent(requests * 1000);
  await gateway.scheduler.stop();
  listener.close();
  endConnections();
  await http.close();
  await gateway.webPush.close();
  await Promise.all(Array.from(apps.values(), (app) => app.log.close()));
  await sockets.close();
  await redis?.nodes.stop();
  redis?.close();
  await file?.close();
}
