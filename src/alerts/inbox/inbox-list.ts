import { dayLabel, startOfDay } from '../../i18n/days.js';
import { agoFormat, numberFormat, timeFormat } from '../../i18n/intl-cache.js';
import { isOfEvents, isUnread, type AlertRecord } from '../history/record.js';
import type { Translator } from '../../i18n/translator.js';

/** The alerts of one inbox. */
export interface Listed {
  /** All, the newest first. */
  readonly all: readonly AlertRecord[];
  /** Those that the filter shows. */
  readonly chosen: readonly AlertRecord[];
  readonly unread: readonly AlertRecord[];
}

export interface ListOptions {
  /** Names of the events that are listed; `*` = any. */
  eventNames: readonly string[];
  onlyUnread: boolean;
  /** How many are listed and counted at most. */
  limit: number;
  /** Milliseconds; older ones are neither listed nor counted. */
  maxAge: number;
}

/** Alerts of one day. */
export interface Day {
  readonly label: string;
  readonly records: readonly AlertRecord[];
}

/** The gateway keeps it no longer: no other device lists it. */
const isOver = ({ kept, at }: AlertRecord, now: number): boolean =>
  kept !== undefined && kept.at === at && kept.ends > 0 && kept.ends <= now;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Chooses what an inbox lists.
 *
 * @param records the newest first
 * @param kept ids of those that stay in the list of unread ones although they are read by now
 */
export function listRecords(
  records: readonly AlertRecord[],
  { eventNames, onlyUnread, limit, maxAge }: ListOptions,
  kept: ReadonlySet<string>,
  now: number,
): Listed {
  const all = records
    .filter((record) => isOfEvents(record, eventNames) && now - record.at <= maxAge && !isOver(record, now))
    .slice(0, limit);
  return {
    all,
    chosen: onlyUnread ? all.filter((record) => isUnread(record) || kept.has(record.id)) : all,
    unread: all.filter(isUnread),
  };
}

/** Groups alerts by day, in the time zone of the device. @param records the newest first */
export function groupByDay(records: readonly AlertRecord[], now: number, language: string): Day[] {
  const days = new Map<number, AlertRecord[]>();
  for (const record of records) {
    const start = startOfDay(Math.min(record.at, now));
    const day = days.get(start);
    if (day === undefined) days.set(start, [record]);
    else day.push(record);
  }
  return [...days].map(([start, ofDay]) => ({ label: dayLabel(start, now, language), records: ofDay }));
}

/** How long ago, within the day; else the time of the day. */
export function timeLabel(at: number, now: number, wording: Translator): string {
  const age = Math.max(0, now - at);
  if (age < MINUTE) return wording.text('now');
  if (at < startOfDay(now)) return timeFormat(wording).format(at);
  const format = agoFormat(wording.language);
  return age < HOUR
    ? format.format(-Math.floor(age / MINUTE), 'minute')
    : format.format(-Math.floor(age / HOUR), 'hour');
}

/** Equal for as long as `timeLabel()` says the same: of thousands of rows few are worded anew. @param today when it began */
export function timeStep(at: number, now: number, today: number): number {
  return at < today ? -1 : Math.floor(Math.max(0, now - at) / MINUTE);
}

/** @returns milliseconds until one of the labels says something else */
export function nextChange(records: readonly AlertRecord[], now: number): number {
  const midnight = new Date(now).setHours(24, 0, 0, 0) - now;
  return records.reduce((soonest, { at }) => {
    const age = Math.max(0, now - at);
    const step = age < HOUR ? MINUTE : HOUR;
    return Math.min(soonest, step - (age % step));
  }, midnight);
}

/** The number in the badge. */
export function badgeText(unread: number, wording: Translator): string {
  const format = numberFormat(wording.language);
  return unread > 99 ? `${format.format(99)}+` : format.format(unread);
}
