import { writeSync } from 'node:fs';

/** Where the log goes. */
export type LogStream = NodeJS.WritableStream;

const STANDARD_OUTPUT = 1;
/** How often a line is tried again where its reader is too slow, and how long it waits each time, in milliseconds. */
const RETRIES = { count: 20, pause: 5 };

/** What nobody ever wakes, to wait without a turn of the event loop. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4));
/** Nobody read when the last line was written: the next ones are tried once. */
let isStuck = false;

/**
 * The log on standard output. What it cannot write, because the disk is full or nobody reads any more, is lost: no
 * request fails for that, and the process does not end. It waits for a reader who is slow, once and shortly: a reader who
 * has stopped must not hold up everybody at every line.
 */
export const standardOutput = { write: writeAll } as unknown as LogStream;

function writeAll(line: string): boolean {
  let rest = Buffer.from(line);
  for (let tries = isStuck ? RETRIES.count : 0; rest.length > 0 && tries <= RETRIES.count;) {
    try {
      rest = rest.subarray(writeSync(STANDARD_OUTPUT, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false;
      tries += 1;
      if (tries <= RETRIES.count) Atomics.wait(PAUSE, 0, 0, RETRIES.pause);
    }
  }
  isStuck = rest.length > 0;
  return !isStuck;
}
