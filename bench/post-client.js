/**
 * Posts over a few kept connections with as little processor time as Node allows: what a benchmark's own client burns is
 * missing to the server beside it. One request at a time on each connection; more wait in line.
 */
import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

/** @returns the status of an answer that has come wholly, else null */
function statusOf(text) {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const length = Number(LENGTH.exec(text)?.[1] ?? 0);
  return text.length >= headEnd + HEAD_END.length + length ? Number(text.slice(9, 12)) : null;
}

/**
 * @param {{ ports: number[], connections: number, headers?: Record<string, string> }} choice ports of this machine that
 *   share the connections
 * @returns {Promise<{ post: (path: string, body: string) => Promise<number>, close: () => void }>} `post` says the status
 */
export async function openPostClient({ ports, connections, headers = {} }) {
  const given = Object.entries({ Host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const lines = given.join('');
  const idle = [];
  const waiting = [];
  const sockets = Array.from({ length: connections }, (_, index) => openSocket(ports[index % ports.length]));

  function openSocket(port) {
    const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    let text = '';
    const connection = { socket, answered: null };
    socket.on('data', (piece) => {
      text += piece;
      const status = statusOf(text);
      if (status === null) return;
      text = '';
      const { resolve } = connection.answered;
      connection.answered = null;
      give(connection);
      resolve(status);
    });
    socket.on('close', () => connection.answered?.reject(new Error('the server closed a connection')));
    socket.on('error', (error) => connection.answered?.reject(error));
    socket.once('connect', () => idle.push(connection));
    return socket;
  }

  function give(connection) {
    const next = waiting.shift();
    if (next === undefined) idle.push(connection);
    else send(connection, next);
  }

  function send(connection, { path, body, ...answered }) {
    connection.answered = answered;
    const length = Buffer.byteLength(body);
    connection.socket.write(`POST ${path} HTTP/1.1\r\n${lines}Content-Length: ${length}${HEAD_END}${body}`);
  }

  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        const request = { path, body, resolve, reject };
        const connection = idle.pop();
        if (connection === undefined) waiting.push(request);
        else send(connection, request);
      }),
    close: () => sockets.forEach((socket) => socket.destroy()),
  };
}
