import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { Server as SocketServer, type Socket } from 'socket.io';
import { until } from '../gateway/support/until.js';

const DIST = new URL('../../dist/', import.meta.url);

/** A Socket.IO server of today's platform, as far as pages see it: it knows nothing of this project. */
export interface StockSite {
  /** Under the name `localhost`. */
  url: string;
  /** What `data-session-src` asks: who is signed in, by an HttpOnly cookie. */
  sessions: Map<string, string>;
  /** Sends an event to every page. */
  emit(eventName: string, ...values: unknown[]): void;
  /** The server itself, for namespaces and refusals. */
  sockets: SocketServer;
  /** Cuts every connection without a goodbye. */
  cut(): void;
  /** Waits for the handshakes of so many pages. @returns those of all that are connected */
  handshakes(count: number): Promise<Socket['handshake'][]>;
  /** The page that stands under every path but those of the script. */
  show(html: string): void;
  close(): Promise<void>;
}

export async function startStockSite(): Promise<StockSite> {
  const http = createServer((request, response) => void answer(request, response));
  const sockets = new SocketServer(http, {
    serveClient: false,
    // A page of another origin may connect, with cookies.
    cors: { origin: (_, allow) => allow(null, true), credentials: true },
  });
  const sessions = new Map<string, string>();
  let page = '';

  async function answer({ url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(url!, 'http://x');
    if (pathname === '/api/auth/session') {
      const sessionID = sessions.get(/\bticket=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(sessionID === undefined ? { success: false } : { success: true, sessionID }),
      );
    } else if (pathname.startsWith('/dist/')) {
      response.setHeader('content-type', 'text/javascript');
      response.end(await readFile(new URL(pathname.slice('/dist/'.length), DIST)));
    } else if (!pathname.startsWith('/socket.io')) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page);
    }
  }

  await new Promise<void>((resolve) => http.listen(0, 'localhost', resolve));
  const connected = (): Socket['handshake'][] =>
    [...sockets.sockets.sockets.values()].map(({ handshake }) => handshake);
  return {
    url: `http://localhost:${(http.address() as AddressInfo).port}`,
    sessions,
    sockets,
    emit: (eventName, ...values) => void sockets.emit(eventName, ...values),
    cut: () => {
      for (const socket of sockets.sockets.sockets.values()) socket.conn.close();
    },
    handshakes: (count) =>
      until(() => (connected().length === count ? connected() : null), `${count} connections`),
    show: (html) => (page = html),
    close: async () => {
      const closed = sockets.close();
      // Connections that a browser keeps for later would be waited for.
      http.closeAllConnections();
      await closed;
    },
  };
}

/** A page of the platform: the script with its settings, and elements. */
export const stockPage = (body: string, settings = 'data-app-id="shop"', head = ''): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Stock</title><link rel="icon" href="data:,">
  ${head}<script src="/dist/dx-realtime.js" data-url="" ${settings}></script><body>${body}</body></html>`;
