/** A page with so many widgets that show a new text at each event, and what each kind needs around them. */

export const APP = 'bench';

/** Widgets that put a new text into themselves, as little as a widget can do. */
const WIDGETS = `<script>
  customElements.define('my-widget', class extends HTMLElement {
    refresh() { this.replaceChildren('fresh ' + (window.done += 1)); }
  });
  window.done = 0;
</script>`;

const script = (path) => `<script src="${path}"></script>`;
const rows = (count, before, text) => `<div>${before}<my-widget>${text}</my-widget></div>`.repeat(count);

/**
 * `window.done` counts widgets that were refreshed, `window.connectedAt` is when events begin to arrive.
 *
 * @type {Record<string, { name: string, hearsEverything: boolean, head: (count: number) => string, body: (count: number, version: number) => string }>}
 */
export const KINDS = {
  hand: {
    name: 'hand-written: socket.on and a loop',
    hearsEverything: true,
    head: () => WIDGETS + script('/libraries/socket.io-client/dist/socket.io.min.js'),
    body: (count) => `${rows(count, '', 'old')}<script>
      const socket = io({ transports: ['websocket'], auth: { app_id: '${APP}' } });
      socket.on('connect', () => (window.connectedAt = performance.now()));
      socket.on('changed', () => { for (const widget of document.querySelectorAll('my-widget')) widget.refresh(); });
    </script>`,
  },
  dx: {
    name: 'dx-refresher',
    hearsEverything: true,
    head: () => `${WIDGETS}<script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}"></script>`,
    body: (count) =>
      `<dx-connection></dx-connection><script>
      document.querySelector('dx-connection').addEventListener('dx-connection-change', ({ detail }) => {
        if (detail.state === 'live') window.connectedAt ??= performance.now();
      });
    </script>${rows(count, '<dx-refresher event-name="changed" min-interval="0"></dx-refresher>', 'old')}
    <dx-alert-toast event-name="alert"></dx-alert-toast>`,
  },
  turbo: {
    name: 'Turbo 8 + ActionCable: page refresh by morphing',
    // Its server sends a page only the streams that the page has asked for.
    hearsEverything: false,
    head: (count) => `${WIDGETS}
      <meta name="turbo-refresh-method" content="morph"><meta name="turbo-refresh-scroll" content="preserve">
      ${script('/libraries/@hotwired/turbo/dist/turbo.es2017-umd.js')}
      ${script('/libraries/@rails/actioncable/app/assets/javascripts/actioncable.js')}
      <script>
        ActionCable.createConsumer('/cable').subscriptions.create({ channel: 'Turbo::StreamsChannel' }, {
          connected: () => (window.connectedAt ??= performance.now()),
          received: (html) => Turbo.renderStreamMessage(html),
        });
        addEventListener('turbo:render', () => (window.done += ${count}));
      </script>`,
    body: (count, version) => rows(count, '', `fresh ${version}`),
  },
};

export function renderPage(kind, count, version) {
  const { head, body } = KINDS[kind];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>bench</title>
    <link rel="icon" href="data:,">${head(count)}</head><body>${body(count, version)}</body></html>`;
}
