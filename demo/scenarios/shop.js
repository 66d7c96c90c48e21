/** A tiny shop in memory: what the demo's page shows and its scenario changes. */

const PRODUCTS = new Map([
  ['Walnut desk', 24],
  ['Linen chair', 61],
  ['Brass lamp', 138],
]);

/** @type {{ number: number, customer: string, product: string, quantity: number, at: Date }[]} */
const orders = [
  {
    number: 1041,
    customer: 'boris',
    product: 'Linen chair',
    quantity: 4,
    at: new Date(Date.now() - 3 * 3_600_000),
  },
  {
    number: 1042,
    customer: 'anna',
    product: 'Brass lamp',
    quantity: 2,
    at: new Date(Date.now() - 26 * 60_000),
  },
];

/** So many orders, the newest first. */
export const latestOrders = (count) => orders.toReversed().slice(0, count);

export const stock = () => [...PRODUCTS].map(([product, units]) => ({ product, units }));

export const unitsInStock = () => [...PRODUCTS.values()].reduce((sum, units) => sum + units, 0);

/**
 * Says what is wrong with an order.
 *
 * @returns {string | null} a sentence; null where it can be placed
 */
export function orderProblem({ product, quantity }) {
  const units = PRODUCTS.get(product);
  if (units === undefined) return `There is no product "${String(product).slice(0, 40)}".`;
  if (!Number.isInteger(quantity) || quantity < 1) return 'The quantity must be a whole number, 1 or more.';
  if (quantity > units) return `Only ${units} of "${product}" are in stock.`;
  return null;
}

/** Takes the units from the stock and adds the order to the list. */
export function placeOrder({ customer, product, quantity }) {
  const number = orders.at(-1).number + 1;
  PRODUCTS.set(product, PRODUCTS.get(product) - quantity);
  orders.push({ number, customer, product, quantity, at: new Date() });
  // The demo runs for as long as somebody likes; its list need not grow for ever.
  if (orders.length > 100) orders.shift();
  return number;
}

/** Deliveries arrive when a product runs low, so that the demo never sells out. */
export function restock(product) {
  if (PRODUCTS.get(product) < 5) PRODUCTS.set(product, PRODUCTS.get(product) + 50);
}
