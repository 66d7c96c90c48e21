/**
 * What many topics cost: a page with 200, a person with 2,000, and a gateway with very many to which nobody listens. Run
 * after `npm run build`; writes bench/results/topics.md.
 *
 * ROUNDS=5 says how often the page and the person are measured, the median is shown; TOPICS=250000 how many nobody hears.
 */
import { once } from 'node:events';
import { io } from 'socket.io-client';
import { launchBrowser, metricsOf } from './browser.js';
import { startChild } from './processes.js';
import { circumstances, load, median, printTable, progress, writeMarkdown } from './report.js';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const MANY = Number(process.env.TOPICS ?? 250_000);
const PAGE = 200;
const PERSON = 2_000;
/** Topics in one request of the person: the most that a gateway takes. */
const TOGETHER = 100;
const RESULT = new URL('results/topics.md', import.meta.url);

async function withGateway(act) {
  const gateway = startChild(new URL('topics/server.js', import.meta.url), [], ['--expose-gc']);
  const port = await gateway.ready;
  try {
    return await act(gateway, `http://127.0.0.1:${port}`);
  } finally {
    await gateway.end();
  }
}

/** Runs something and says what it cost: time, and processor time and memory of the gateway. */
async function cost(gateway, act) {
  const memory = await gateway.ask({ about: 'memory' });
  const cpu = await gateway.ask({ about: 'cpu' });
  const started = performance.now();
  await act();
  const took = performance.now() - started;
  return {
    took,
    cpu: (await gateway.ask({ about: 'cpu' })) - cpu,
    bytes: (await gateway.ask({ about: 'memory' })) - memory,
  };
}

/** A page that is connected begins to listen. */
const measurePage = (browser) =>
  withGateway(async (gateway, url) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    await page.goto(`${url}/page/${PAGE}`);
    await page.waitForFunction("connection.state === 'live'");
    const before = await metricsOf(devtools);
    const { cpu, bytes } = await cost(gateway, async () => {
      await page.evaluate('ask()');
      await page.waitForFunction('liveAt !== null');
    });
    const after = await metricsOf(devtools);
    const took = await page.evaluate('liveAt - askedAt');
    const push = await cost(gateway, async () => {
      await gateway.ask({ about: 'push', from: 0, count: PAGE });
      await page.waitForFunction(`heard === ${PAGE}`);
    });
    await context.close();
    return {
      ...{ took, cpu, bytes, pushed: push.took },
      busy: (after.TaskDuration - before.TaskDuration) * 1_000,
      heap: after.JSHeapUsedSize - before.JSHeapUsedSize,
    };
  });

/** One connection listens to as many topics as it may. */
const measurePerson = () =>
  withGateway(async (gateway, url) => {
    const options = { auth: { app_id: 'bench' }, transports: ['websocket'], query: { dx: '1' } };
    const socket = io(url, options);
    await once(socket, 'connect');
    let heard = 0;
    socket.on('n', () => (heard += 1));
    const listening = await cost(gateway, async () => {
      for (let from = 0; from < PERSON; from += TOGETHER) {
        const topics = Array.from({ length: TOGETHER }, (_, index) => ({ topic: `order:${from + index}` }));
        const { refused } = await socket.emitWithAck('dx:listen', { topics });
        if (refused.length > 0) throw new Error(refused[0].reason);
      }
    });
    const pushed = await cost(gateway, async () => {
      await gateway.ask({ about: 'push', from: 0, count: PERSON });
      while (heard < PERSON) await new Promise(setImmediate);
    });
    socket.disconnect();
    return { ...listening, pushed: pushed.took };
  });

/** Pushes to very many topics, one after the other. */
const measureMany = () =>
  withGateway(async (gateway) => {
    await gateway.ask({ about: 'push', from: 0, count: 10_000 });
    return cost(gateway, () => gateway.ask({ about: 'push', from: 10_000, count: MANY }));
  });

async function repeat(what, act) {
  const all = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`${what}: round ${round} of ${ROUNDS} …`);
    all.push(await act());
  }
  return (key) => median(all.map((one) => one[key]));
}

const loadBefore = load();
const browser = await launchBrowser();
const version = browser.version();
const page = await repeat('a page', () => measurePage(browser));
await browser.close();
const person = await repeat('a person', measurePerson);
progress(`${MANY.toLocaleString('en')} topics …`);
const many = await measureMany();
progress('');

const kB = (bytes, digits = 1) => `${(bytes / 1_000).toFixed(digits)} kB`;
const ms = (time) => `${time.toFixed(0)} ms`;
const table = [
  {
    what: `a page with ${PAGE} topics`,
    'until all are live': ms(page('took')),
    'until one push to each has come': ms(page('pushed')),
    'processor time of the gateway': ms(page('cpu')),
    'memory of the gateway for each': kB(page('bytes') / PAGE),
    'main thread of the page': ms(page('busy')),
    'memory of the page for each': kB(page('heap') / PAGE),
  },
  {
    what: `a connection with ${PERSON.toLocaleString('en')} topics`,
    'until all are live': ms(person('took')),
    'until one push to each has come': ms(person('pushed')),
    'processor time of the gateway': ms(person('cpu')),
    'memory of the gateway for each': kB(person('bytes') / PERSON),
    'main thread of the page': '–',
    'memory of the page for each': '–',
  },
  {
    what: `a push to each of ${MANY.toLocaleString('en')} topics, to which nobody listens`,
    'until all are live': '–',
    'until one push to each has come': ms(many.took),
    'processor time of the gateway': `${ms(many.cpu)}, ${((many.cpu * 1_000) / MANY).toFixed(0)} µs each`,
    'memory of the gateway for each': `${kB(many.bytes / MANY, 2)}; ${(many.bytes / 1e6).toFixed(0)} MB in all`,
    'main thread of the page': '–',
    'memory of the page for each': '–',
  },
];
printTable(table);
await writeMarkdown(RESULT, {
  title: 'What many topics cost',
  text: `A gateway in a process of its own, its log in memory, a topic that anyone may hear. The page is connected when it begins; a connection asks for
${TOGETHER} topics at a time, and a gateway takes 2,000 at once and 100 a second beyond that. A topic to which nobody listens is nothing to the gateway until
something is pushed to it; then the log keeps the message, within \`maxTotalBytes\` (64 MB) and \`maxAge\`.`,
  table,
  facts: circumstances(
    'bench:topics',
    { browser: version, loadBefore },
    { Rounds: `${ROUNDS}, medians; of the last row one` },
  ),
});
