/** An Engine.IO connection by polling, without the client of Socket.IO: packets are written and read by hand. */
export interface Polling {
  /** Sends packets as they are. */
  send(packets: string, headers?: Record<string, string>): Promise<Response>;
  /** Waits for packets. */
  poll(): Promise<string>;
}

/** Opens one; `query` and `headers` come with its handshake. */
export async function openPolling(
  url: string,
  headers: Record<string, string> = {},
  query: Record<string, string> = {},
): Promise<Polling> {
  const address = `${url}/socket.io/?${new URLSearchParams({ EIO: '4', transport: 'polling', ...query })}`;
  const opened = await (await fetch(address, { headers })).text();
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
  return {
    send: (packets, more = {}) =>
      fetch(`${address}&sid=${sid}`, {
        method: 'POST',
        body: packets,
        headers: { 'content-type': 'text/plain;charset=UTF-8', ...more },
      }),
    poll: async () => (await fetch(`${address}&sid=${sid}`, { headers })).text(),
  };
}
