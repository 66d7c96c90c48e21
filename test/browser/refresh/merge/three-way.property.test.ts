import { testRandomly } from './support/random-records.js';

// The full number is in three-way.property.all.test.ts.
testRandomly(300);
