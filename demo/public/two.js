/**
 * Lets Anna and Boris order in turn, so that something is to be seen before anybody does anything. It ends after a while, at the button, and
 * as soon as a person uses one of the two pages.
 */
const PEOPLE = ['Anna', 'Boris'];
/** Between two orders, in milliseconds: time to read a toast. */
const INTERVAL = 4_500;
const MOST = 20;

const frames = [...document.querySelectorAll('iframe')];
const button = document.querySelector('#play');
const now = document.querySelector('#now');
let timer = null;
let turn = 0;

const isReady = () => PEOPLE.every((name) => localStorage.getItem(`sid-${name.toLowerCase()}`) !== null);

function order() {
  const who = turn % PEOPLE.length;
  const form = frames[who].contentDocument?.querySelector('#order');
  // A tab that nobody looks at waits.
  if (!form || !isReady() || document.hidden) return again(250);
  const { product, quantity } = form.elements;
  product.selectedIndex = turn % product.options.length;
  quantity.value = 1 + (turn % 3);
  form.requestSubmit();
  now.textContent = `${PEOPLE[who]} orders ${quantity.value} × ${product.value}. Both lists show it; only ${PEOPLE[who]} is told.`;
  turn += 1;
  if (turn % MOST === 0) stop();
  else again(INTERVAL);
}

function again(delay) {
  timer = setTimeout(order, delay);
  button.textContent = 'Stop';
}

function stop() {
  clearTimeout(timer);
  timer = null;
  button.textContent = 'Go on';
}

function watch(frame) {
  for (const type of ['pointerdown', 'keydown', 'input'])
    frame.contentWindow.addEventListener(type, ({ isTrusted }) => isTrusted && timer !== null && stop());
}

for (const frame of frames) {
  if (frame.contentDocument?.readyState === 'complete') watch(frame);
  frame.addEventListener('load', () => watch(frame));
}
button.addEventListener('click', () => (timer === null ? order() : stop()));
if (matchMedia('(prefers-reduced-motion: reduce)').matches) stop();
else again(1_000);
