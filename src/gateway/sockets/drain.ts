import type { EngineConnection } from './types.js';

/**
 * Waits until a connection has handed over to the network everything that it was given to send.
 *
 * @returns false where it is closed before
 */
export async function whenDrained(connection: EngineConnection): Promise<boolean> {
  while (connection.readyState === 'open') {
    if (isDrained(connection)) return true;
    await changed(connection);
  }
  return false;
}

/** Also false between two requests of a client that polls. */
function isDrained({ transport, writeBuffer }: EngineConnection): boolean {
  return transport.writable && writeBuffer.length === 0;
}

function changed(connection: EngineConnection): Promise<void> {
  const { transport } = connection;
  return new Promise((resolve) => {
    const arrived = () => {
      transport.off('ready', arrived);
      connection.off('upgrade', arrived);
      connection.off('close', arrived);
      resolve();
    };
    transport.on('ready', arrived);
    connection.on('upgrade', arrived);
    connection.on('close', arrived);
  });
}
