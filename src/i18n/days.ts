import { agoFormat, dateFormat } from './intl-cache.js';

const HOUR = 3_600_000;

/** "Today", "Yesterday", or the date. */
export function dayLabel(at: number, now: number, language: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(Math.min(at, now))) / (24 * HOUR));
  if (days < 2) {
    const label = agoFormat(language).format(-days, 'day');
    return label.charAt(0).toLocaleUpperCase(language) + label.slice(1);
  }
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return dateFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** Midnight before a time, in milliseconds since 1970. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
