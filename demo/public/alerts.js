/** The page's own code: asking the back end for alerts, and the dialog. Showing them needs none. */
import { startSignIn } from './sign-in.js';

const connection = dxRealtime.connect();
const answer = document.querySelector('#answer');
const dialog = document.querySelector('#dialog');

function say(text, kind) {
  answer.textContent = text;
  answer.dataset.kind = kind;
}

async function ask(kind) {
  say('', '');
  const { error, sent } = await connection.emit('alert-me', { kind });
  say(error ?? (sent === 1 ? 'Sent.' : `${sent} sent.`), error ? 'problem' : 'done');
}

document.addEventListener('click', ({ target }) => {
  const { kind } = target.dataset;
  if (kind !== undefined) ask(kind).catch((error) => say(error.message, 'problem'));
});
document.querySelector('#open-dialog').addEventListener('click', () => dialog.showModal());
document.querySelector('#close-dialog').addEventListener('click', () => dialog.close());

startSignIn({ changed: () => say('', ''), failed: (sentence) => say(sentence, 'problem') });
