/** The page's own code: paying. Going to the receipt needs none. */
import { startSignIn } from './sign-in.js';

const connection = dxRealtime.connect();
const answer = document.querySelector('#answer');

function say(text, kind) {
  answer.textContent = text;
  answer.dataset.kind = kind;
}

const paid = new URLSearchParams(location.search).get('paid');
if (paid === '7') document.querySelector('#receipt').textContent = 'Paid. This is the receipt.';

document.querySelector('#pay').addEventListener('click', async () => {
  try {
    const { error, text } = await connection.emit('pay');
    say(error ?? text, error ? 'problem' : 'done');
  } catch (error) {
    say(error.message, 'problem');
  }
});

startSignIn({ changed: () => say('', ''), failed: (sentence) => say(sentence, 'problem') });
