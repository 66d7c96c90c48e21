/** A strip of the last seconds: a line of events, and one of refreshes for each widget. */
const SPAN = 12_000;
const LINE = 16;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number[][]} lanes times of what happened, on the clock of the page; what is too old is taken out
 */
export function drawStrip(canvas, lanes) {
  const now = performance.now();
  const width = canvas.clientWidth;
  const height = lanes.length * LINE;
  canvas.style.blockSize = `${height}px`;
  canvas.width = width * devicePixelRatio;
  canvas.height = height * devicePixelRatio;
  const context = canvas.getContext('2d');
  context.scale(devicePixelRatio, devicePixelRatio);
  const { color, accentColor, borderColor } = getComputedStyle(canvas);
  lanes.forEach((times, lane) => {
    while (times[0] < now - SPAN) times.shift();
    const top = lane * LINE;
    context.fillStyle = borderColor;
    context.fillRect(0, top + LINE / 2, width, 1);
    context.fillStyle = lane === 0 ? color : accentColor;
    for (const time of times) {
      const x = width * (1 - (now - time) / SPAN);
      if (lane === 0) context.fillRect(x, top + 2, 1, LINE - 4);
      else drawDot(context, x, top + LINE / 2);
    }
  });
}

function drawDot(context, x, y) {
  context.beginPath();
  context.arc(x, y, 4, 0, Math.PI * 2);
  context.fill();
}
