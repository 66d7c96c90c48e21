import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OldestFirst } from '../../src/gateway/oldest-first.js';

test('what came first is taken out first, whatever came, went or came again since', () => {
  const map = new Map<number, string>();
  const oldest = new OldestFirst(map);
  // The same steps each time, in no order.
  for (let step = 0; step < 20_000; step += 1) {
    const key = (step * 7919) % 101;
    const what = (step * 31 + (step >> 5)) % 5;
    if (what < 2) {
      map.delete(key);
      map.set(key, `step ${step}`);
    } else if (what === 2) map.delete(key);
    else if (what === 3 && step % 50 === 3) oldest.rest();
    else {
      const [first] = map;
      assert.deepEqual(oldest.shift(), first, `step ${step}`);
      assert.ok(first === undefined || !map.has(first[0]));
    }
  }
  while (oldest.shift() !== undefined);
  assert.equal(map.size, 0);
  map.set(7, 'after all were out');
  assert.deepEqual(oldest.shift(), [7, 'after all were out']);
});
