/**
 * Many clients in one process: `clients.js {"count":500,"urls":[…],"first":0,"tracked":true}`. A tracked client has
 * the package's own cursors, sequencer and retry delay over a plain Socket.IO client; one that is not is the control:
 * socket.io-client alone, as it reconnects by itself.
 */
import { io } from 'socket.io-client';
import { retryDelay } from '../../dist/backoff.js';
import { Cursors } from '../../dist/connection/replay/cursors.js';
import { Sequencer } from '../../dist/connection/replay/sequencer.js';

const { count, urls, first, tracked } = JSON.parse(process.argv[2]);
const auth = { app_id: 'bench' };

/** Remembers what a client gets. `latencies` are from the time at which the push was due. */
function createRecord() {
  return { numbers: [], latencies: [], lastAt: 0, gaps: 0, isLive: false };
}

function receive(record, { number, due }) {
  record.lastAt = Date.now();
  record.numbers.push(number);
  record.latencies.push(record.lastAt - due);
}

function startTracked(index) {
  const record = createRecord();
  const cursors = new Cursors();
  let turn = first === undefined ? index : first;
  let failures = 0;
  const connect = () => {
    const socket = io(urls[turn++ % urls.length], {
      ...{ auth, forceNew: true, reconnection: false, timeout: 5000, transports: ['websocket'] },
      query: { dx: '1' },
    });
    record.cut = () => socket.io.engine.close();
    let over = false;
    const again = () => {
      if (over) return;
      over = true;
      record.isLive = false;
      sequencer.close();
      socket.disconnect();
      failures += 1;
      setTimeout(connect, retryDelay(failures, Math.random()));
    };
    const sequencer = new Sequencer(cursors, {
      sync: async (request) => {
        const answer = await socket.timeout(10_000).emitWithAck('dx:sync', request);
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer;
      },
      deliver: ({ data }) => receive(record, data),
      gap: () => (record.gaps += 1),
      broken: again,
    });
    socket.on('connect_error', again);
    socket.on('disconnect', again);
    socket.on('dx:hello', ({ channels }) => {
      record.isLive = true;
      failures = 0;
      sequencer.hello(channels);
    });
    socket.on('dx:position', ({ channels }) => sequencer.position(channels));
    socket.on('n', (data, meta) =>
      sequencer.receive({ id: String(meta?.offset), eventName: 'n', data, meta }),
    );
  };
  connect();
  return record;
}

function startControl(index) {
  const record = createRecord();
  const socket = io(urls[index % urls.length], { auth, forceNew: true, transports: ['websocket'] });
  socket.on('connect', () => (record.isLive = true));
  socket.on('disconnect', () => (record.isLive = false));
  // It knows one address; a load balancer would give it another node.
  socket.on('connect_error', () => (socket.io.uri = urls[(index += 1) % urls.length]));
  socket.on('n', (data) => receive(record, data));
  return record;
}

const records = Array.from({ length: count }, (_, index) => (tracked ? startTracked : startControl)(index));

/** @param expected - numbers 1 to this were pushed */
function countsOf(expected) {
  const sum = { lost: 0, doubled: 0, turned: 0, gaps: 0 };
  for (const { numbers, gaps } of records) {
    const seen = new Set(numbers);
    sum.lost += expected - seen.size;
    sum.doubled += numbers.length - seen.size;
    sum.turned += numbers.filter((number, index) => index > 0 && numbers[index - 1] > number).length;
    sum.gaps += gaps;
  }
  return sum;
}

function reportOn(expected) {
  const latencies = records.flatMap((record) => record.latencies);
  return { ...countsOf(expected), latencies, lastAt: Math.max(...records.map(({ lastAt }) => lastAt)) };
}

/** Ends the links of a part of the clients. @returns how many */
function cut(share) {
  const chosen = records.filter(({ isLive }) => isLive && Math.random() < share);
  for (const record of chosen) record.cut();
  return chosen.length;
}

process.on('disconnect', () => process.exit());
process.on('message', ({ about, expected, share }) => {
  if (about === 'live') process.send(records.filter(({ isLive }) => isLive).length);
  if (about === 'complete') process.send(records.filter(({ numbers }) => numbers.at(-1) === expected).length);
  if (about === 'counts') process.send(countsOf(expected));
  if (about === 'cut') process.send(cut(share));
  if (about === 'report') process.send(reportOn(expected));
});
