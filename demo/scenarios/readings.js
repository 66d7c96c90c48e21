import { setTimeout as delay } from 'node:timers/promises';
import { escape } from '../html.js';

const NAMES = ['Saw', 'Lathe', 'Planer', 'Press', 'Oven', 'Spray booth', 'Dust filter', 'Compressor'];
const MAX_RATE = 200;
const DURATION = 20_000;
/** Events are pushed in groups, this far apart, in milliseconds: timers are no finer. */
const STEP = 50;

const readings = NAMES.map((name, index) => ({ name, number: index + 1, value: 40 + index * 4 }));

/** Each storm takes the place of the one before; it lasts at most 20 s. */
let current = 0;

/**
 * Pushes readings to everybody for 20 s.
 *
 * @returns {{ rate: number, duration: number } | { error: string }} what it does, as the acknowledgement
 */
export function startStorm({ data, push, log }) {
  const rate = Number(data?.rate);
  if (!(rate >= 1 && rate <= MAX_RATE)) return { error: `The rate is a number from 1 to ${MAX_RATE}.` };
  current += 1;
  storm(current, rate, push).catch((error) => log.error(error));
  return { rate, duration: DURATION };
}

/** Ends the storm. */
export function stopStorm() {
  current += 1;
  return { stopped: true };
}

async function storm(mine, rate, push) {
  const started = Date.now();
  let sent = 0;
  while (mine === current && Date.now() - started < DURATION) {
    const due = Math.floor(((Date.now() - started) * rate) / 1000) + 1;
    for (; sent < due; sent++) await push(nextReading());
    await delay(STEP);
  }
  await push({ userID: '*', eventName: 'storm-over', message: { sent } });
}

function nextReading() {
  const reading = readings[Math.floor(Math.random() * readings.length)];
  reading.value = Math.min(99, Math.max(1, reading.value + Math.round(Math.random() * 10 - 5)));
  const { number, value } = reading;
  return { userID: '*', eventName: 'reading', message: { machine: number, value }, ttl: 5 };
}

const note = (number) =>
  number === 1
    ? '<label class="note">Note <input name="note" value="Blade changed" autocomplete="off"></label>'
    : '';

const tile = ({ name, number, value }) => `
  <li class="card">
    <dx-refresher event-name="reading" action="fetch" src="/demo/readings"></dx-refresher>
    <div class="tile" id="machine-${number}"><h3>${escape(name)}</h3><p class="figure"><b>${value}</b> %</p>${note(number)}</div>
  </li>`;

/** The widgets of the dashboard: as the page has them, and as each of them fetches itself. */
export const renderReadings = () => `<ul id="machines">${readings.map(tile).join('')}
</ul>`;
