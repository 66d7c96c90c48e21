/** Sends Anna alerts, and closes and opens one of her two devices. */
const KINDS = ['success', 'info', 'warning', 'action'];
/** Where the server has another name, by which the phone calls it: alerts are kept apart by server, as on two devices. */
const HOSTS = ['localhost', '127.0.0.1'];

const [desk, phone] = ['#desk', '#phone'].map((name) => document.querySelector(name));
const [send, toggle, closed, said] = ['#send', '#toggle', '#closed', '#said'].map((name) =>
  document.querySelector(name),
);
let sent = 0;

function open(isOpen) {
  // A browser that is closed loses what belongs to its tabs; a frame would keep it, and be told of each alert.
  if (isOpen) sessionStorage.clear();
  phone.src = isOpen ? '/demo/device.html?device=phone' : 'about:blank';
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

if (!HOSTS.includes(location.hostname)) {
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
