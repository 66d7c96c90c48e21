import { find } from '../support/engines/find.js';
import type { Scene, Stage } from './scenes.js';
import { openInbox, pushAll, shown } from './scenes.js';
import { SITE_WORDS, type SiteWords } from './words.js';

/** A scene in one language; all of one sheet lie side by side. */
export interface LanguageScene extends Scene {
  sheet: string;
  language: string;
}

const NOON = Date.UTC(2026, 0, 15, 12);
const INBOX = '<header style="text-align:end"><dx-inbox event-name="EVENT" desktop></dx-inbox></header>';

/** The categories of the gateway, each with its label in every language. */
export const CATEGORIES = (['orders', 'payments', 'security'] as const).map((id) => ({
  id,
  critical: id === 'security',
  label: Object.fromEntries(
    Object.entries(SITE_WORDS).map(([language, { categories }]) => [language, categories[id]]),
  ),
}));

const alertsOf = ({ imported, failed, storage, comment, upload, saved }: SiteWords): object[] => [
  { text: saved, variant: 'success' },
  { ...imported, variant: 'success' },
  { ...failed, variant: 'danger', action: { label: failed.action, event: 'retry' } },
  { ...storage, variant: 'warning' },
  { text: comment, href: '/orders/7' },
  { text: upload, key: 'upload', progress: 0.4 },
];

const chatOf = ({ messages }: SiteWords): object[] =>
  messages.map((text, index) => ({
    user: index < 3 ? 'boris' : 'anna',
    name: index < 3 ? 'Boris' : 'Anna',
    text,
    at: NOON + index * 60_000,
  }));

/** Lets several alerts come as one list. */
const pushList =
  (alerts: readonly object[]) =>
  ({ site, event }: Stage): Promise<void> =>
    site.push(
      event,
      alerts.map((alert, index) => ({ id: `${event}-${index}`, sticky: true, ...alert })),
    );

function scenesOf(words: SiteWords): (Scene & { sheet: string })[] {
  const page = `<h1>${words.heading}</h1><p>${`${words.comment} `.repeat(6)}</p>`;
  const toasts = (name: string, count: number, push: Scene['act']): Scene & { sheet: string } => ({
    name,
    sheet: name,
    body: `<dx-alert-toast event-name="EVENT" max-visible="${count}"></dx-alert-toast>${page}`,
    ...(push && { act: push }),
    isDrawn: shown(count),
  });
  const alerts = alertsOf(words);
  const listed = `${find('dx-inbox')}.shadowRoot.querySelectorAll('.list li').length >= ${alerts.length - 1}`;
  const openFull = async (stage: Stage): Promise<void> => {
    await pushAll(alerts.slice(0, -1))(stage);
    await stage.until(`${find('dx-inbox')}.unread === ${alerts.length - 1}`);
    await openInbox(stage);
    await stage.until(listed);
  };
  return [
    toasts('words-toasts', 4, pushAll(alerts.slice(2))),
    toasts('words-list', 3, pushList(alerts)),
    { name: 'words-inbox', sheet: 'words-inbox', body: INBOX + page, act: openFull, isDrawn: listed },
    {
      name: 'words-settings',
      sheet: 'words-settings',
      body: INBOX + page,
      act: async (stage) => {
        await openFull(stage);
        await stage.page.evaluate(`${find('dx-inbox', '[aria-controls=settings]')}.click()`);
      },
      isDrawn: `${find('dx-inbox')}.shadowRoot.querySelectorAll('.category').length === 3`,
    },
    {
      name: 'words-empty',
      sheet: 'words-empty',
      body: INBOX + page,
      act: openInbox,
      isDrawn: find('dx-inbox', '.panel:popover-open'),
    },
    {
      name: 'words-messenger',
      sheet: 'words-messenger',
      body: `<dx-messenger event-name="EVENT" send-event="EVENT" user-id="anna" label="${words.conversation}"></dx-messenger>`,
      act: async (stage) => {
        await stage.until(find('dx-messenger', 'textarea'));
        await pushAll(chatOf(words))(stage);
      },
      isDrawn: `${find('dx-messenger')}.shadowRoot.querySelectorAll('.message').length === 5`,
    },
  ];
}

/** Toasts, inbox and messenger in every language, each with texts as people of that language write them. */
export const LANGUAGE_SCENES: readonly LanguageScene[] = Object.entries(SITE_WORDS).flatMap(
  ([language, words]) => scenesOf(words).map((scene) => ({ ...scene, language })),
);
