import test from 'node:test';
import { killAndRestart } from './support/kill-rounds.js';

test('a gateway that is killed a hundred times at any moment loses, doubles and disorders nothing', (t) =>
  killAndRestart(t, 100));
