import { setTimeout as delay } from 'node:timers/promises';

/** What a page can ask for; each is a list of messages, pushed 500 ms apart where `slowly` says so. */
const KINDS = {
  info: { messages: [{ title: 'The carrier is on the way', text: 'He comes between 14:00 and 16:00.' }] },
  success: { messages: [{ variant: 'success', title: 'Order 7 has left', text: '2 × Linen chair' }] },
  warning: { messages: [{ variant: 'warning', text: 'Only three walnut desks are left.' }] },
  danger: {
    messages: [
      {
        variant: 'danger',
        title: 'Payment refused',
        text: 'The bank did not take the card. This one stays.',
      },
    ],
  },
  action: {
    messages: [
      {
        title: 'A new message from Boris',
        text: 'Two of them have a scratch.',
        action: { label: 'Read it', href: '/demo/messenger.html' },
      },
    ],
  },
  repeated: { messages: Array(3).fill({ text: 'A new comment on order 7' }) },
  progress: {
    slowly: true,
    messages: [
      ...[0, 25, 50, 75].map((percent) => ({ key: 'export', title: 'Export', text: `${percent} % done` })),
      { key: 'export', variant: 'success', title: 'Export', text: 'Done. 1042 orders are in the file.' },
    ],
  },
  flood: {
    messages: Array.from({ length: 30 }, (_, index) => ({
      title: `Order ${1100 + index}`,
      text: 'has left',
    })),
  },
};

/** Pushes alerts to the person who asks. */
export async function alertMe({ user, data, push }) {
  if (user === null) return { error: 'Say first who you are, in the bar above.' };
  const kind = Object.hasOwn(KINDS, data?.kind) ? KINDS[data.kind] : undefined;
  if (kind === undefined) return { error: 'There is no such alert.' };
  for (const [index, message] of kind.messages.entries()) {
    if (kind.slowly && index > 0) await delay(500);
    await push({ userID: user.id, eventName: 'alert', message });
  }
  return { sent: kind.messages.length };
}
