import type { FastifyInstance } from 'fastify';
import type { Apps } from '../apps.js';
import type { OriginPolicy } from '../origins.js';
import { Refusal } from '../refusal.js';

/** Why a request under a foreign name is refused by a gateway that serves one machine. */
export const NOT_MY_NAME =
  'This gateway serves this machine only, and the name in "Host" is none of its own. ' +
  'Behind a proxy set "proxies"; else list the origin of the pages in "allowedOrigins".';

/** Refuses requests under a name that is not the gateway's: who sends them is a page that others wrote. */
export function refuseReboundNames(http: FastifyInstance, apps: Apps, origins: OriginPolicy): void {
  http.addHook('onRequest', ({ headers }, _reply, done) => {
    const rules = Array.from(apps.values(), ({ settings }) => settings.allowedOrigins);
    done(origins.isReboundName(headers.host, rules) ? new Refusal(403, NOT_MY_NAME) : undefined);
  });
}
