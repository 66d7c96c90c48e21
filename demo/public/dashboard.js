/** The page's own code: the storm, the settings, and the counts. Refreshing needs none. */
import { drawStrip } from './strip.js';

const STATES = ['refreshing', 'held', 'throttled', 'pending', 'stale', 'failed', 'live'];
const connection = dxRealtime.connect();
const refreshers = [...document.querySelectorAll('dx-refresher')];
const settings = document.querySelector('#settings');
const answer = document.querySelector('#answer');
const counts = { events: 0, refreshes: 0, requests: 0 };
/** When what happened: of the events, then of each widget. */
const lanes = [[], ...refreshers.map(() => [])];

function count(name, lane) {
  counts[name] += 1;
  lanes[lane]?.push(performance.now());
}

connection.on('reading', () => count('events', 0));
connection.on(
  'storm-over',
  ({ data }) => (answer.textContent = `It is over. ${data.sent} events were sent.`),
);
document.addEventListener('dx-refreshed', ({ target }) => count('refreshes', refreshers.indexOf(target) + 1));
new PerformanceObserver((list) => {
  counts.requests += list.getEntries().filter(({ name }) => name.endsWith('/demo/readings')).length;
}).observe({ type: 'resource' });

async function tell(eventName, data) {
  const { error, rate } = await connection.emit(eventName, data);
  answer.textContent = error ?? (rate ? `${rate} events a second, for 20 seconds.` : 'Stopped.');
}

const failed = ({ message }) => (answer.textContent = message);
document.querySelector('#storm').addEventListener('submit', (event) => {
  event.preventDefault();
  const rate = Number(new FormData(event.target).get('rate'));
  tell('storm-start', { rate }).catch(failed);
});
document.querySelector('#stop').addEventListener('click', () => tell('storm-stop').catch(failed));

/** What each control means for the refresher of one machine; null = the attribute is absent. */
function valueOf({ type, name, value, checked }, machine) {
  if (type !== 'checkbox') return value || null;
  if (!checked) return null;
  return { match: `machine=${machine}`, 'hold-while': 'editing', disabled: '' }[name];
}

function applySettings() {
  refreshers.forEach((refresher, index) => {
    for (const control of settings.elements) {
      const value = valueOf(control, index + 1);
      if (value === null) refresher.removeAttribute(control.name);
      else refresher.setAttribute(control.name, value);
    }
  });
}
settings.addEventListener('input', applySettings);
applySettings();

function show() {
  for (const [name, value] of Object.entries(counts)) document.getElementById(name).textContent = value;
  const state = STATES.find((name) => refreshers[0].matches(`:state(${name})`));
  document.querySelector('#state').textContent = state ?? 'disabled';
  drawStrip(document.querySelector('#strip'), lanes);
}
setInterval(show, 100);
show();
