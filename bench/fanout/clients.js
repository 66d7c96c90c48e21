/**
 * Many WebSocket clients in one process, with as little code of their own as the wire allows:
 * `clients.js {"kind":"gateway","port":1,"count":1000,"tracked":true}`.
 */
import WebSocket from 'ws';

const { kind, port, count, tracked } = JSON.parse(process.argv[2]);
/** Without a protocol of Socket.IO on top. */
const isBare = kind === 'ws' || kind === 'nchan';
/** How many connect at a time, so that no backlog overflows. */
const AT_ONCE = 50;

/** What a browser sends beside the question; of the gateway's own origin. */
const HEADERS = {
  Origin: `http://127.0.0.1:${port}`,
  'User-Agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Accept-Language': 'en-GB,en;q=0.9,de;q=0.8',
  'Cache-Control': 'no-cache',
  Pragma: 'no-cache',
  Cookie: `_ga=GA1.1.1234567890.1234567890; sid=${'x'.repeat(64)}`,
};

let received = 0;
let latencies = [];
let lastAt = 0;

function receive(text) {
  lastAt = Date.now();
  received += 1;
  // Every message begins with the event and its due time, so that reading it costs the same for all.
  const [, due] = /"due":(\d+(?:\.\d+)?)/.exec(text);
  latencies.push(lastAt - Number(due));
}

function addressOf(index) {
  if (isBare) return `ws://127.0.0.1:${port}/u${index}`;
  return `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket${tracked ? '&dx=1' : ''}`;
}

function open(index) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(addressOf(index), { perMessageDeflate: false, headers: HEADERS });
    socket.on('error', reject);
    if (isBare) {
      socket.on('open', resolve);
      socket.on('message', (data) => receive(data.toString()));
      return;
    }
    const auth = JSON.stringify({ app_id: 'bench', session_id: `u${index}` });
    socket.on('message', (data) => {
      const text = data.toString();
      if (text.startsWith('42["n"')) receive(text);
      else if (text.startsWith('40')) resolve();
      else if (text.startsWith('44')) reject(new Error(text));
      else if (text[0] === '0') socket.send(`40${auth}`);
      else if (text[0] === '2') socket.send('3');
    });
  });
}

let next = 0;
async function openInTurn() {
  while (next < count) await open(next++);
}
await Promise.all(Array.from({ length: AT_ONCE }, openInTurn));

process.on('disconnect', () => process.exit());
process.on('message', ({ about }) => {
  if (about === 'received') process.send(received);
  if (about === 'report') {
    latencies.sort((one, other) => one - other);
    const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
    process.send({ p50: at(0.5), p99: at(0.99), lastAt, received });
    received = 0;
    latencies = [];
  }
  if (about === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send((user + system) / 1000);
  }
});
process.send('connected');
