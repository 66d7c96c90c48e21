import type { TestContext } from 'node:test';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { inTime, until } from './until.js';

/** A plain Socket.IO client that remembers what it got. */
export interface Client {
  socket: Socket;
  /** Every event: its name and its arguments. */
  received: unknown[][];
  /** Waits for an event and returns its arguments. */
  next: (eventName: string) => Promise<unknown[]>;
}

export interface ClientChoice extends Partial<ManagerOptions & SocketOptions> {
  app: string;
  session?: string | null;
  /** Whether it asks for offsets and replay. */
  tracked?: boolean;
}

/** Opens a client without waiting, and closes it at the end of the test. */
export function open(test: Pick<TestContext, 'after'>, url: string, choice: ClientChoice): Client {
  const { app, session = null, tracked = false, ...options } = choice;
  const socket = io(url, {
    auth: { app_id: app, session_id: session },
    forceNew: true,
    reconnection: false,
    ...(tracked && { query: { dx: '1' } }),
    ...options,
  });
  test.after(() => socket.disconnect());
  const received: unknown[][] = [];
  socket.onAny((...event: unknown[]) => received.push(event));
  const find = (eventName: string) => received.find(([name]) => name === eventName);
  return {
    socket,
    received,
    next: async (eventName) => (await until(() => find(eventName), `the event "${eventName}"`)).slice(1),
  };
}

/** Opens a client and waits until the gateway has admitted it. */
export async function connect(
  test: Pick<TestContext, 'after'>,
  url: string,
  choice: ClientChoice,
): Promise<Client> {
  const client = open(test, url, choice);
  await inTime((done, fail) => {
    client.socket.once('connect', () => done(undefined)).once('connect_error', fail);
  }, 'the connection');
  return client;
}

/** Opens a client that the gateway should refuse. @returns the `connect_error` */
export function refusalOf(
  test: Pick<TestContext, 'after'>,
  url: string,
  choice: ClientChoice,
): Promise<Error & { data?: { code: string } }> {
  const { socket } = open(test, url, choice);
  return inTime((done, fail) => {
    socket.once('connect_error', done).once('connect', () => fail(new Error('it was admitted')));
  }, 'the refusal');
}

/** Waits until a client is disconnected. @returns Socket.IO's reason */
export function disconnection({ socket }: Client): Promise<string> {
  return inTime((done) => socket.once('disconnect', done), 'the disconnection');
}

/** Sends an event that the gateway should refuse. @returns the sentence of the acknowledgement */
export async function errorOf({ socket }: Client, eventName: string, ...values: unknown[]): Promise<string> {
  const answer = (await socket.emitWithAck(eventName, ...values)) as { error: string } | null;
  return answer?.error ?? 'no error';
}

/**
 * Does something with a session that lives for so many seconds, and again with one that lives longer where the machine
 * was too slow to connect in that time.
 */
export async function withShortLife(act: (seconds: number) => Promise<void>): Promise<void> {
  for (const seconds of [0.5, 3, 12]) {
    try {
      await act(seconds);
      return;
    } catch (error) {
      const isLate = error instanceof Error && /session is unknown or has ended/.test(error.message);
      if (!isLate || seconds === 12) throw error;
    }
  }
}
