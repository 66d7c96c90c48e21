import type { QuietHours } from './quiet-hours.js';

/**
 * Reads a `quiet-hours` attribute: `22:00-07:00`.
 *
 * @returns null where it is none
 */
export function parseQuietHours(text: string): QuietHours | null {
  const [from, to] = text.split('-').map(minutesOf);
  return from === undefined || to === undefined || Number.isNaN(from + to) ? null : { from, to };
}

function minutesOf(text: string): number {
  const [, hours, minutes] = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}
