/** What the builder saved in this browser. */
const KEY = 'demo-built-page';

const FIRST = {
  html: `<h1>My first live page</h1>
<p>Place an order on the page <a href="/">Orders</a>: the toast comes here, too, when you are signed in.</p>
<dx-connection-status></dx-connection-status>
<dx-alert-toast event-name="alert"></dx-alert-toast>`,
  css: '',
};

export const load = () => JSON.parse(localStorage.getItem(KEY)) ?? FIRST;
export const save = (page) => localStorage.setItem(KEY, JSON.stringify(page));
export const reset = () => localStorage.removeItem(KEY);
