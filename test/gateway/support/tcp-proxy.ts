import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';
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
  /** New connections go there from now on. */
  retarget(url: string): void;
}

/** How a proxy passes on what the server sends. */
export interface ProxyChoice {
  /** Milliseconds without a byte after which a connection is cut. Default: never. */
  idle?: number;
  /** How long to hold a piece of so many bytes, and all that follows it, in milliseconds. Default: not at all. */
  hold?: (bytes: number) => number;
}

export async function startProxy(
  test: Pick<TestContext, 'after'>,
  target: string,
  { idle = 0, hold }: ProxyChoice = {},
): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let port = Number(new URL(target).port);
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      if (idle > 0) socket.setTimeout(idle, () => end(pair));
    }
    client.pipe(server);
    if (hold) server.pipe(holding(hold)).pipe(client);
    else server.pipe(client);
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
    retarget: (url) => (port = Number(new URL(url).port)),
  };
}

/** Passes pieces on in their order, each after its time. */
function holding(hold: (bytes: number) => number): Transform {
  return new Transform({
    highWaterMark: 1,
    transform(piece: Buffer, _encoding, done) {
      setTimeout(() => done(null, piece), hold(piece.length));
    },
  });
}
