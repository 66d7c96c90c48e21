import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { startNode, type Node } from './fleet.js';
import { follow, type Follower } from './follower.js';
import { get, keyOf, passwordOf, post, testApp } from './gateway.js';
import { until } from './until.js';

const IN_FLIGHT = 64;
const USERS = ['*', 'alice', ['alice', 'bob']];

/** A push that was answered with 202. */
interface Taken {
  id: string;
  /** Per user id. */
  places: Map<string, { epoch: string; offset: number }>;
}

/**
 * Kills a gateway with a data file again and again while 64 pushes are under way, starts it with the same file, and
 * asserts what it promises: what was taken is there, once and in order, under the same epochs; clients replay without a
 * gap; nobody signs in again, and who was signed out stays so.
 */
export async function killAndRestart(t: TestContext, rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-kill-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const log = { maxMessages: 1_000_000, maxBytes: 1_000_000_000, maxTotalBytes: 1_000_000_000, maxAge: 3600 };
  const app = testApp('shop', { anonymous: true, log });
  // A client reads in pages or at once: what waits for it may be large here.
  const limits = { maxQueueBytes: 100_000_000, loginsPerMinute: 1_000_000 };
  const node = await startNode(t, { apps: [app], limits, data: join(folder, 'data.db') });
  const session = await logIn(node);
  const followers = {
    '*': follow(t, { app: 'shop', urls: [node.url] }),
    alice: follow(t, { app: 'shop', session, urls: [node.url] }),
  };
  await until(() => Object.values(followers).every(({ isLive }) => isLive), 'the clients to be connected');

  const pushers = new Pushers(node);
  for (let round = 0; round < rounds; round += 1) {
    const ended = await logIn(node);
    const before = pushers.taken.length;
    const running = pushers.run();
    await until(() => pushers.taken.length > before + IN_FLIGHT, 'pushes to be taken');
    await get(`${node.url}/good/api/v4/auth/logout?appID=shop&sessionID=${ended}`);
    // Any moment: in a transaction, between two, between the disk and the answer.
    await delay(Math.random() * 40);
    await node.kill();
    await node.start();
    await until(() => pushers.taken.length > before + 2 * IN_FLIGHT, 'pushes to be taken again');
    await pushers.stop(running);
    assert.deepEqual([await isValid(node, session), await isValid(node, ended)], [true, false]);
  }
  for (const [user, follower] of Object.entries(followers))
    await assertComplete(pushers.taken, user, follower);
}

class Pushers {
  readonly taken: Taken[] = [];
  readonly #node: Node;
  #next = 0;
  #isRunning = false;

  constructor(node: Node) {
    this.#node = node;
  }

  run(): Promise<unknown> {
    this.#isRunning = true;
    return Promise.all(Array.from({ length: IN_FLIGHT }, () => this.#pushUntilStopped()));
  }

  async stop(running: Promise<unknown>): Promise<void> {
    this.#isRunning = false;
    await running;
  }

  async #pushUntilStopped(): Promise<void> {
    while (this.#isRunning) {
      const number = (this.#next += 1);
      await this.#push(`push ${number}`, USERS[number % USERS.length]!);
    }
  }

  /** Again with the same id until it is taken, as a back end does. */
  async #push(id: string, userID: string | string[]): Promise<void> {
    for (;;) {
      const answer = await this.#node.push(keyOf('shop'), { userID, eventName: 'n', message: id, id });
      if (answer.status === 202 && 'body' in answer) {
        const pushed = Array.isArray(userID)
          ? (answer.body.pushed as unknown as { userID: string; epoch: string; offset: number }[])
          : [{ userID, ...answer.body }];
        this.taken.push({ id, places: new Map(pushed.map((one) => [one.userID, one])) });
        return;
      }
      assert.ok([0, 503].includes(answer.status), `push answered with ${answer.status}`);
      await delay(20);
    }
  }
}

async function assertComplete(taken: readonly Taken[], user: string, follower: Follower): Promise<void> {
  const places = taken.flatMap(({ id, places }) => {
    const place = places.get(user);
    return place === undefined ? [] : [{ id, ...place }];
  });
  const inOrder = places.sort((a, b) => a.offset - b.offset);
  const others = (message: unknown): boolean => user === '*' || places.some(({ id }) => id === message);
  const last = inOrder.at(-1)!;
  await until(() => follower.messages.includes(last.id), `the last message of ${user}`);
  assert.deepEqual(new Set(places.map(({ epoch }) => epoch)).size, 1, `epochs of ${user}`);
  assert.deepEqual(
    inOrder.map(({ offset }) => offset),
    Array.from(inOrder, (_, index) => index + 1),
    `offsets of ${user}`,
  );
  assert.equal(follower.gaps, 0);
  const wanted = inOrder.map(({ id }) => id);
  const got = follower.messages.filter((message) => wanted.includes(String(message)) && others(message));
  assert.deepEqual(got, wanted, `messages of ${user}`);
}

async function logIn({ url }: Node): Promise<string> {
  const credentials = { appID: 'shop', username: 'alice', password: passwordOf('alice') };
  const { body } = await post(`${url}/good/api/v5/auth`, credentials);
  return body.result.token;
}

async function isValid({ url }: Node, session: string): Promise<boolean> {
  const { body } = await get(`${url}/good/api/v4/auth/check?appID=shop&sessionID=${session}`);
  return body.result.result;
}
