/** A span of the day, in minutes from midnight; it may go over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** @param date in the time of the person's device */
export function isQuiet(quiet: QuietHours | null, date: Date): boolean {
  if (quiet === null) return false;
  const { from, to } = quiet;
  const now = date.getHours() * 60 + date.getMinutes();
  return from <= to ? now >= from && now < to : now >= from || now < to;
}
