/** The buttons of the back end: the next step of an order, and who may watch it. */
const connection = dxRealtime.connect();
const now = document.querySelector('#now');
const right = document.querySelector('#right');

async function say(act) {
  try {
    now.textContent = await act();
  } catch (error) {
    now.textContent = error.message;
  }
}

for (const button of document.querySelectorAll('[data-step]')) {
  const number = button.dataset.step;
  button.addEventListener('click', () =>
    say(async () => {
      const { error, state } = await connection.emit('order-step', { number });
      return error ?? `Order ${number} is ${state}. Only those who may watch it were told.`;
    }),
  );
}

right.addEventListener('click', () =>
  say(async () => {
    const response = await fetch('/demo/right', { method: 'POST' });
    const { mayWatch } = await response.json();
    right.textContent = mayWatch ? 'Take order 42 from Boris' : 'Give order 42 back to Boris';
    if (!mayWatch) return 'Boris has lost the right while he looks: what is pushed now does not reach him.';
    document.querySelector('[title="The page of Boris"]').contentWindow.location.reload();
    return 'Boris may watch order 42 again; he has opened his page anew.';
  }),
);
