/**
 * One server with a way to push, in a process of its own: `server.js KIND CLIENTS`. Tells its port, then obeys
 * `{ about: 'memory' }` and `{ about: 'push', … }`; see bench/fanout.js.
 */
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import { createGateway } from '../../dist/gateway/index.js';
import { startNchan } from './nchan.js';

const [, , kind, count] = process.argv;
const clients = Number(count);
const hash = `scrypt:${Buffer.from('some salt').toString('base64')}:${Buffer.alloc(32).toString('base64')}`;

/** Sessions whose id is the user's, so that no password has to be hashed. */
const createSessions = () => ({
  create: () => Promise.reject(new Error('nobody logs in')),
  find: (id) => Promise.resolve({ id, user: { id, role: 'user' }, expiresAt: Number.MAX_SAFE_INTEGER }),
  revoke: () => Promise.resolve(),
  revokeUser: () => Promise.resolve(),
  deny: () => Promise.resolve(),
  isDenied: () => Promise.resolve(false),
  onEnded: () => undefined,
});

async function startGateway() {
  const users = Array.from({ length: clients }, (_, index) => ({ id: `u${index}`, passwordHash: hash }));
  // All clients come from one address.
  const limits = { connectionsPerApp: 100_000, connectionsPerAddress: 100_000 };
  const apps = [{ id: 'bench', pushKeys: ['push-key-of-benchmarks'], users }];
  const gateway = createGateway({ apps, logLevel: 'silent', limits }, { createSessions });
  const { url } = await gateway.listen({ port: 0 });
  return {
    port: Number(new URL(url).port),
    push: (to, message) =>
      gateway.push('bench', { userID: to === null ? '*' : `u${to}`, eventName: 'n', message }),
  };
}

async function listen(http) {
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return http.address().port;
}

async function startSocketIo() {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  io.on('connection', (socket) => void socket.join(`user:${socket.handshake.auth.session_id}`));
  return {
    port: await listen(http),
    push: (to, message) => void (to === null ? io : io.to(`user:u${to}`)).emit('n', message),
  };
}

async function startWs() {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const byUser = new Map();
  server.on('connection', (socket, { url }) => byUser.set(url.slice(1), socket));
  return {
    port: await listen(http),
    push: (to, message) => {
      const text = JSON.stringify(['n', message]);
      if (to !== null) byUser.get(`u${to}`).send(text);
      else for (const socket of server.clients) socket.send(text);
    },
  };
}

/** What this process itself uses. */
const OWN = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  memory: () => {
    globalThis.gc();
    return process.memoryUsage().rss;
  },
  stop: () => undefined,
};

const STARTS = {
  gateway: startGateway,
  'socket.io': startSocketIo,
  ws: startWs,
  nchan: () => startNchan(clients),
};
const { port, push, cpu, memory, stop } = { ...OWN, ...(await STARTS[kind]()) };
/** A server in another process answers later; it is told of the next push meanwhile, as it would be by its pushers. */
const isElsewhere = kind === 'nchan';

/** Open loop: each push has its time, whether the one before is done or not. `rate` 0 = all at once. */
async function pushAll({ pushes, rate, toUsers }) {
  const text = 'x'.repeat(100);
  const started = Date.now();
  const answers = [];
  for (let index = 0; index < pushes; index += 1) {
    const due = rate === 0 ? started : started + (index * 1000) / rate;
    if (due > Date.now()) await pause(due - Date.now());
    const pushed = push(toUsers ? index % clients : null, { due, text });
    if (isElsewhere) answers.push(pushed);
    else await pushed;
  }
  await Promise.all(answers);
}

const end = () => Promise.resolve(stop()).then(() => process.exit());
process.on('disconnect', () => void end());
process.on('message', async (question) => {
  if (question.about === 'push') {
    await pushAll(question);
    process.send('pushed');
  }
  if (question.about === 'memory') process.send(memory());
  if (question.about === 'cpu') process.send(cpu());
  if (question.about === 'end') await end();
});
process.send(port);
