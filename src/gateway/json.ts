/** How deep objects and lists may be nested in what the gateway passes on. */
export const MAX_DEPTH = 32;

/**
 * Says why a value cannot travel as JSON, in a sentence part that follows the name of its field.
 *
 * @returns the reason, or null where the value can travel
 */
export function jsonProblem(value: unknown, depth = 0): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return 'must be JSON, without binary data';
  if (depth === MAX_DEPTH) return `must be nested at most ${MAX_DEPTH} levels deep`;
  for (const inner of Object.values(value)) {
    const problem = jsonProblem(inner, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}
