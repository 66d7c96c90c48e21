import { targetOf, type PushContent } from './push-content.js';
import type { PageClient, PushWorkerScope } from './push-worker-scope.js';

/** What a notification knows of its alert. */
export interface Shown {
  dx: 1;
  /** Of the alert, as in the inbox. */
  id: string;
  href: string;
  /** As the notification has it, which Safari does not say. */
  tag: string;
}

/** How long a page may take to say that it takes a click, in milliseconds: the browser lets a window open only soon after it. */
const ANSWER_TIME = 400;
/** How long a page that a click opens may take until it takes the click, in milliseconds: then browsers end the worker. */
const READY_TIME = 25_000;
const MOST_ASKED = 3;

/**
 * Always shows one, also where a page is open: browsers end subscriptions whose pushes show nothing, and the gateway sends
 * only what no page has taken.
 */
export function showNotification(
  { registration }: PushWorkerScope,
  { tag, id, title, text, href, lang }: Exclude<PushContent, { close: unknown }>,
): Promise<void> {
  const data: Shown = { dx: 1, id, href, tag };
  return registration.showNotification(title || text, {
    ...(title !== '' && { body: text }),
    // What takes the place of a former one calls again.
    ...(tag !== '' && { tag, renotify: true }),
    ...(lang !== '' && { lang }),
    data,
  });
}

/** Takes away what was read elsewhere. */
export async function closeNotifications(
  { registration }: PushWorkerScope,
  tags: readonly string[],
): Promise<void> {
  for (const notification of await registration.getNotifications())
    if (tags.includes((notification.data as Partial<Shown> | null)?.tag ?? '')) notification.close();
}

/** Brings the alert to the person, in a page that is open, else in a new window, and has it marked as read. */
export async function openAlert(worker: PushWorkerScope, { id, href }: Shown): Promise<void> {
  const target = targetOf(href, worker.location.origin);
  const { scope } = worker.registration;
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const asked = { dxPush: 'asked', scope };
  const page = await firstOf(pages, asked);
  if (page !== null) {
    // First: a page that goes elsewhere cannot be brought to the front.
    await page.focus().catch(() => undefined);
    page.postMessage({ dxPush: 'clicked', scope, id, href: target });
    return;
  }
  if (target === null && pages[0] !== undefined) await pages[0].focus();
  else await worker.clients.openWindow(target ?? '/');
  const reader = await firstWithin(READY_TIME, worker, asked);
  // It is where it should be: it only marks the alert as read.
  reader?.postMessage({ dxPush: 'clicked', scope, id, href: null });
}

/** Asks again and again: a page that begins has its elements, and a link to the gateway, only after a while. */
async function firstWithin(
  time: number,
  { clients }: PushWorkerScope,
  message: unknown,
): Promise<PageClient | null> {
  for (const end = Date.now() + time; Date.now() < end;) {
    const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
    const page = await firstOf(pages, message);
    if (page !== null) return page;
    await new Promise((resolve) => setTimeout(resolve, ANSWER_TIME));
  }
  return null;
}

/** The page that answers; the one that was in front last is asked first. @returns null where none has elements that would */
async function firstOf(pages: readonly PageClient[], message: unknown): Promise<PageClient | null> {
  for (const page of pages.slice(0, MOST_ASKED)) if (await answers(page, message)) return page;
  return null;
}

function answers(page: PageClient, message: unknown): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), ANSWER_TIME);
    page.postMessage(message, [port2]);
  });
}

/**
 * The browser has given up the subscription: it gets another one by the same key. Pages tell the gateway, now or at the next
 * visit.
 */
export async function renewSubscription(
  { registration, clients }: PushWorkerScope,
  {
    oldSubscription,
    newSubscription,
  }: Partial<Record<'oldSubscription' | 'newSubscription', PushSubscription | null>>,
): Promise<void> {
  const { pushManager } = registration;
  const key = oldSubscription?.options.applicationServerKey ?? null;
  if (newSubscription == null && key !== null)
    await pushManager
      .subscribe({ userVisibleOnly: true, applicationServerKey: key })
      // The person does not allow it any more.
      .catch(() => undefined);
  for (const page of await clients.matchAll({ type: 'window', includeUncontrolled: true }))
    page.postMessage({ dxPush: 'changed', scope: registration.scope });
}
