import type { EventEmitter } from 'node:events';

/** What of an Engine.IO connection tells its end. */
type Closing = Pick<EventEmitter, 'on'> & { readonly readyState: string };

const ends = new WeakMap<Closing, (() => void)[]>();

/**
 * Runs something when a connection is closed, or now where it is. One listener for all of it: each by itself, made for one
 * call, would cost every connection some hundred bytes more.
 */
export function whenClosed(connection: Closing, act: () => void): void {
  if (connection.readyState !== 'open') {
    act();
    return;
  }
  const known = ends.get(connection);
  if (known !== undefined) known.push(act);
  else {
    ends.set(connection, [act]);
    connection.on('close', runAll);
  }
}

/** Called by the connection, once. */
function runAll(this: Closing): void {
  for (const act of ends.get(this) ?? []) act();
  ends.delete(this);
}
