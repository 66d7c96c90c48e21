import { readFileSync } from 'node:fs';
import { escape } from './html.js';
import { renderFrame, renderStory, sourcesOf } from './layout.js';
import { latestOrders, stock, unitsInStock } from './scenarios/shop.js';
import { storyAt } from './stories.js';

const initial = (name) => escape(name.slice(0, 1).toUpperCase());
const clock = (at) => at.toISOString().slice(11, 16);

const orderRow = ({ number, customer, product, quantity, at }) => `
        <li id="order-${number}">
          <span class="avatar" data-customer="${escape(customer)}" aria-hidden="true">${initial(customer)}</span>
          <span class="order-what"><b>${quantity} × ${escape(product)}</b><span>${escape(customer)}</span></span>
          <span class="order-when"><span>#${number}</span><time datetime="${at.toISOString()}">${clock(at)}</time></span>
        </li>`;

const stockRow = ({ product, units }) => `
        <div id="stock-${escape(product.replace(/\W/g, '-'))}"><dt>${escape(product)}</dt><dd>${units}</dd></div>`;

const form = () => `
      <form id="order">
        <label>Product
          <select name="product">${stock()
            .map(({ product }) => `<option>${escape(product)}</option>`)
            .join('')}</select>
        </label>
        <label>Quantity
          <input name="quantity" type="number" inputmode="numeric" min="1" max="20" value="1" required>
        </label>
        <button type="submit">Place order</button>
        <p id="answer" role="status"></p>
      </form>`;

const orders = (count) => `
      <ol id="orders">${latestOrders(count).map(orderRow).join('')}
      </ol>`;

const ELEMENTS = `<dx-refresher event-name="orders-changed" action="fetch" target="#orders, #stock"></dx-refresher>
<dx-alert-toast event-name="alert"></dx-alert-toast>`;

const scenario = readFileSync(new URL('scenarios/orders.js', import.meta.url), 'utf8');

/** The page with all orders, as any server would render it. */
export function renderOrders() {
  const story = storyAt('/demo/orders.html');
  const body = `
    ${ELEMENTS}
    <section class="card" aria-labelledby="order-title">
      <h2 id="order-title">New order</h2>${form()}
    </section>

    <section class="card" aria-labelledby="stock-title">
      <h2 id="stock-title">Stock</h2>
      <div id="stock">
        <p class="figure"><b>${unitsInStock()}</b> units</p>
        <dl>${stock().map(stockRow).join('')}
        </dl>
      </div>
    </section>

    <section class="card wide" aria-labelledby="orders-title">
      <h2 id="orders-title">Latest orders</h2>${orders(8)}
    </section>`;
  const more = [{ name: 'demo/scenarios/orders.js, in the gateway', code: scenario }];
  return renderStory(story, body, sourcesOf(story, ELEMENTS, more));
}

const OTHER = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };
const DEVICES = { desk: 'Desk', phone: 'Phone' };

/**
 * What one of two devices of the same person shows.
 *
 * @param {string} device - `desk` or `phone`; anything else is the desk
 * @param {string} host - of the request, with its port. The phone calls the same server by its other name: what a browser
 *   keeps of alerts it keeps by server and person, so both stand for a browser of their own
 */
export function renderDevice(device, host) {
  const id = Object.hasOwn(DEVICES, device) ? device : 'desk';
  const [name, port] = host.split(':');
  const url = id === 'phone' && Object.hasOwn(OTHER, name) ? `http://${OTHER[name]}:${port}` : '';
  const body = `
  <dx-alert-toast event-name="alert"></dx-alert-toast>
  <header class="bar">
    <span class="avatar" data-customer="anna" aria-hidden="true">A</span>
    <h1>${DEVICES[id]}</h1>
    <dx-connection-status></dx-connection-status>
    <dx-inbox event-name="alert"></dx-inbox>
  </header>
  <main><p>Anna is signed in here. The bell has what she has not read.</p></main>`;
  return renderFrame(
    {
      title: `${DEVICES[id]} · dx-realtime demo`,
      script: 'device.js',
      sessionKey: `localStorage:sid-${id}`,
      url,
    },
    body,
  );
}

const NAMES = { anna: 'Anna', boris: 'Boris' };

/**
 * What one of two people side by side sees.
 *
 * @param {string} person - id of the user; anybody unknown is anna
 */
export function renderPerson(person) {
  const id = Object.hasOwn(NAMES, person) ? person : 'anna';
  const body = `
  <dx-refresher event-name="orders-changed" action="fetch" target="#orders"></dx-refresher>
  <dx-alert-toast event-name="alert"></dx-alert-toast>
  <header class="bar">
    <span class="avatar" data-customer="${id}" aria-hidden="true">${initial(id)}</span>
    <h1 id="person" data-user="${id}">${NAMES[id]}</h1>
    <dx-connection-status></dx-connection-status>
    <dx-inbox event-name="alert"></dx-inbox>
  </header>
  <main>
    <section class="card" aria-labelledby="orders-title">
      <h2 id="orders-title">Latest orders</h2>${orders(3)}
    </section>
    <section class="card" aria-label="New order">${form()}
    </section>
  </main>`;
  // Two frames of one site share its storage: each has a session of its own under a name of its own.
  return renderFrame(
    { title: `${NAMES[id]} · dx-realtime demo`, script: 'person.js', sessionKey: `localStorage:sid-${id}` },
    body,
  );
}
