import { eventNameProblem } from '../../protocol.js';
import type { Theme } from '../../dom/page-theme.js';
import { parseEventNames } from '../../data/message.js';
import { warnAttribute } from '../../warn.js';

/** One of the allowed words; anything else warns and counts as the first of them, which is the default. */
export function readWord<Word extends string>(
  host: Element,
  attribute: string,
  value: string | null,
  allowed: readonly [Word, ...Word[]],
): Word {
  if (value === null || value === '') return allowed[0];
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  warnAttribute(
    host,
    attribute,
    value,
    `must be one of ${allowed.join(', ')}; "${allowed[0]}" is used instead`,
  );
  return allowed[0];
}

/** The `theme` attribute; null = that of the page. Anything but `light` and `dark` warns. */
export function readTheme(host: Element & { theme: string | null }): Theme | null {
  const word = readWord(host, 'theme', host.theme, ['page', 'light', 'dark']);
  return word === 'page' ? null : word;
}

/** A number of milliseconds, 0 or more; anything else warns and counts as the default. */
export function readMilliseconds<Default extends number | null>(
  host: Element,
  attribute: string,
  value: number | null,
  fallback: Default,
): number | Default {
  if (value === null) return fallback;
  if (Number.isFinite(value) && value >= 0) return value;
  const used = fallback === null ? 'nothing' : String(fallback);
  warnAttribute(
    host,
    attribute,
    host.getAttribute(attribute),
    `must be milliseconds, 0 or more; ${used} is used instead`,
  );
  return fallback;
}

/** The names of an `event-name` attribute that can be listened to; `*` = any. The others warn. */
export function readEventNames(host: Element, value: string | null): string[] {
  const names = parseEventNames(value);
  if (names.length === 0)
    warnAttribute(host, 'event-name', value, 'is missing; the element listens to nothing');
  return names.filter((name) => {
    const problem = eventNameProblem(name);
    if (problem !== null) warnAttribute(host, 'event-name', name, `${problem}; it is left out`);
    return problem === null;
  });
}

/** The words of a `hold-while` attribute that are known. The others warn. @param known all of them */
export function readHolds<Hold extends string>(host: Element, value: string, known: readonly Hold[]): Hold[] {
  const words = value.split(/[\s,]+/).filter((word) => word !== '');
  return words.filter((word): word is Hold => {
    if ((known as readonly string[]).includes(word)) return true;
    warnAttribute(host, 'hold-while', word, `must be some of ${known.join(', ')}; it is left out`);
    return false;
  });
}
