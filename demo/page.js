import { latestOrders, stock, unitsInStock } from './shop.js';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
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

/** The demo page, as any server would render it. */
export const renderPage = () => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Workshop · dx-realtime demo</title>
  <link rel="icon" href="/demo/icon.svg">
  <link rel="stylesheet" href="/demo/demo.css">
  <script src="/dist/dx-realtime.js" data-url="" data-app-id="demo" defer></script>
  <script src="/demo/demo.js" type="module"></script>
</head>
<body>
  <dx-connection></dx-connection>
  <dx-refresher event-name="orders-changed" action="fetch" target="#orders, #stock"></dx-refresher>
  <dx-alert-toast event-name="alert"></dx-alert-toast>

  <header class="bar">
    <a class="brand" href="/"><img src="/demo/icon.svg" alt="" width="28" height="28">Workshop</a>
    <dx-connection-status></dx-connection-status>
    <form class="sign-in" id="sign-in" aria-label="Sign in">
      <label for="user">Signed in as</label>
      <select id="user" name="user">
        <option value="">nobody</option>
        <option>testUser</option>
        <option>anna</option>
        <option>boris</option>
      </select>
    </form>
    <dx-inbox event-name="alert"></dx-inbox>
  </header>

  <main>
    <section class="intro">
      <h1>Place an order and watch every open browser.</h1>
      <p>The list and the stock refresh without reload, everywhere. The toast, and the entry in
        the inbox, reach only the person who ordered.</p>
      <p class="links"><a href="/" target="_blank" rel="noopener">Open a second window</a><a href="/demo/messenger.html">Messenger</a><a href="/?dx-debug">Event log</a><a href="/console">Push console</a></p>
    </section>

    <section class="card" aria-labelledby="order-title">
      <h2 id="order-title">New order</h2>
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
      </form>
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
      <h2 id="orders-title">Latest orders</h2>
      <ol id="orders">${latestOrders().map(orderRow).join('')}
      </ol>
    </section>

    <section class="card wide source" aria-labelledby="source-title">
      <h2 id="source-title">All that this page needs</h2>
      <pre tabindex="0"><code>${escape(`<script src="dx-realtime.js" data-url="" data-app-id="demo" defer></script>

<dx-refresher event-name="orders-changed" action="fetch" target="#orders, #stock"></dx-refresher>
<dx-alert-toast event-name="alert"></dx-alert-toast>
<dx-inbox event-name="alert"></dx-inbox>`)}</code></pre>
      <p>A form submit calls <code>orders/create</code>. The scenario in <code>demo/gateway.config.js</code> works for
      about a second, then pushes <code>orders-changed</code> to <code>*</code> and <code>alert</code> to the person
      who ordered. The push key of the demo is <code>demo-push-key</code>.</p>
    </section>
  </main>
</body>
</html>
`;
