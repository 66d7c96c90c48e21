import { alertMe, approveRefund } from './scenarios/alerts.js';
import { latestMessages, sendMessage, tellTyping } from './scenarios/chat.js';
import { startCounting } from './scenarios/counting.js';
import { createOrder } from './scenarios/orders.js';
import { pay } from './scenarios/payment.js';
import { startStorm, stopStorm } from './scenarios/readings.js';
import { mayWatch, takeStep } from './scenarios/watching.js';

/** The gateway of the demo: one app, three users whose password is their name, and its scenarios. */
export default {
  apps: [
    {
      id: 'demo',
      pushKeys: ['demo-push-key'],
      anonymous: true,
      // What comes by this event is kept for each person, on all devices.
      inbox: { events: ['alert'] },
      users: ['testUser', 'anna', 'boris'].map((id) => ({ id, password: id })),
      topics: { 'order:*': mayWatch },
      scenarios: {
        events: {
          'message-send': sendMessage,
          typing: tellTyping,
          'alert-me': alertMe,
          pay,
          'refund-approve': approveRefund,
          'storm-start': startStorm,
          'storm-stop': stopStorm,
          'count-start': startCounting,
          'order-step': takeStep,
        },
        data: {
          'messages/latest': () => latestMessages(),
          'orders/create': createOrder,
        },
      },
    },
  ],
  // Each page signs its people in, and whoever looks around opens many.
  limits: { loginsPerMinute: 600 },
};
