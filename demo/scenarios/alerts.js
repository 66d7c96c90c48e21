import { randomUUID } from 'node:crypto';
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
  refund: { refund: 80 },
  refused: { refund: 480 },
  repeated: { messages: Array(3).fill({ text: 'A new comment on order 7' }) },
  progress: {
    slowly: true,
    messages: [
      ...[0, 25, 50, 75].map((percent) => ({
        ...{ key: 'export', title: 'Export', text: `${percent} % done`, progress: percent / 100 },
      })),
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

/** What a person may approve without asking anybody, in euros. */
const MAY_APPROVE = 200;

/** Refunds that wait, by the id of their alert: whose they are and how much. */
const refunds = new Map();

function refundFor(user, amount) {
  const id = `refund-${randomUUID()}`;
  refunds.set(id, { user: user.id, amount });
  // The demo runs for as long as somebody likes; its list need not grow for ever.
  if (refunds.size > 100) refunds.delete(refunds.keys().next().value);
  return {
    id,
    title: `Boris asks for ${amount} € back`,
    text: 'Order 7: two chairs have a scratch.',
    action: { label: 'Approve', event: 'refund-approve' },
  };
}

/** The action of an alert was chosen. The gateway runs this once for each choice, however often the page sends it. */
export function approveRefund({ user, data, log, choice }) {
  const refund = refunds.get(data?.id);
  if (user === null || refund?.user !== user.id) return { error: 'This refund is not yours to approve.' };
  if (refund.amount > MAY_APPROVE) return { error: `You may approve up to ${MAY_APPROVE} €. Ask Anna.` };
  refunds.delete(data.id);
  log.info({ choice, amount: refund.amount }, 'a refund is approved');
  return { approved: refund.amount };
}

/** Pushes alerts to the person who asks. */
export async function alertMe({ user, data, push }) {
  if (user === null) return { error: 'Say first who you are, in the bar above.' };
  const kind = Object.hasOwn(KINDS, data?.kind) ? KINDS[data.kind] : undefined;
  if (kind === undefined) return { error: 'There is no such alert.' };
  const messages = kind.refund ? [refundFor(user, kind.refund)] : kind.messages;
  for (const [index, message] of messages.entries()) {
    if (kind.slowly && index > 0) await delay(500);
    await push({ userID: user.id, eventName: 'alert', message });
  }
  return { sent: messages.length };
}
