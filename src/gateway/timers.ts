/** The longest delay that `setTimeout` takes; it fires at once for more. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * Runs something at a time, however far away and however the clock is turned back meanwhile. Does not keep the process
 * alive.
 *
 * @param time milliseconds since 1970
 * @returns a function that cancels it
 */
export function runAt(time: number, run: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(look, Math.min(Math.max(0, time - Date.now()), LONGEST_DELAY));
    timer.unref();
  };
  const look = () => {
    if (Date.now() < time) wait();
    else run();
  };
  wait();
  return () => clearTimeout(timer);
}

/** Runs something every `seconds` without keeping the process alive. @returns a function that stops it */
export function runEvery(seconds: number, run: () => void): () => void {
  const timer = setInterval(run, seconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}
