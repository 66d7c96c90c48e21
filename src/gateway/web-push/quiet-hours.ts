/** A span of a person's day in which nobody is called. */
export interface QuietHours {
  /** Minutes from midnight; it may go over midnight. */
  from: number;
  to: number;
  /** Such as `Europe/Berlin`. */
  timeZone: string;
}

/** @param now milliseconds since 1970 */
export function isQuiet(quiet: QuietHours | null, now: number): boolean {
  if (quiet === null) return false;
  const { from, to } = quiet;
  const minute = minuteOf(now, quiet.timeZone);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Whether this machine knows a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    minuteOf(0, name);
    return true;
  } catch {
    return false;
  }
}

function minuteOf(now: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  return parts['hour']! * 60 + parts['minute']!;
}
