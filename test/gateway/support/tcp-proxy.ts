import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A TCP proxy that fails as networks do. */
export interface TcpProxy {
  url: string;
  /** Ends the clients' side; the server's side stays open and hears nothing more. */
  dropClients(): void;
  /** Swallows what both sides send, on the connections there are, without closing any. */
  blackhole(): void;
  /** Passes nothing on until `flow`; nothing is lost. */
  stall(): void;
  flow(): void;
  /** Ends both sides. */
  cut(): void;
}

/** @param idle - milliseconds without a byte after which a connection is cut; default: never */
export async function startProxy(
  test: Pick<TestContext, 'after'>,
  target: string,
  idle = 0,
): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>();
  const proxy = createServer((client) => {
    const server = connect(Number(new URL(target).port), '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      if (idle > 0) socket.setTimeout(idle, () => end(pair));
    }
    client.pipe(server);
    server.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  const end = (pair: { client: Socket; server: Socket }) => {
    pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  };
  const each = (act: (client: Socket, server: Socket) => void) =>
    pairs.forEach(({ client, server }) => act(client, server));
  const swallow = (socket: Socket) => socket.unpipe().on('data', () => undefined);
  test.after(() => {
    pairs.forEach(end);
    proxy.close();
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    dropClients: () =>
      each((client, server) => {
        swallow(server);
        client.unpipe().destroy();
      }),
    blackhole: () => each((client, server) => [client, server].forEach(swallow)),
    stall: () => each((client, server) => [client, server].forEach((socket) => socket.unpipe().pause())),
    flow: () => each((client, server) => void client.pipe(server).pipe(client)),
    cut: () => pairs.forEach(end),
  };
}
