import { writeSync } from 'node:fs';

/** Where the log goes. */
export type LogStream = NodeJS.WritableStream;

const STANDARD_OUTPUT = 1;
/** How often a line is tried again where its reader is too slow, and how long it waits each time, in milliseconds. */
const RETRIES = { count: 20, pause: 5 };

/**
 * The log on standard output. What it cannot write, because the disk is full or nobody reads any more, is lost: no
 * request fails for that, and the process neither ends nor waits.
 */
export const standardOutput = { write: writeAll } as unknown as LogStream;

function writeAll(line: string): boolean {
  let rest = Buffer.from(line);
  for (let tries = 0; rest.length > 0 && tries <= RETRIES.count;) {
    try {
      rest = rest.subarray(writeSync(STANDARD_OUTPUT, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false;
      tries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRIES.pause);
    }
  }
  return rest.length === 0;
}
