import { setTimeout as delay } from 'node:timers/promises';
import { latestMessages, nameOf, takeMessage } from './chat.js';
import { orderProblem, placeOrder, restock } from './shop.js';

/** How long the scenario works before it has a result, in milliseconds. */
const WORK = 1_000;

/** The gateway of the demo: one app, three users whose password is their name, and its scenarios. */
export default {
  apps: [
    {
      id: 'demo',
      pushKeys: ['demo-push-key'],
      anonymous: true,
      users: ['testUser', 'anna', 'boris'].map((id) => ({ id, password: id })),
      scenarios: {
        events: {
          /** The answer is the acknowledgement; everybody gets the message as an event. */
          'message-send': async ({ user, data, push }) => {
            if (user === null) return { error: 'Sign in to write.' };
            const taken = takeMessage({ user: user.id, id: data?.id, text: data?.text });
            if ('error' in taken) return taken;
            const { message, isNew } = taken;
            if (isNew)
              await push({ userID: '*', eventName: 'message', message, id: `message ${message.id}` });
            return message;
          },
          typing: async ({ user, push }) => {
            if (user === null) return;
            const message = { user: user.id, name: nameOf(user.id) };
            await push({ userID: '*', eventName: 'typing', message, ttl: 5 });
          },
        },
        data: {
          'messages/latest': () => latestMessages(),

          /** Answers at once; the work goes on behind, and events tell the pages when it is done. */
          'orders/create': ({ user, data, push, log }) => {
            if (user === null) return [{ accepted: false, text: 'Sign in to place an order.' }];
            const order = { product: data.body?.product, quantity: Number(data.body?.quantity) };
            const problem = orderProblem(order);
            if (problem !== null) return [{ accepted: false, text: problem }];
            confirmOrder({ ...order, customer: user.id }, push).catch((error) => log.error(error));
            return [{ accepted: true, text: 'Order received. The shop confirms it in a moment.' }];
          },
        },
      },
    },
  ],
};

async function confirmOrder(order, push) {
  await delay(WORK);
  const problem = orderProblem(order);
  if (problem !== null) {
    await push({
      userID: order.customer,
      eventName: 'alert',
      message: { variant: 'danger', title: 'Order not placed', text: problem },
    });
    return;
  }
  const number = placeOrder(order);
  restock(order.product);
  await push({ userID: '*', eventName: 'orders-changed', message: { number } });
  await push({
    userID: order.customer,
    eventName: 'alert',
    message: {
      variant: 'success',
      title: `Order ${number} is confirmed`,
      text: `${order.quantity} × ${order.product}`,
    },
  });
}
