import { setTimeout as delay } from 'node:timers/promises';
import { orderProblem, placeOrder, restock } from './shop.js';

/** How long the scenario works before it has a result, in milliseconds. */
const WORK = 1_000;

/** Answers at once; the work goes on behind, and events tell the pages when it is done. */
export function createOrder({ user, data, push, log }) {
  if (user === null) return [{ accepted: false, text: 'Sign in to place an order.' }];
  const order = { product: data.body?.product, quantity: Number(data.body?.quantity) };
  const problem = orderProblem(order);
  if (problem !== null) return [{ accepted: false, text: problem }];
  confirmOrder({ ...order, customer: user.id }, push).catch((error) => log.error(error));
  return [{ accepted: true, text: 'Order received. The shop confirms it in a moment.' }];
}

async function confirmOrder(order, push) {
  await delay(WORK);
  const { customer, product, quantity } = order;
  const alert = (message) => push({ userID: customer, eventName: 'alert', message });
  const problem = orderProblem(order);
  if (problem !== null) {
    await alert({ variant: 'danger', title: 'Order not placed', text: problem });
    return;
  }
  const number = placeOrder(order);
  restock(product);
  await push({ userID: '*', eventName: 'orders-changed', message: { number } });
  await alert({
    variant: 'success',
    title: `Order ${number} is confirmed`,
    text: `${quantity} × ${product}`,
  });
}
