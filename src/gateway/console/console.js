/** The console page: sends pushes with the key that its viewer enters, and shows who is connected. */

const REFRESH_EVERY = 2000;
const MAX_RECENT = 20;
const KEY = 'dx-console-key';
const RECENT = 'dx-console-recent';

const find = (id) => document.getElementById(id);
const fields = { key: find('key'), userID: find('user'), eventName: find('event'), message: find('message') };
const notes = { message: find('message-note') };
const formats = Array.from(document.querySelectorAll('input[name=format]'));

/** How many nodes the gateway has, as it said last. */
let nodeCount = 1;
let recent = JSON.parse(sessionStorage.getItem(RECENT) ?? '[]');

// Sending

const formatNow = () => formats.find((radio) => radio.checked).value;

/** What is wrong with the message as JSON, or null. */
function jsonProblem(text) {
  if (formatNow() === 'text' || text.trim() === '') return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `Not valid JSON: ${error.message}`;
  }
}

function showMessageNote() {
  const problem = jsonProblem(fields.message.value);
  const kind = formatNow() === 'json' ? 'Sent as a JSON value.' : 'Sent as a text.';
  notes.message.textContent = problem ?? `${kind} Empty sends no message.`;
  notes.message.classList.toggle('wrong', problem !== null);
  markInvalid(fields.message, problem !== null);
  return problem;
}

function markInvalid(field, isInvalid) {
  if (isInvalid) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
}

function pushOf(form) {
  const { userID, eventName, message, format } = form;
  if (message.trim() === '') return { userID, eventName };
  return { userID, eventName, message: format === 'json' ? JSON.parse(message) : message };
}

async function ask(path, options = {}) {
  const headers = { authorization: `Bearer ${fields.key.value.trim()}`, ...options.headers };
  const response = await fetch(path, { ...options, headers });
  return { status: response.status, body: await response.json() };
}

async function send(form) {
  const button = find('send');
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    const body = JSON.stringify(pushOf(form));
    const answer = await ask('push', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    showAnswer(answer);
    if (answer.status === 202) remember({ ...form, at: Date.now(), connected: answer.body.connected });
    void refresh();
  } catch {
    showOutcome('bad', 'The gateway did not answer. Is it running?');
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

function showAnswer({ status, body }) {
  if (status === 202) {
    const reach = body.connected === 1 ? '1 connection' : `${body.connected} connections`;
    const where = nodeCount > 1 ? ' on the node that took it' : '';
    showOutcome('good', `202 accepted: offset ${body.offset}, ${reach} reached${where}`);
    return;
  }
  const field = body.field === 'Authorization' ? fields.key : fields[body.field];
  if (field) {
    markInvalid(field, true);
    field.focus();
  }
  showOutcome('bad', `${status} ${body.error}`);
}

function showOutcome(kind, sentence) {
  const outcome = find('outcome');
  outcome.className = `outcome ${kind}`;
  outcome.textContent = sentence;
}

// Recent

function remember(form) {
  recent = [form, ...recent].slice(0, MAX_RECENT);
  sessionStorage.setItem(RECENT, JSON.stringify(recent));
  showRecent();
}

function showRecent() {
  find('nothing').hidden = recent.length > 0;
  find('recent').replaceChildren(...recent.map(recentItem));
}

function recentItem(form) {
  const time = new Date(form.at).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const title = element('p', {}, element('strong', { textContent: form.eventName }), ` → ${form.userID}`);
  const detail = element('p', {
    className: 'detail',
    textContent: [time, form.message].filter(Boolean).join(' · '),
  });
  const again = element('button', { type: 'button', className: 'quiet', textContent: 'Send again' });
  again.setAttribute('aria-label', `Send ${form.eventName} to ${form.userID} again`);
  again.addEventListener('click', () => {
    fill(form);
    void send(form);
  });
  return element('li', {}, element('div', { className: 'what' }, title, detail), again);
}

function fill({ userID, eventName, message, format }) {
  fields.userID.value = userID;
  fields.eventName.value = eventName;
  fields.message.value = message;
  for (const radio of formats) radio.checked = radio.value === format;
  showMessageNote();
}

// Connected now

async function refresh() {
  if (document.hidden) return;
  if (fields.key.value.trim() === '') return showNobody('Enter a push key to see who is connected.');
  const key = fields.key.value;
  const { status, body } = await ask('console/connections').catch(() => ({ status: 0 }));
  if (key !== fields.key.value) return;
  if (status === 0) showNobody('The gateway does not answer.');
  else if (status === 200) showConnections(body);
  else showNobody(body.error);
}

function showConnections({ app, connections, onThisNode, total, nodes, scheduled }) {
  nodeCount = nodes;
  showWaiting(scheduled);
  find('app').replaceChildren('App ', element('strong', { textContent: app }));
  find('count').textContent = String(total);
  if (total === 0) return showNobody('Nobody is connected yet.', '0');
  find('rows').replaceChildren(...connections.map(connectionRow));
  find('connected').hidden = false;
  const elsewhere = total - onThisNode;
  const notes = [
    nodes > 1 ? `${nodes} nodes; these connections are on one, ${elsewhere} more on others.` : '',
    onThisNode > connections.length ? `${onThisNode - connections.length} more here are not listed.` : '',
  ].filter(Boolean);
  find('nobody').hidden = notes.length === 0;
  find('nobody').textContent = notes.join(' ');
}

function showNobody(sentence, count = '–') {
  find('count').textContent = count;
  if (count === '–') {
    find('app').textContent = '';
    showWaiting(0);
  }
  find('connected').hidden = true;
  find('nobody').hidden = false;
  find('nobody').textContent = sentence;
}

/** @param scheduled how many pushes wait for their time; null = that is not known now */
function showWaiting(scheduled) {
  const line = find('waiting');
  line.hidden = !scheduled;
  line.textContent =
    scheduled === 1 ? '1 push waits for its time.' : `${scheduled} pushes wait for their time.`;
}

function connectionRow({ user, since, transport, id }) {
  return element(
    'tr',
    {},
    element('td', {
      textContent: user ?? 'anonymous',
      className: user === null ? 'anonymous' : '',
      title: user ?? '',
    }),
    element('td', { textContent: ago(Date.now() - since), title: new Date(since).toLocaleString() }),
    element('td', { textContent: transport }),
    element('td', { textContent: id, className: 'id', title: id }),
  );
}

function ago(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Start

find('push').addEventListener('submit', (event) => {
  event.preventDefault();
  if (showMessageNote() !== null) return fields.message.focus();
  const { userID, eventName, message } = fields;
  void send({
    userID: userID.value,
    eventName: eventName.value,
    message: message.value,
    format: formatNow(),
  });
});
find('push').addEventListener('input', ({ target }) => {
  markInvalid(target, false);
  showOutcome('', '');
  showMessageNote();
});
fields.key.addEventListener('input', () => {
  sessionStorage.setItem(KEY, fields.key.value);
  void refresh();
});
document.addEventListener('visibilitychange', () => void refresh());

fields.key.value = sessionStorage.getItem(KEY) ?? '';
showRecent();
void refresh();
setInterval(() => void refresh(), REFRESH_EVERY);
