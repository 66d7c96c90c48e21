/**
 * Attacks gateways without end, from an address of its own: `attacker.js {"urls":[…]}`. Answers "counts" with how often it did what.
 * Nothing of it may cost the gateway more than its bounds say, or disturb anybody else.
 */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';

const { urls } = JSON.parse(process.argv[2]);
/** Limits are per address; honest clients come from another one. */
const FROM = '127.0.0.2';
const agent = new Agent({ localAddress: FROM, keepAlive: false, maxSockets: 50 });
const counts = {};

const count = (kind) => (counts[kind] = (counts[kind] ?? 0) + 1);
const any = (list) => list[Math.floor(Math.random() * list.length)];
const hostOf = (url) => new URL(url);

/** Resolves with the answer's status, or 0. */
function ask(method, path, body, headers = {}) {
  const { hostname, port } = hostOf(any(urls));
  return new Promise((resolve) => {
    const asked = request({ agent, hostname, port, method, path, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    asked.on('error', () => resolve(0)).setTimeout(5000, () => asked.destroy());
    asked.end(body);
  });
}

/** Sends bytes as they are, and ends, resets or forgets the connection. */
async function raw(text, end = any(['end', 'reset', 'forget'])) {
  const { hostname, port } = hostOf(any(urls));
  const socket = connect({ host: hostname, port: Number(port), localAddress: FROM });
  socket.on('error', () => undefined).on('data', () => undefined);
  socket.write(text);
  await pause(50);
  if (end === 'end') socket.end();
  if (end === 'reset') socket.resetAndDestroy();
  if (end === 'forget') setTimeout(() => socket.destroy(), 20_000).unref();
}

/** A WebSocket of Engine.IO, admitted to the app unless told otherwise. */
function openSocket({ auth = { app_id: 'bench' }, onLive = () => undefined } = {}) {
  const url = `${any(urls).replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&dx=1`;
  const socket = new WebSocket(url, { localAddress: FROM });
  socket.on('error', () => undefined);
  socket.on('message', (data) => {
    const text = String(data);
    if (text.startsWith('0')) socket.send(`40${JSON.stringify(auth)}`);
    if (text.startsWith('40')) onLive(socket);
  });
  setTimeout(() => socket.terminate(), 15_000).unref();
  return socket;
}

const deep = (depth) => '['.repeat(depth) + ']'.repeat(depth);
const GARBAGE = [
  '',
  '9',
  '4',
  '42',
  '42[',
  '42{}',
  '42[]',
  '42[1]',
  '42["dx:sync"]',
  '420["dx:sync"]',
  '43',
  '4399[1]',
  '45',
  '451-["x",{"_placeholder":true,"num":0}]',
  '45999999-["x"]',
  '42/other,["x"]',
  '40/other,',
  '41',
  '4X',
  '2probe',
  '5',
  '6',
  `42["x",${deep(5000)}]`,
  `420["dx:listen",{"topics":${deep(2000)}}]`,
  '420["dx:sync",{"channels":[{"channel":"*","epoch":"","offset":-1}]}]',
  '420["__proto__",{"__proto__":{"admin":true}}]',
  '42["constructor",{"prototype":1}]',
  '420["dx:sync",{"channels":[{"channel":"u:anna","epoch":"","offset":0}]}]',
  `42["${'x'.repeat(90_000)}"]`,
  'b' + 'A'.repeat(50_000),
];

const ATTACKS = {
  'garbage packets': () => {
    openSocket({
      onLive: (socket) => {
        for (let number = 0; number < 50; number += 1)
          if (socket.readyState === WebSocket.OPEN) socket.send(any(GARBAGE));
      },
    });
  },
  'flood of syncs': () => {
    openSocket({
      onLive: (socket) => {
        for (let number = 0; number < 1000; number += 1)
          socket.send(`42${number}["dx:sync",{"channels":[{"channel":"*","epoch":"","offset":0}]}]`);
        socket.pause();
      },
    });
  },
  'flood of topics': () => {
    openSocket({
      onLive: (socket) => {
        for (let round = 0; round < 40; round += 1) {
          const topics = Array.from({ length: 100 }, (_, index) => ({
            topic: `t:${Math.random()}:${index}`,
          }));
          socket.send(`42${round}["dx:listen",${JSON.stringify({ topics })}]`);
        }
      },
    });
  },
  'reader that stops': () => {
    openSocket({ onLive: (socket) => socket.pause() });
  },
  'many namespaces and admissions': () => {
    openSocket({
      onLive: (socket) => {
        for (let number = 0; number < 200; number += 1) socket.send(`40/n${number},{"app_id":"bench"}`);
        for (let number = 0; number < 20; number += 1) socket.send('40{"app_id":"bench"}');
      },
    });
  },
  'unknown apps and sessions': () => {
    openSocket({
      auth: any([{ app_id: 'none' }, { app_id: 'bench', session_id: 'x'.repeat(5000) }, {}, []]),
    });
  },
  'handshakes without an end': () => ask('GET', '/socket.io/?EIO=4&transport=polling'),
  'polling of nobody': () =>
    ask('POST', `/socket.io/?EIO=4&transport=polling&sid=${Math.random()}`, '42["x"]'),
  'wrong keys': () =>
    ask('POST', '/push', '{}', {
      authorization: `Bearer ${Math.random()}`,
      'content-type': 'application/json',
    }),
  'wrong passwords': () =>
    ask(
      'POST',
      '/good/api/v5/auth',
      JSON.stringify({ appID: 'bench', username: `u${Math.random()}`, password: 'x' }),
      {
        'content-type': 'application/json',
      },
    ),
  'deep and wrong bodies': () =>
    ask(
      'POST',
      '/good/api/v5/auth',
      any([deep(40_000), '{"__proto__":{}}', '{', '1e999', '"'.repeat(1000)]),
      {
        'content-type': 'application/json',
      },
    ),
  'data calls': () => ask('GET', `/good/api/v5/data/a/b?appID=bench&__proto__=1&x=${Math.random()}`),
  smuggling: () =>
    raw(
      'POST /push HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n',
    ),
  'broken requests': () =>
    raw(
      any([
        '\0\0\0\0',
        'GET / HTTP/9.9\r\n\r\n',
        `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n`,
        `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
      ]),
    ),
  'half requests': () => raw('POST /push HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n{', 'forget'),
  'half upgrades': () =>
    raw(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n',
    ),
};

async function attack(kind) {
  for (;;) {
    await Promise.resolve(ATTACKS[kind]()).catch(() => undefined);
    count(kind);
    await pause(100 + Math.random() * 400);
  }
}

process.on('disconnect', () => process.exit());
process.on('message', () => process.send(counts));
for (const kind of Object.keys(ATTACKS)) void attack(kind);
