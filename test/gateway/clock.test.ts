import assert from 'node:assert/strict';
import test from 'node:test';
import { connect } from './support/client.js';
import { faultIn, follow } from './support/follower.js';
import { startGateway, testApp } from './support/gateway.js';
import { replaceClock } from './support/replace-clock.js';
import { until } from './support/until.js';

const HOUR = 60 * 60 * 1000;

for (const [name, by] of [
  ['an hour forward', HOUR],
  ['an hour back', -HOUR],
] as const) {
  test(`the clock of the server jumps ${name}: offsets go on, nothing is lost or doubled, sessions stay`, async (t) => {
    const turnClock = replaceClock(t);
    const apps = [testApp('shop', { anonymous: true })];
    const { gateway, url, login, push } = await startGateway(t, { apps, position: 0.2 });
    const follower = follow(t, { app: 'shop', urls: [url] });
    await until(() => follower.isLive, 'the client to be connected');
    const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
    const pushNumber = async (number: number) => {
      const result = await gateway.push('shop', { userID: '*', eventName: 'n', message: number });
      assert.equal('offset' in result && result.offset, number);
    };
    for (let number = 1; number <= 5; number += 1) await pushNumber(number);
    turnClock(by);
    for (let number = 6; number <= 10; number += 1) await pushNumber(number);
    // Limits count time, too: a clock that goes back must not lock anybody out.
    assert.equal((await push('shop', { userID: 'alice', eventName: 'private' })).status, 202);
    await alice.next('private');
    await until(() => follower.messages.at(-1) === 10, 'the last message');
    assert.equal(faultIn(follower.messages, 10), null);
    assert.equal(alice.socket.connected, true);
    const again = follow(t, { app: 'shop', urls: [url] });
    await until(() => again.isLive, 'a new client to be connected');
  });
}

test('a clock that jumps past the end of a session ends it at the next check', async (t) => {
  const turnClock = replaceClock(t);
  const apps = [testApp('shop', { sessionLifetime: 1800 })];
  const { url, login } = await startGateway(t, { apps, position: 0.2 });
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
  turnClock(HOUR);
  await until(() => !alice.socket.connected, 'the session to end');
});
