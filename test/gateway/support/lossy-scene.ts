/**
 * A program of its own, run in a network namespace of its own: a gateway with clients of every transport on a line
 * that loses every tenth packet in both directions. Prints a {@link LossyResult} as JSON.
 */
import { execFileSync } from 'node:child_process';
import { createGateway } from '../../../src/gateway/index.js';
import { faultIn, follow } from './follower.js';
import { testApp } from './gateway.js';
import { until } from './until.js';

export interface LossyResult {
  /** Packets that the line has lost. */
  lost: number;
  /** What was wrong with what each client got; null = nothing. */
  faults: (string | null)[];
  /** How often clients were told of a gap. */
  gaps: number;
}

const MESSAGES = 200;
const LOSS = '10';

const nft = (...given: string[]): string => execFileSync('nft', given, { encoding: 'utf8' });

function loseEveryTenth(port: string): void {
  nft('add', 'table', 'inet', 'line');
  nft('add', 'chain', 'inet', 'line', 'in', '{ type filter hook input priority 0 ; }');
  for (const direction of ['dport', 'sport'])
    nft(
      ...['add', 'rule', 'inet', 'line', 'in', 'tcp', direction, port],
      ...['numgen', 'random', 'mod', '100', '<', LOSS, 'counter', 'drop'],
    );
}

const countLost = (): number =>
  [...nft('list', 'chain', 'inet', 'line', 'in').matchAll(/counter packets (\d+)/g)]
    .map(([, count]) => Number(count))
    .reduce((sum, count) => sum + count, 0);

const gateway = createGateway({
  logLevel: 'silent',
  apps: [testApp('shop', { anonymous: true })],
  heartbeat: { interval: 2, timeout: 2 },
  position: 0.5,
});
const { url } = await gateway.listen({ port: 0 });
loseEveryTenth(new URL(url).port);
const ends: (() => unknown)[] = [];
const scene = { after: (end: () => unknown) => void ends.push(end) };
const followers = [['polling'], ['polling', 'websocket'], ['websocket'], ['websocket']].map((transports) =>
  follow(scene, { app: 'shop', urls: [url], transports }),
);
await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
for (let number = 1; number <= MESSAGES; number += 1) {
  await gateway.push('shop', { userID: '*', eventName: 'n', message: number });
  // One burst would be a few large packets only.
  if (number % 10 === 0)
    await until(() => followers.every(({ messages }) => messages.at(-1) === number), `message ${number}`);
}
const result: LossyResult = {
  lost: countLost(),
  faults: followers.map(({ messages }) => faultIn(messages, MESSAGES)),
  gaps: followers.reduce((sum, { gaps }) => sum + gaps, 0),
};
console.log(JSON.stringify(result));
for (const end of ends) end();
await gateway.close();
