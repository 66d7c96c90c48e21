/** Sends Anna alerts, and closes and opens one of her two devices. */
const KINDS = ['success', 'info', 'warning', 'action'];
/** The same server by another name: to a browser another site, which shares nothing with this one. */
const OTHER = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' };

const [desk, phone] = ['#desk', '#phone'].map((name) => document.querySelector(name));
const [send, toggle, closed, said] = ['#send', '#toggle', '#closed', '#said'].map((name) =>
  document.querySelector(name),
);
const host = OTHER[location.hostname];
let sent = 0;

function open(isOpen) {
  phone.src = isOpen
    ? `${location.protocol}//${host}:${location.port}/demo/device.html?device=phone`
    : 'about:blank';
  phone.hidden = !isOpen;
  closed.hidden = isOpen;
  toggle.textContent = isOpen ? 'Close the phone' : 'Open the phone';
}

async function alertAnna() {
  const kind = KINDS[sent % KINDS.length];
  sent += 1;
  const { error } = await desk.contentWindow.dxRealtime.connect().emit('alert-me', { kind });
  said.textContent = error ?? (phone.hidden ? `${sent} sent; the phone is closed.` : `${sent} sent.`);
}

if (host === undefined) {
  phone.hidden = toggle.hidden = true;
  closed.hidden = false;
  closed.textContent = 'Open this page in another browser or a private window: that is the second device.';
} else open(true);
send.addEventListener('click', () =>
  alertAnna().catch((error) => {
    said.textContent = error.message;
  }),
);
toggle.addEventListener('click', () => open(phone.hidden));
