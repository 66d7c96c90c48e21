import { readFile } from 'node:fs/promises';
import { CommandError } from './command-error.js';

/**
 * Reads a key or session id from where others on the machine do not see it: command lines show in the list of
 * processes and in the history of the shell.
 *
 * @param given the value of the environment variable
 * @param file path of a file that holds nothing else; comes first
 * @returns undefined where neither is given
 * @throws CommandError where the file cannot be read or is empty
 */
export async function readSecret(
  given: string | undefined,
  file: string | undefined,
): Promise<string | undefined> {
  if (file === undefined) return given === '' ? undefined : given;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`The file "${file}" cannot be read: ${(error as Error).message}.`);
  });
  if (text.trim() === '') throw new CommandError(`The file "${file}" is empty.`);
  return text.trim();
}

/** @throws CommandError where it is no http(s) address */
export function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new CommandError(`"${text}" is no address such as "https://live.example.com".`);
}
