/** The page's own code: submitting the form, showing the state. Refreshing and alerting need none. */
import { call, session, startSignIn } from './sign-in.js';

const order = document.querySelector('#order');
const answer = document.querySelector('#answer');

function say(text, kind) {
  answer.textContent = text;
  answer.dataset.kind = kind;
}

order.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = order.querySelector('button');
  button.disabled = true;
  try {
    const { payload } = await call('v5/data/orders/create', {
      query: { sessionID: session() },
      body: Object.fromEntries(new FormData(order)),
    });
    say(payload[0].text, payload[0].accepted ? 'done' : 'problem');
  } catch (error) {
    say(error.message, 'problem');
  } finally {
    button.disabled = false;
  }
});

// The order is in the list now: what was said about it is over.
document.addEventListener('dx-refreshed', () => say('', ''));

startSignIn({ changed: () => say('', ''), failed: (sentence) => say(sentence, 'problem') });
