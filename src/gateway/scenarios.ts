import type { FastifyBaseLogger } from 'fastify';
import type { App } from './apps.js';
import type { DataCall, ScenarioContext } from './configuration.js';
import type { Push } from './pusher.js';
import { Refusal } from './refusal.js';
import type { User } from './user.js';

/** Runs what the configuration has an app do. */
export interface ScenarioRunner {
  /**
   * Handles a client event.
   *
   * @returns what the handler returned
   * @throws Refusal 404 where there is no handler, 500 where it failed
   */
  runEvent(app: App, user: User | null, eventName: string, payload: unknown): Promise<unknown>;
  /**
   * Answers a data call.
   *
   * @param path - `structure/method`
   * @throws Refusal 404 where there is no handler, 500 where it failed
   */
  runData(app: App, user: User | null, path: string, call: DataCall): Promise<unknown>;
}

export function createScenarioRunner(push: Push, log: FastifyBaseLogger): ScenarioRunner {
  const contextOf = <Data>(app: App, user: User | null, data: Data): ScenarioContext<Data> => ({
    app: app.id,
    user,
    data,
    push: (request) => push(app, request),
    log: log.child({ app: app.id }),
  });

  const run = async (app: App, name: string, handle: () => unknown): Promise<unknown> => {
    try {
      return await handle();
    } catch (error) {
      log.error({ err: error, app: app.id, scenario: name }, 'a scenario failed');
      throw new Refusal(500, `The scenario of "${name}" failed.`);
    }
  };

  return {
    runEvent(app, user, eventName, payload) {
      const handler = app.events.get(eventName);
      if (!handler) return refuse(`There is no scenario for the event "${eventName}".`);
      return run(app, eventName, () => handler(contextOf(app, user, payload)));
    },
    runData(app, user, path, call) {
      const handler = app.data.get(path);
      if (!handler) return refuse(`There is no data at "${path}".`);
      return run(app, path, () => handler(contextOf(app, user, call)));
    },
  };
}

function refuse(sentence: string): Promise<never> {
  return Promise.reject(new Refusal(404, sentence));
}
