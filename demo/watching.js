import { escape } from './html.js';
import { renderFrame } from './layout.js';
import { ordersOf } from './scenarios/watching.js';

const NAMES = { anna: 'Anna', boris: 'Boris', testUser: 'Test user' };

const watched = ({ number, item, state }) => `
    <section class="card" data-order="${number}" aria-labelledby="title-${number}">
      <h2 id="title-${number}">Order ${number}</h2>
      <p id="order-${number}">${escape(item)}, <b>${escape(state)}</b></p>
      <p class="access" role="status"></p>
      <template>
        <dx-refresher event-name="changed" topic="order:${number}" action="fetch" target="#order-${number}"></dx-refresher>
      </template>
    </section>`;

const others = ({ number }) => `
    <section class="card" aria-labelledby="title-${number}">
      <h2 id="title-${number}">Order ${number}</h2>
      <p>The order of somebody else</p>
    </section>`;

/**
 * What one of three people sees of two orders.
 *
 * @param {string} person - id of the user; anybody unknown is anna
 */
export function renderWatching(person) {
  const id = Object.hasOwn(NAMES, person) ? person : 'anna';
  const body = `
  <header class="bar">
    <span class="avatar" data-customer="${id}" aria-hidden="true">${NAMES[id][0]}</span>
    <h1 id="person" data-user="${id}">${NAMES[id]}</h1>
    <template><dx-connection-status></dx-connection-status></template>
  </header>
  <main>${ordersOf(id)
    .map((order) => (order.state === null ? others(order) : watched(order)))
    .join('')}
  </main>`;
  const title = `${NAMES[id]} · dx-realtime demo`;
  return renderFrame({ title, script: 'watching-person.js', sessionKey: `localStorage:sid-${id}` }, body);
}
