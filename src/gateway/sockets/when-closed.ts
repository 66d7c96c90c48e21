import type { EventEmitter } from 'node:events';

/** What of an Engine.IO connection tells its end. */
type Closing = Pick<EventEmitter, 'on'> & { readonly readyState: string };

const ends = new WeakMap<Closing, readonly (() => void)[]>();

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
  if (known === undefined) connection.on('close', runAll);
  // A new list each time has no room for more: what is pushed to makes room for 16.
  ends.set(connection, known === undefined ? [act] : known.concat(act));
}

/** Called by the connection, once. */
function runAll(this: Closing): void {
  for (const act of ends.get(this) ?? []) act();
  ends.delete(this);
}
