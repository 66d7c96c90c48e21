import { randomUUID } from 'node:crypto';

const COOKIE = 'demo-line';
const DURATION = 6_000;

/**
 * Cuts the line of one browser, as a tunnel or a train does: its connections to the gateway end, and new ones are refused
 * for six seconds. A browser is known by a cookie; others do not notice.
 */
export function createLine(http) {
  /** @type {Map<string, Set<import('node:net').Socket>>} */
  const sockets = new Map();
  /** @type {Map<string, NodeJS.Timeout>} */
  const cuts = new Map();

  const meet = (request, socket) => {
    const line = lineOf(request.headers.cookie);
    if (line === undefined || !request.url.startsWith('/socket.io/')) return;
    if (cuts.has(line)) return void socket.destroy();
    const open = sockets.get(line) ?? new Set();
    sockets.set(line, open.add(socket));
    socket.once('close', () => {
      open.delete(socket);
      if (open.size === 0) sockets.delete(line);
    });
  };
  // Before the gateway's own listeners: it must not see what does not arrive.
  http.prependListener('upgrade', meet);
  http.prependListener('request', (request) => meet(request, request.socket));

  return {
    /** @returns {string} the header that makes this browser known, for the page of the story */
    cookie: () => `${COOKIE}=${randomUUID()}; Path=/; HttpOnly; SameSite=Strict`,
    /** @returns {boolean} whether the browser with these cookies is known, and is cut off now */
    cut: (cookies) => {
      const line = lineOf(cookies);
      if (line === undefined) return false;
      clearTimeout(cuts.get(line));
      cuts.set(line, setTimeout(() => cuts.delete(line), DURATION).unref());
      sockets.get(line)?.forEach((socket) => socket.destroy());
      return true;
    },
    duration: DURATION,
  };
}

const lineOf = (cookies = '') => new RegExp(`(?:^|; )${COOKIE}=([\\w-]{36})(?:;|$)`).exec(cookies)?.[1];
