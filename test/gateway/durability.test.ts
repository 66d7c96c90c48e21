import test from 'node:test';
import { killAndRestart } from './support/kill-rounds.js';

test('a gateway that is killed under 64 pushes and started again loses, doubles and disorders nothing', (t) =>
  killAndRestart(t, 3));
