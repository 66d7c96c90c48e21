/** A span of the day, in minutes from midnight; it may go over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a `quiet-hours` attribute: `22:00-07:00`.
 *
 * @returns null where it is none
 */
export function parseQuietHours(text: string): QuietHours | null {
  const [from, to] = text.split('-').map(minutesOf);
  return from === undefined || to === undefined || Number.isNaN(from + to) ? null : { from, to };
}

/** @param date in the time of the person's device */
export function isQuiet(quiet: QuietHours | null, date: Date): boolean {
  if (quiet === null) return false;
  const { from, to } = quiet;
  const now = date.getHours() * 60 + date.getMinutes();
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

function minutesOf(text: string): number {
  const [, hours, minutes] = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}
