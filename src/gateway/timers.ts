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
  const alarm = setAlarm(time, run);
  return () => clearAlarm(alarm);
}

/** What waits for its time. */
export interface Alarm {
  readonly time: number;
  readonly run: (subject: unknown) => void;
  readonly subject: unknown;
  timer: NodeJS.Timeout | undefined;
}

/** As {@link runAt} for one of very many: `run` is given the subject, so that no function has to be made for each. */
export function setAlarm<Subject>(time: number, run: (subject: Subject) => void, subject?: Subject): Alarm {
  const alarm: Alarm = { time, run: run as (subject: unknown) => void, subject, timer: undefined };
  wait(alarm);
  return alarm;
}

export function clearAlarm({ timer }: Alarm): void {
  clearTimeout(timer);
}

function wait(alarm: Alarm): void {
  const delay = Math.min(Math.max(0, alarm.time - Date.now()), LONGEST_DELAY);
  alarm.timer = setTimeout(look, delay, alarm).unref();
}

function look(alarm: Alarm): void {
  if (Date.now() < alarm.time) wait(alarm);
  else alarm.run(alarm.subject);
}

/** Runs something every `seconds` without keeping the process alive. @returns a function that stops it */
export function runEvery(seconds: number, run: () => void): () => void {
  const timer = setInterval(run, seconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}
