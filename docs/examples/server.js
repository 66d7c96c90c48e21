/**
 * Makes an example live without a server: stands in for the WebSocket of the page, and answers as a Socket.IO server does.
 * Nothing leaves the page. Buttons push (`data-event`, `data-message`) or cut the line (`data-cut`, seconds).
 */
(() => {
  const sockets = new Set();
  let isCut = false;

  class PageSocket extends EventTarget {
    readyState = 0;
    bufferedAmount = 0;

    constructor() {
      super();
      setTimeout(() => {
        if (isCut) return this.close();
        sockets.add(this);
        this.readyState = 1;
        this.onopen?.({});
        const opening = {
          sid: 'example',
          upgrades: [],
          pingInterval: 1e6,
          pingTimeout: 1e6,
          maxPayload: 1e6,
        };
        this.tell(`0${JSON.stringify(opening)}`);
      });
    }

    tell(data) {
      if (this.readyState === 1) this.onmessage?.({ data });
    }

    send(text) {
      setTimeout(() => {
        if (text.startsWith('40')) return this.accept();
        const [, id, event] = /^42(\d*)(\[.*)$/s.exec(text) ?? [];
        if (event === undefined) return;
        const [name, message] = JSON.parse(event);
        // The back end of the messenger keeps what was sent.
        if (id !== '')
          this.tell(`43${id}${JSON.stringify([name === 'message-send' ? keep(message) : null])}`);
      });
    }

    accept() {
      this.tell('40{"sid":"example"}');
      document.documentElement.dataset.live = '';
    }

    close() {
      if (this.readyState === 3) return;
      this.readyState = 3;
      sockets.delete(this);
      this.onclose?.({ code: 1006, reason: '' });
    }
  }

  const keep = ({ id, text }) => ({ id, text, user: 'anna', at: new Date().toISOString() });
  const push = (...event) => sockets.forEach((socket) => socket.tell(`42${JSON.stringify(event)}`));

  globalThis.WebSocket = PageSocket;

  addEventListener('click', ({ target }) => {
    const { event, also, message, cut } = target.closest?.('button')?.dataset ?? {};
    for (const name of [event, also]) if (name !== undefined) push(name, JSON.parse(message));
    if (cut === undefined) return;
    isCut = true;
    for (const socket of sockets) socket.close();
    setTimeout(() => (isCut = false), cut * 1000);
  });

  // Light or dark as the page around it.
  const root = parent.document?.documentElement;
  const follow = () =>
    (document.documentElement.style.colorScheme = root.classList.contains('dark') ? 'dark' : 'light');
  if (parent !== window && root) {
    follow();
    new parent.MutationObserver(follow).observe(root, { attributeFilter: ['class'] });
  }
})();
