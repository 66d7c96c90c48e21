import { relative, resolve } from 'node:path';
import { CommandError } from './command-error.js';

/** Where a gateway keeps its data when nothing else is said, in the working directory. */
export const DEFAULT_DATA_FILE = 'dx-realtime.db';

/** What decides where a gateway keeps its data. */
export interface DataChoice {
  /** What the command line or the configuration says; undefined = nothing. */
  given: string | undefined;
  /** Whether the gateway keeps its data in Redis. */
  hasRedis: boolean;
  /** A folder whose files everybody can read; undefined = none. */
  pages: string | undefined;
}

/**
 * Decides where a gateway keeps its data.
 *
 * @returns a file, or `memory`
 * @throws CommandError where the file that was given could be read by everybody
 */
export function dataFileFor({ given, hasRedis, pages }: DataChoice): string {
  if (given === undefined && hasRedis) return 'memory';
  const file = given ?? DEFAULT_DATA_FILE;
  if (file === 'memory' || pages === undefined || !isWithin(pages, file)) return file;
  if (given === undefined) return 'memory';
  throw new CommandError(
    `The data file "${file}" is in the folder "${pages}", whose files everybody can read.`,
  );
}

/** Whether a file is in a folder, or below it. */
export function isWithin(folder: string, file: string): boolean {
  const path = relative(resolve(folder), resolve(file));
  return path !== '' && !path.startsWith('..') && resolve(folder, path) === resolve(file);
}
