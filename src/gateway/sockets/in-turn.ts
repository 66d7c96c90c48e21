import { TokenBucket } from '../token-bucket.js';
import { runAt } from '../timers.js';
import { whenDrained } from './drain.js';
import type { EngineConnection, GatewaySocket } from './types.js';

/** How often one connection may ask. */
export interface Pace {
  /** A second. */
  rate: number;
  burst: number;
  /** How many questions may wait for their turn; more are refused. */
  maxWaiting: number;
}

export interface TurnOptions {
  pace: Pace;
  /** The sentence for a client that does not wait. */
  tooFast: string;
  /** Asked before each answer, and again a little later where it says no: a bound that several connections share. */
  mayGoOn?: () => boolean;
}

type Acknowledge = (answer: unknown) => void;

/**
 * Answers the questions of a client one after another, each only when the client has taken what was sent before, so that
 * no client can have more made than it reads.
 */
export function answerInTurn(
  socket: GatewaySocket,
  packet: string,
  { pace, tooFast, mayGoOn = () => true }: TurnOptions,
  answerTo: (request: unknown) => Promise<unknown>,
): void {
  const connection = socket.conn as unknown as EngineConnection;
  // Most clients never ask.
  let bucket: TokenBucket | undefined;
  let waiting = 0;
  let last: Promise<void> | undefined;

  const answer = async (request: unknown, acknowledge: Acknowledge): Promise<void> => {
    bucket ??= new TokenBucket(pace.rate, pace.burst, Date.now());
    const own = bucket;
    await untilTrue(() => own.take(Date.now()), 1000 / pace.rate);
    await untilTrue(mayGoOn, 1000 / pace.rate);
    if (!(await whenDrained(connection)) || !socket.connected) return;
    acknowledge(await answerTo(request));
  };

  socket.on(packet, (request: unknown, acknowledge: unknown) => {
    if (typeof acknowledge !== 'function') return;
    if (waiting >= pace.maxWaiting) {
      (acknowledge as Acknowledge)({ error: tooFast });
      return;
    }
    waiting += 1;
    last = (last ?? Promise.resolve())
      .then(() => answer(request, acknowledge as Acknowledge))
      .finally(() => (waiting -= 1));
  });
}

async function untilTrue(isSo: () => boolean, milliseconds: number): Promise<void> {
  while (!isSo()) await new Promise<void>((resolve) => runAt(Date.now() + milliseconds, resolve));
}
