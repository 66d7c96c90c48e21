import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { App } from './apps.js';
import { choiceIn, OutcomeUnknown, type Choices } from './choices.js';
import type { DataCall, ScenarioContext } from './config/configuration.js';
import type { PushRequest, PushResult } from './push-request.js';
import type { Push } from './pusher.js';
import { Refusal } from './refusal.js';
import type { User } from './user.js';

/** Who asks an app to do something. */
export interface Caller {
  app: App;
  /** Null for anonymous. */
  user: User | null;
  /** Id of the browser tab; null where it does not say. */
  origin: string | null;
}

/** Runs what the configuration has an app do. */
export interface ScenarioRunner {
  /**
   * Handles a client event. A choice of an alert's action is handled once, however often it is sent.
   *
   * @returns what the handler returned
   * @throws Refusal 404 where there is no handler, 500 where it failed
   */
  runEvent(caller: Caller, eventName: string, payload: unknown): Promise<unknown>;
  /**
   * Answers a data call.
   *
   * @param path `structure/method`
   * @throws Refusal 404 where there is no handler, 500 where it failed
   */
  runData(caller: Caller, path: string, call: DataCall): Promise<unknown>;
}

/** What scenarios are run with. */
export interface ScenarioRunnerOptions {
  log: FastifyBaseLogger;
  /** Seconds that a scenario may take. */
  patience: number;
  choices: Choices;
}

export function createScenarioRunner(
  push: Push,
  { log, patience, choices }: ScenarioRunnerOptions,
): ScenarioRunner {
  // A scenario may forget to wait for its push: a failure that nobody hears of would end the process.
  const pushForScenario = (app: App, request: PushRequest): Promise<PushResult> => {
    const pushed = push(app, request);
    pushed.catch((error: unknown) =>
      log.warn({ err: error, app: app.id }, 'a push of a scenario was refused'),
    );
    return pushed;
  };

  const contextOf = <Data>(
    { app, user, origin }: Caller,
    data: Data,
    choice: string | null = null,
  ): ScenarioContext<Data> => ({
    app: app.id,
    user,
    data,
    origin,
    choice,
    push: (request) => pushForScenario(app, origin === null ? request : { origin, ...request }),
    log: log.child({ app: app.id }),
  });

  const run = async (app: App, name: string, handle: () => unknown): Promise<unknown> => {
    try {
      return await inTime(Promise.resolve(handle()), patience, name);
    } catch (error) {
      log.error({ err: error, app: app.id, scenario: name }, 'a scenario failed');
      throw error instanceof OutcomeUnknown ? error : new Refusal(500, `The scenario of "${name}" failed.`);
    }
  };

  return {
    runEvent(caller, eventName, payload) {
      const { app } = caller;
      const handler = app.events.get(eventName);
      if (!handler) return refuse(`There is no scenario for the event "${eventName}".`);
      const id = choiceIn(payload);
      const handle = (): unknown => handler(contextOf(caller, payload, id));
      if (id === null) return run(app, eventName, handle);
      const choice = { app: app.id, userId: caller.user?.id ?? null, eventName, id };
      return run(app, eventName, () => choices.once(choice, handle));
    },
    runData(caller, path, call) {
      const { app } = caller;
      const handler = app.data.get(path);
      if (!handler) return refuse(`There is no data at "${path}".`);
      return run(app, path, () => handler(contextOf(caller, call)));
    },
  };
}

/** What a scenario does late is lost; it cannot be stopped. */
async function inTime<Answer>(answer: Promise<Answer>, seconds: number, name: string): Promise<Answer> {
  const given = new AbortController();
  const late = delay(seconds * 1000, undefined, { signal: given.signal, ref: false }).then(() => {
    throw new OutcomeUnknown(`The scenario of "${name}" did not answer within ${seconds} s.`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    late.catch(() => undefined);
    given.abort();
  }
}

function refuse(sentence: string): Promise<never> {
  return Promise.reject(new Refusal(404, sentence));
}
