/** The page's own code: showing each number that comes, and cutting the line. Replaying needs none. */
const connection = dxRealtime.connect();
const numbers = document.querySelector('#numbers');
const answer = document.querySelector('#answer');
const sum = document.querySelector('#sum');
/** Everybody hears the numbers; these are ours. */
const run = String(Math.random());
let last = Infinity;
let isCut = false;

connection.on('counted', ({ data }) => {
  if (data.run !== run) return;
  const item = document.createElement('li');
  item.textContent = data.number;
  item.className = isCut ? 'late' : 'live';
  numbers.append(item);
  if (data.number === last) judge();
});

// What comes right after the line is back was sent while it was gone.
connection.onStatusChange(() => {
  if (connection.state !== 'live') isCut = true;
  else setTimeout(() => (isCut = false), 300);
});

function judge() {
  const came = [...numbers.children].map((item) => Number(item.textContent));
  const isWhole = came.length === last && came.every((number, index) => number === index + 1);
  sum.textContent = isWhole
    ? `All ${last} numbers came, in order and once.`
    : `Something is missing or twice: ${came.join(' ')}`;
}

document.querySelector('#start').addEventListener('click', async ({ target }) => {
  target.disabled = true;
  numbers.replaceChildren();
  sum.textContent = '';
  try {
    ({ last } = await connection.emit('count-start', { run }));
    answer.textContent = `It counts to ${last}. Cut the line now.`;
  } catch (error) {
    answer.textContent = error.message;
  } finally {
    target.disabled = false;
  }
});

document.querySelector('#cut').addEventListener('click', async () => {
  const response = await fetch('/demo/cut', { method: 'POST' });
  const { error, duration } = await response.json();
  if (error === undefined) countDown(duration);
  else answer.textContent = error;
});

/** Says how long it takes still. Then the network is back, which a browser tells by the event `online`. */
function countDown(duration) {
  const end = Date.now() + duration;
  const timer = setInterval(() => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds > 0) {
      answer.textContent = `The line is cut for ${seconds} more seconds. The back end counts on.`;
      return;
    }
    clearInterval(timer);
    answer.textContent = 'The line is back.';
    dispatchEvent(new Event('online'));
  }, 200);
}
