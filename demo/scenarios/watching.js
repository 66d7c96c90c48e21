/** Two orders and the three people who may watch them: the back end of the story about topics. */

const STEPS = ['ordered', 'paid', 'packed', 'on its way', 'delivered'];

/** @type {Map<string, { item: string, step: number, watchers: Set<string> }>} */
const orders = new Map([
  ['41', { item: '2 × Linen chair', step: 0, watchers: new Set(['anna', 'boris']) }],
  ['42', { item: 'Walnut desk', step: 1, watchers: new Set(['boris', 'testUser']) }],
]);

/** What a person sees of all orders; `state` null = it is not theirs to see. */
export const ordersOf = (person) =>
  [...orders].map(([number, { item, step, watchers }]) => ({
    ...{ number, item },
    state: watchers.has(person) ? STEPS[step] : null,
  }));

/** Who may listen to a topic: the gateway asks each time that somebody begins to. */
export function mayWatch({ user, topic }) {
  return user !== null && orders.get(topic.replace('order:', ''))?.watchers.has(user.id) === true;
}

/** Takes an order one step further, and tells those who watch it. */
export async function takeStep({ data, push }) {
  const order = orders.get(data?.number);
  if (order === undefined) return { error: 'There is no such order.' };
  order.step = (order.step + 1) % STEPS.length;
  await push({ topic: `order:${data.number}`, eventName: 'changed', message: { state: STEPS[order.step] } });
  return { state: STEPS[order.step] };
}

/** Takes order 42 from Boris, or gives it back. @returns whether he may watch it now */
export function toggleRight() {
  const { watchers } = orders.get('42');
  if (watchers.delete('boris')) return false;
  watchers.add('boris');
  return true;
}
