/** How long a history may take, in milliseconds. */
const LIMIT = 15_000;

/**
 * Fetches a history: a JSON array, or an object with one in `payload`, as data calls answer.
 *
 * @throws Error where there is none
 */
export async function fetchHistory(url: string, signal: AbortSignal): Promise<unknown[]> {
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]),
    headers: { Accept: 'application/json' },
    cache: 'no-store',
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const answer: unknown = await response.json();
  const list = Array.isArray(answer) ? answer : (answer as { payload?: unknown } | null)?.payload;
  if (!Array.isArray(list)) throw new Error(`${url} answered no JSON array`);
  return list as unknown[];
}
