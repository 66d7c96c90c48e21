/** The code of one person's page: signing in, and what is said of an order that may be watched no more. */
import { session, signIn } from './sign-in.js';

const { user } = document.querySelector('#person').dataset;
if (!session()) await signIn(user);
// Whoever is not signed in may watch nothing: what listens comes now.
for (const template of document.querySelectorAll('template')) template.replaceWith(template.content);

const connection = dxRealtime.connect();
for (const card of document.querySelectorAll('[data-order]')) {
  const topic = connection.topic(`order:${card.dataset.order}`);
  const access = card.querySelector('.access');
  const say = ({ state }) => {
    card.dataset.access = state;
    if (state === 'live') access.textContent = 'Watching';
    if (state === 'unauthorised') access.textContent = 'You may not watch it any more';
  };
  topic.onStatusChange(say);
  say(topic);
}
