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

/** Parts that were loaded or are under way. */
const loads = new Map<string, Promise<unknown>>();

/**
 * Loads a part and notes whether that worked: an element that misses one is silent otherwise. After a failure the next call
 * tries again.
 *
 * @param address where it is
 * @throws what `import()` throws
 */
export function importPart(name: string, address: string): Promise<unknown> {
  const found = loads.get(name) ?? load(name, address);
  loads.set(name, found);
  return found;
}

async function load(name: string, address: string): Promise<unknown> {
  try {
    const part: unknown = await import(
      missing.has(name) && !isPinned() ? `${address}#${performance.now()}` : address
    );
    note(() => missing.delete(name));
    return part;
  } catch (error) {
    loads.delete(name);
    note(() => missing.get(name) !== address && missing.set(name, address));
    warnOnce(`${missingPartRemedy()!} (${String(error)})`);
    throw error;
  }
}

/**
 * Browsers remember by its address that a module could not be fetched, for as long as the page lives (seen in Chromium 150;
 * https://github.com/whatwg/html/issues/6768): the same file is asked for under another one. Not where the page says by its
 * import map what must stand in the file, which it says of the address itself.
 */
const isPinned = (): boolean =>
  Array.from(document.scripts).some(({ type, text }) => type === 'importmap' && text.includes('integrity'));

/** @param change returns whether anything changed */
function note(change: () => unknown): void {
  if (change() !== false) for (const listener of listeners) listener();
}
