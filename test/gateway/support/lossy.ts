/**
 * A gateway and its clients in a network of their own that loses packets: `lossy.ts`, started by `loss.test.ts` under
 * `unshare --net`. Says what came of it, as JSON, and ends.
 */
import { execFileSync } from 'node:child_process';
import type { TestContext } from 'node:test';
import { faultIn, follow } from './follower.js';
import { startGateway, testApp } from './gateway.js';
import { until } from './until.js';

/** Of a hundred packets, each way. */
const LOST = 10;
const MESSAGES = 200;

const nft = (...given: string[]): string => execFileSync('nft', given, { encoding: 'utf8' });
const counted = (): number =>
  Number(/packets (\d+)/.exec(nft('list', 'chain', 'inet', 'loss', 'incoming'))![1]);

execFileSync('ip', ['link', 'set', 'lo', 'up']);
nft('add', 'table', 'inet', 'loss');
nft('add', 'chain', 'inet', 'loss', 'incoming', '{ type filter hook input priority 0; }');

const ends: (() => unknown)[] = [];
const scope = { after: (end: () => unknown) => void ends.unshift(end) } as Pick<TestContext, 'after'>;
const { gateway, url } = await startGateway(scope, {
  apps: [testApp('shop', { anonymous: true })],
  position: 0.5,
});
const followers = ['websocket', 'websocket', 'polling'].map((transport) =>
  follow(scope, { app: 'shop', urls: [url], transports: [transport] }),
);
await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
nft(
  'add',
  'rule',
  'inet',
  'loss',
  'incoming',
  'numgen',
  'random',
  'mod',
  '100',
  '<',
  String(LOST),
  'counter',
  'drop',
);
for (let number = 1; number <= MESSAGES; number += 1) {
  await gateway.push('shop', { userID: '*', eventName: 'n', message: number });
  // Each with a packet of its own, as when they come one by one.
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await until(() => followers.every(({ messages }) => messages.at(-1) === MESSAGES), 'the last message');
const report = {
  dropped: counted(),
  faults: followers.map(({ messages }) => faultIn(messages, MESSAGES)),
  gaps: followers.map(({ gaps }) => gaps),
};
nft('flush', 'ruleset');
for (const end of ends) await end();
process.stdout.write(JSON.stringify(report), () => process.exit());
