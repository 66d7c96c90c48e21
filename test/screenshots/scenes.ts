import type { EnginePage } from '../support/engines/open-engine.js';
import { find } from '../support/engines/find.js';
import type { EnginesSite } from '../e2e/engines-site.js';

/** What is on a page of its own when its picture is taken. */
export interface Scene {
  name: string;
  /** Elements; `EVENT` stands for an event name that no other picture has. */
  body: string;
  /** Lets events come and presses what a person would press. */
  act?: (stage: Stage) => Promise<void>;
  /** Expression that becomes true once all of it is drawn. */
  isDrawn: string;
}

/** Where a scene is played. */
export interface Stage {
  page: EnginePage;
  site: EnginesSite;
  event: string;
  /** Waits until an expression is true in the page. */
  until: (expression: string) => Promise<unknown>;
}

const TOAST = '.dx-alerts';
const TOASTS = '<dx-alert-toast event-name="EVENT" max-visible="4"></dx-alert-toast>';
const INBOX = '<header style="text-align:end"><dx-inbox event-name="EVENT" desktop></dx-inbox></header>';
const TEXT = `<h1>Orders</h1><p>${'A page with text behind it. '.repeat(12)}</p>`;
const LONG = 'The warehouse in Rotterdam has sent the rest of the order, in three parcels. '.repeat(6);
const NOON = Date.UTC(2026, 0, 15, 12);

const ALERTS: object[] = [
  { title: 'Nightly import', text: '1,204 rows were taken over.', variant: 'success' },
  { title: 'Storage is nearly full', text: LONG, variant: 'warning' },
  { title: 'Payment failed', variant: 'danger', action: { label: 'Try again', event: 'retry' } },
  { text: 'Anna has commented on order 7.', action: { label: 'Open', href: '/orders/7' } },
];

const CHAT: object[] = [
  { user: 'boris', name: 'Boris', text: 'Good morning! Is the chair there?', at: NOON - 86_400_000 },
  { user: 'anna', name: 'Anna', text: 'It is, since yesterday evening.', at: NOON },
  { user: 'anna', name: 'Anna', text: LONG, at: NOON + 60_000 },
  { user: 'boris', name: 'Boris', text: 'See https://example.com/orders/7 🙂', at: NOON + 120_000 },
  { user: 'dana', name: 'דנה', text: 'תודה רבה!', at: NOON + 180_000 },
  { user: 'boris', name: 'Boris', text: '', deleted: true, at: NOON + 240_000 },
];

export const shown = (count: number): string =>
  `${find(TOAST)}?.shadowRoot.querySelectorAll('.toast').length === ${count}`;
/** Whether every connection status on the page tells a state. */
const isTold = (state: string): string =>
  `[...document.querySelectorAll('dx-connection-status')].every((one) => one.matches(':state(${state})'))`;
export const pushAll =
  (messages: readonly object[]) =>
  async ({ site, event }: Stage): Promise<void> => {
    for (const [index, message] of messages.entries())
      await site.push(event, { id: `${event}-${index}`, sticky: true, ...message });
  };
export const openInbox = async ({ page, until }: Stage): Promise<void> => {
  await until(find('dx-inbox', '#bell'));
  await page.evaluate(`${find('dx-inbox')}.open()`);
};

/** Every element, in each of its looks. */
export const SCENES: readonly Scene[] = [
  { name: 'toasts', body: TOASTS + TEXT, act: pushAll(ALERTS), isDrawn: shown(4) },
  {
    name: 'toasts-many',
    body: '<dx-alert-toast event-name="EVENT" placement="top-center"></dx-alert-toast>' + TEXT,
    act: pushAll([
      ...ALERTS,
      { text: 'Import', key: 'import', progress: 40 },
      { text: '⭐ A star', icon: '⭐' },
    ]),
    isDrawn: shown(3),
  },
  {
    name: 'toasts-over-dialog',
    body: `<dialog><h2>Edit order 7</h2><label>Remark <input></label></dialog>${TOASTS}${TEXT}`,
    act: async (stage) => {
      await stage.page.evaluate(`document.querySelector('dialog').showModal()`);
      await pushAll(ALERTS.slice(2))(stage);
    },
    isDrawn: shown(2),
  },
  { name: 'inbox-closed', body: INBOX + TEXT, isDrawn: find('dx-inbox', '#bell') },
  {
    name: 'inbox-unread',
    body: INBOX + TEXT,
    act: pushAll(ALERTS),
    isDrawn: `${find('dx-inbox')}.unread === 4`,
  },
  {
    name: 'inbox-empty',
    body: INBOX + TEXT,
    act: openInbox,
    isDrawn: find('dx-inbox', '.panel:popover-open'),
  },
  {
    name: 'inbox-open',
    body: INBOX + TEXT,
    act: async (stage) => {
      await pushAll(ALERTS)(stage);
      await stage.until(`${find('dx-inbox')}.unread === 4`);
      await openInbox(stage);
    },
    isDrawn: `${find('dx-inbox')}.shadowRoot.querySelectorAll('.list li').length >= 4`,
  },
  {
    name: 'messenger-empty',
    body: '<dx-messenger event-name="EVENT" send-event="EVENT" label="Workshop"></dx-messenger>',
    isDrawn: find('dx-messenger', 'textarea'),
  },
  {
    name: 'messenger',
    body: '<dx-messenger event-name="EVENT" send-event="EVENT" user-id="anna" label="Workshop"></dx-messenger>',
    act: async (stage) => {
      await stage.until(find('dx-messenger', 'textarea'));
      await pushAll(CHAT)(stage);
      await stage.until(`${find('dx-messenger', '.list')}.textContent.includes('תודה')`);
      await stage.page.evaluate(`${find('dx-messenger', 'textarea')}.focus()`);
      await stage.page.keyboard.type('A reply that is being written');
    },
    isDrawn: `${find('dx-messenger', 'textarea')}.value.endsWith('written')`,
  },
  {
    name: 'connection-status',
    body: `<p><dx-connection-status></dx-connection-status></p>
      <p><dx-connection-status url="http://127.0.0.1:9" app-id="away"></dx-connection-status></p>
      <p><dx-connection-status app-id="wrong"></dx-connection-status></p>
      <p><dx-connection-status url="http://127.0.0.1:8" app-id="idle"></dx-connection-status></p>
      <dx-refresher event-name="EVENT" target="p"></dx-refresher>
      <dx-refresher url="http://127.0.0.1:9" app-id="away" event-name="EVENT" target="p"></dx-refresher>
      <dx-refresher app-id="wrong" event-name="EVENT" target="p"></dx-refresher>${TEXT}`,
    isDrawn: `[...document.querySelectorAll('dx-connection-status')].every((one) => one.shadowRoot?.querySelector('.state'))`,
  },
  {
    name: 'connection-status-unauthorised',
    body: `<p><dx-connection-status app-id="members"></dx-connection-status></p>
      <p><dx-connection-status app-id="members" quiet></dx-connection-status></p>
      <dx-refresher app-id="members" event-name="EVENT" target="p"></dx-refresher>${TEXT}`,
    isDrawn: isTold('unauthorised'),
  },
  {
    name: 'connection-status-offline',
    body: `<script>Object.defineProperty(navigator, 'onLine', { value: false });</script>
      <p><dx-connection-status url="http://127.0.0.1:9" app-id="away"></dx-connection-status></p>
      <p><dx-connection-status url="http://127.0.0.1:9" app-id="away" quiet></dx-connection-status></p>
      <dx-refresher url="http://127.0.0.1:9" app-id="away" event-name="EVENT" target="p"></dx-refresher>${TEXT}`,
    isDrawn: isTold('offline'),
  },
  {
    name: 'event-log',
    body: `<dx-event-log></dx-event-log>${TOASTS}<dx-refresher event-name="EVENT" target="#absent"></dx-refresher>`,
    act: async (stage) => {
      await stage.until(find('dx-event-log', 'section'));
      await pushAll(ALERTS)(stage);
    },
    isDrawn: `${find('dx-event-log')}.shadowRoot.textContent.includes('Payment failed') && ${shown(4)}`,
  },
  {
    name: 'redirect',
    body: `<dx-redirect event-name="EVENT" confirm></dx-redirect>${TEXT}`,
    act: async ({ site, event }) => {
      await site.push(event, { href: '/orders/7' });
    },
    isDrawn: shown(1),
  },
  {
    name: 'page-builder',
    body: `<script>document.documentElement.setAttribute('data-dx-mode', 'design')</script>
      <dx-refresher event-name="EVENT"></dx-refresher> <dx-alert-toast event-name="EVENT"></dx-alert-toast>
      <dx-redirect event-name="EVENT"></dx-redirect> <dx-connection></dx-connection>
      <dx-connection-status></dx-connection-status> <dx-inbox event-name="EVENT"></dx-inbox>
      <dx-messenger event-name="EVENT"></dx-messenger><dx-event-log></dx-event-log>`,
    isDrawn: `document.querySelector('dx-refresher').shadowRoot?.querySelector('[part=placeholder]')`,
  },
];
