/**
 * Reads a value deep in message data.
 *
 * Only own properties count, so that `constructor.name` finds nothing in data that has no such field.
 *
 * @param data what a message carried
 * @param path names joined by dots, array indexes as numbers: `order.lines.0.id`
 * @returns the value, or undefined where the path leads nowhere
 */
export function readPath(data: unknown, path: string): unknown {
  let value = data;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
