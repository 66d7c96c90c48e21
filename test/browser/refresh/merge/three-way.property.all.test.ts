import { testRandomly } from './support/random-records.js';

testRandomly(5_000);
