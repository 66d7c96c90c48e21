import type { EventMeta } from '../../protocol.js';
import { choiceIn } from '../choices.js';
import { jsonProblem } from '../json.js';
import { Refusal } from '../refusal.js';
import { TokenBucket } from '../token-bucket.js';
import { readOrigin } from '../push-request.js';
import type { SocketServices } from './socket-services.js';
import type { GatewaySocket } from './types.js';

type Acknowledge = (answer: unknown) => void;

export type ReceiveEvent = (eventName: string, values: unknown[]) => Promise<void>;

/** Runs the scenario of each event that a client sends; a failure is an `{ error: sentence }` acknowledgement. */
export function eventReceiver({ data }: GatewaySocket, services: SocketServices): ReceiveEvent {
  const { app, session, origin, tracked } = data;
  const user = session?.user ?? null;
  const rate = services.settings.limits.eventsPerSecond;
  let bucket: TokenBucket | undefined;

  const answerTo = async (eventName: string, values: unknown[]): Promise<unknown> => {
    bucket ??= new TokenBucket(rate, Math.max(1, rate * 2), Date.now());
    if (!bucket.take(Date.now())) throw new Refusal(429, 'Events come too fast; send fewer.');
    const from = tracked && values.length === 2 ? originIn(values.pop()) : null;
    const problem = payloadProblem(values);
    if (problem !== null) throw new Refusal(422, problem);
    const caller = { app, user, origin: from ?? origin };
    const answer = await services.scenarios.runEvent(caller, eventName, values[0] ?? null);
    return answer ?? null;
  };

  return async (eventName, values) => {
    const acknowledge = takeAcknowledge(values);
    const [sent] = values;
    try {
      acknowledge(await answerTo(eventName, values));
    } catch (error) {
      // A page takes a refusal for the answer and offers the action again, with another id. This one may be done.
      if (isOpen(error) && choiceIn(sent) !== null) return;
      services.metrics.refusals.inc({ code: error instanceof Refusal ? error.status : 500 });
      acknowledge({ error: error instanceof Refusal ? error.message : 'The answer could not be sent.' });
    }
  };
}

/** Whether an error leaves open what became of what was sent. */
function isOpen(error: unknown): boolean {
  return error instanceof Refusal && (error.status === 429 || error.status === 503);
}

function takeAcknowledge(values: unknown[]): Acknowledge {
  if (typeof values.at(-1) === 'function') return values.pop() as Acknowledge;
  return () => undefined;
}

/** Which of the tabs that share a connection sent the event; null where it does not say. */
function originIn(meta: unknown): string | null {
  return readOrigin((meta as Partial<EventMeta> | null | undefined)?.origin);
}

function payloadProblem(values: unknown[]): string | null {
  if (values.length > 1) return 'An event carries one value.';
  const problem = jsonProblem(values[0]);
  return problem === null ? null : `The value ${problem}.`;
}
