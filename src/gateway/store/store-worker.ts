/** The entry of the thread that has the file: however slow the disk is, it holds up no socket. */
import { parentPort, workerData } from 'node:worker_threads';
import { DataFileError } from './data-file-error.js';
import { openDatabase } from './database.js';
import type { Opened, Operation, StoreOptions } from './operations.js';
import { StoreThread } from './store-thread.js';

const port = parentPort!;
const options = workerData as StoreOptions;

try {
  const { database, setAside, unlock } = openDatabase(options.path);
  const thread = new StoreThread(database, options);
  port.on('message', (given: Operation[] | string | null) => {
    const operations = typeof given === 'string' ? (JSON.parse(given) as Operation[]) : given;
    if (operations === null) {
      database.close();
      unlock();
      port.close();
      return;
    }
    const outcomes = thread.run(operations);
    port.postMessage(typeof given === 'string' ? JSON.stringify(outcomes) : outcomes);
    if (operations.some(({ name }) => name === 'tidy')) thread.shrink();
  });
  port.postMessage({ problem: null, setAside } satisfies Opened);
} catch (error) {
  // An error of the library comes to the other thread without its sentence.
  if (!(error instanceof DataFileError)) throw new Error(String(error), { cause: error });
  port.postMessage({ problem: error.message, setAside: null } satisfies Opened);
}
