import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataFileError } from './data-file-error.js';
import { connect, createPrivately, prepareIn } from './database.js';

/**
 * Copies a data file, also while a gateway uses it: all of one moment, and as small as it can be.
 *
 * @param from the data file
 * @param to the copy; it must not be there
 * @throws DataFileError with a sentence
 */
export function backUp(from: string, to: string): void {
  if (!existsSync(from)) throw new DataFileError(`There is no data file "${from}".`);
  if (existsSync(to)) throw new DataFileError(`The file "${to}" is there already; choose another name.`);
  createPrivately(to);
  const database = connect(from);
  try {
    prepareIn(database)('VACUUM INTO ?').run(resolve(to));
  } catch (error) {
    rmSync(to, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFileError(`"${from}" could not be copied: ${reason}.`);
  } finally {
    database.close();
  }
}
