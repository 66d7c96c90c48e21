/** Submitting the order form. */
import { call, session } from './sign-in.js';

const order = document.querySelector('#order');
const answer = document.querySelector('#answer');

/** Shows a sentence below the form; `kind` is `done`, `problem` or empty. */
export function say(text, kind) {
  answer.textContent = text;
  answer.dataset.kind = kind;
}

async function submit() {
  const { payload } = await call('v5/data/orders/create', {
    query: { sessionID: session() },
    body: Object.fromEntries(new FormData(order)),
  });
  say(payload[0].text, payload[0].accepted ? 'done' : 'problem');
}

/** Makes the form work. */
export function startOrders() {
  order.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = order.querySelector('button');
    button.disabled = true;
    await submit().catch((error) => say(error.message, 'problem'));
    button.disabled = false;
  });
  // The order is in the list now: what was said about it is over.
  document.addEventListener('dx-refreshed', () => say('', ''));
}
