import { warnOnce } from './warn.js';

/** Parts of the script that could not be loaded, by name, with what was tried. */
const missing = new Map<string, string>();
const listeners = new Set<() => void>();

/** One sentence for the author of the page: which part is missing, and what to do; null = none. */
export function missingPartRemedy(): string | null {
  const [address] = missing.values();
  return address === undefined
    ? null
    : `${address} could not be loaded. Put the folder "parts" beside the script, where the page may load it: a server of ` +
        'another domain must send Access-Control-Allow-Origin, and a Content-Security-Policy must allow it. Or use ' +
        'dx-realtime.all.js, which needs no other file.';
}

/**
 * Calls back whenever a part turns out to be missing, or was loaded after all.
 *
 * @returns ends it
 */
export function watchMissingParts(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Loads a part and notes whether that worked: an element that misses one is silent otherwise.
 *
 * @param address where it is
 * @throws what `import()` throws
 */
export async function importPart(name: string, address: string): Promise<unknown> {
  try {
    const part: unknown = await import(address);
    note(() => missing.delete(name));
    return part;
  } catch (error) {
    note(() => missing.get(name) !== address && missing.set(name, address));
    warnOnce(`${missingPartRemedy()!} (${String(error)})`);
    throw error;
  }
}

/** @param change returns whether anything changed */
function note(change: () => unknown): void {
  if (change() !== false) for (const listener of listeners) listener();
}
