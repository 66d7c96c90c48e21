/** The page that every kind shows, a list and a text field, and what each kind needs around it. */
import { rowsOf } from './lists.js';

/** The id lets every library that matches elements by id find the field again. */
const FIELD = '<input id="note" name="note">';

export function renderList(list, version) {
  const rows = rowsOf(list, version).map(({ row, text }) => `<p id="row-${row}">${text}</p>`);
  return `<div id="list"><b id="version">${version}</b>${FIELD}${rows.join('')}</div>`;
}

/** What `#list` shows when it is right, in order. */
export function textsOf(list, version) {
  return [String(version), ...rowsOf(list, version).map(({ text }) => text)];
}

/** Listens and does nothing. */
const LISTENER = `<script>
      const socket = io({ transports: ['websocket'], auth: { app_id: 'idle' } });
      window.isReady = () => socket.connected;
      socket.on('changed', () => undefined);
    </script>`;

const script = (path) => `<script src="${path}"></script>`;

/**
 * How each kind refreshes `#list`. A page tells through `window.isReady` that events reach it.
 *
 * @type {Record<string, { name: string, head: string, around: (list: string) => string }>}
 */
export const KINDS = {
  hand: {
    name: 'hand-written: socket.on + fetch + replace',
    head: script('/libraries/socket.io-client/dist/socket.io.min.js'),
    around: (list) => `${list}<script>
      const socket = io({ transports: ['websocket'], auth: { app_id: 'hand' } });
      window.isReady = () => socket.connected;
      socket.on('changed', async () => {
        const response = await fetch('/content/hand');
        document.querySelector('#list').outerHTML = await response.text();
      });
    </script>`,
  },
  turbo: {
    name: 'Turbo 8 + ActionCable',
    head: `<meta name="turbo-refresh-method" content="morph"><meta name="turbo-refresh-scroll" content="preserve">
      ${script('/libraries/@hotwired/turbo/dist/turbo.es2017-umd.js')}
      ${script('/libraries/@rails/actioncable/app/assets/javascripts/actioncable.js')}
      <script>
        let isSubscribed = false;
        window.isReady = () => isSubscribed;
        // What <turbo-cable-stream-source> of turbo-rails does.
        ActionCable.createConsumer('/cable').subscriptions.create({ channel: 'Turbo::StreamsChannel' }, {
          connected: () => (isSubscribed = true),
          received: (html) => Turbo.renderStreamMessage(html),
        });
      </script>`,
    around: (list) => list,
  },
  htmx: {
    name: 'htmx 2 + sse + idiomorph',
    head: `${script('/libraries/htmx.org/dist/htmx.min.js')}
      ${script('/libraries/htmx-ext-sse/dist/sse.js')}
      ${script('/libraries/idiomorph/dist/idiomorph-ext.js')}
      <script>
        let isOpen = false;
        window.isReady = () => isOpen;
        document.addEventListener('htmx:sseOpen', () => (isOpen = true));
      </script>`,
    around: (list) => `<div hx-ext="sse, morph" sse-connect="/events">
      <div hx-get="/content/htmx" hx-trigger="sse:changed" hx-target="#list" hx-swap="morph:outerHTML">${list}</div>
    </div>`,
  },
  dx: {
    name: 'dx-refresher',
    head: '<script src="/dist/dx-realtime.js" data-url="" data-app-id="dx"></script>',
    around: (
      list,
    ) => `<dx-refresher event-name="changed" action="fetch" src="/content/dx"></dx-refresher>${list}
    <script>
      window.isReady = () => document.querySelector('dx-refresher').matches(':state(live)');
    </script>`,
  },
};

/** The page with the listener that does nothing; it is not compared, since it shows nothing. */
const IDLE = {
  name: 'a listener that does nothing',
  head: KINDS.hand.head,
  around: (list) => list + LISTENER,
};

export function renderPage(kind, list, version) {
  const { head, around } = kind === 'idle' ? IDLE : KINDS[kind];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>bench</title>${head}</head>
    <body>${around(renderList(list, version))}</body></html>`;
}
