import type { PropertyDeclaration } from '@lit/reactive-element';
import { eventNameProblem } from '../../protocol.js';
import { parseEventNames } from '../../data/message.js';
import { warnAttribute } from '../../warn.js';

/**
 * All that is to be said of an attribute: its property, its default and its check. The documents, the manifest and the
 * forms of builders take the default and the words from here.
 */
export interface Attribute<Written, Value> {
  /** How Lit makes the property of the attribute; where it is absent, the property is the text. */
  readonly property?: PropertyDeclaration;
  /** Default. Null or absent = nothing. */
  readonly initial?: unknown;
  /** All that may be written, the default first. */
  readonly words?: readonly string[];
  /** Checks what was written; a mistake warns once and comes to the default. */
  readonly read: (host: Element, name: string, written: Written) => Value;
}

/** The attributes of an element by the names of their properties. */
export type Attributes = Readonly<Record<string, Attribute<never, unknown>>>;

/** The properties of an element as an author may have written them; null = nothing. */
export type Written<Of extends Attributes> = {
  -readonly [Name in keyof Of]: Of[Name] extends Attribute<infer Value, unknown> ? Value : never;
};

/** What the attributes of an element come to, checked. */
export type Checked<Of extends Attributes> = {
  -readonly [Name in keyof Of]: Of[Name] extends Attribute<never, infer Value> ? Value : never;
};

/** `maxHold` is the property of `max-hold`. */
export const attributeName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The reactive properties of an element, for its `static properties`. */
export function propertiesOf(attributes: Attributes): Record<string, PropertyDeclaration> {
  const entries = Object.entries(attributes);
  return Object.fromEntries(
    entries.map(([name, { property }]) => [name, { ...property, attribute: attributeName(name) }]),
  );
}

/** Reads and checks all attributes of an element. */
export function readAttributes<Of extends Attributes>(
  attributes: Of,
  host: Element & Written<Of>,
): Checked<Of> {
  const entries = Object.entries(attributes);
  return Object.fromEntries(
    entries.map(([name, { read }]) => [name, read(host, attributeName(name), host[name] as never)]),
  ) as Checked<Of>;
}

/** A text that needs no check. */
export const text: Attribute<string | null, string | null> = { read: (_host, _name, written) => written };

/** A text whose blanks at both ends do not count. Empty = null. */
export const trimmed: Attribute<string | null, string | null> = {
  read: (_host, _name, written) => written?.trim() || null,
};

/** A flag, or a word that says more than one. */
export const flagOr = <Word extends string>(word?: Word): Attribute<boolean | Word, boolean | Word> => ({
  property: {
    converter: {
      fromAttribute: (value) => value !== null && value !== 'false' && (value === word ? word : true),
      toAttribute: (value) => (value === word ? value : value ? '' : null),
    },
  },
  read: (_host, _name, written) => written,
});

/**
 * Absent and `"false"` are false, anything else is true: builders and frameworks write booleans in several ways; Vue's
 * server renderer writes `off="false"`.
 */
export const flag: Attribute<boolean, boolean> = flagOr<never>();

/** A text with a check of its own. @param initial what is checked where nothing was written */
export function checked<Value>(
  read: (host: Element, name: string, written: string | null) => Value,
  initial: string | null = null,
): Attribute<string | null, Value> {
  return { initial, read: (host, name, written) => read(host, name, written ?? initial) };
}

/** One of some words, the default first. */
export function word<Word extends string>(words: readonly [Word, ...Word[]]): Attribute<string | null, Word> {
  const [initial] = words;
  return {
    initial,
    words,
    read(host, name, written) {
      const found = words.find((known) => known === (written || initial));
      if (found !== undefined) return found;
      warnAttribute(host, name, written, `must be one of ${words.join(', ')}; "${initial}" is used instead`);
      return initial;
    },
  };
}

/** Colours of an element. `page` = those of the page. */
export const theme = word(['page', 'light', 'dark']);

/** @param parse reads a text, and leaves a number as it is */
function number<Initial extends number | null>(
  initial: Initial,
  fits: (value: number) => boolean,
  kind: string,
  parse: (given: number | string) => number = Number,
): Attribute<number | null, number | Initial> {
  const fromAttribute = (text: string | null): number | null => (text === null ? null : parse(text));
  return {
    property: { converter: { fromAttribute } },
    initial,
    read(host, name, written) {
      if (written === null) return initial;
      // React gives the property the text that an author has written in markup.
      const value = parse(written);
      if (fits(value)) return value;
      const given = host.getAttribute(name) ?? String(written);
      warnAttribute(host, name, given, `must be ${kind}; ${initial ?? 'nothing'} is used instead`);
      return initial;
    },
  };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `2s` is 2000; a number without a unit is milliseconds. @returns NaN where it is no time */
function parseTime(given: number | string): number {
  const [, amount = given, unit = 'ms'] = /^(.*\d) *([a-z]+)$/.exec(given as string) ?? [];
  return (amount as number) * UNITS[unit]!;
}

/** A time, 0 or more: milliseconds, or a text such as `2s`, `1.5min`. */
export const milliseconds = <Initial extends number | null>(
  initial: Initial,
): Attribute<number | null, number | Initial> =>
  number(initial, (value) => value >= 0 && value < Infinity, 'a time such as 2s', parseTime);

/** A whole number from 1 to the highest. */
export const wholeNumber = (initial: number, highest: number): Attribute<number | null, number> =>
  number(
    initial,
    (value) => Number.isInteger(value) && value >= 1 && value <= highest,
    `a whole number from 1 to ${highest}`,
  );

/** Names of events that can be listened to, separated by commas; `*` = any. The others warn. */
export const eventNames = (initial: string | null = null): Attribute<string | null, string[]> =>
  checked((host, name, written) => {
    const names = parseEventNames(written);
    if (names.length === 0) warnAttribute(host, name, written, 'is missing; the element listens to nothing');
    return names.filter((one) => isEventName(host, name, one));
  }, initial);

/** The name of one event; empty = null. */
export const eventName = checked((host, name, written) => {
  const one = written?.trim() ?? '';
  return one !== '' && isEventName(host, name, one) ? one : null;
});

function isEventName(host: Element, name: string, written: string): boolean {
  const problem = eventNameProblem(written);
  if (problem !== null) warnAttribute(host, name, written, `${problem}; it is left out`);
  return problem === null;
}

/** Words separated by blanks or commas. Those that are not known warn. @param known all of them */
export const someOf = <Word extends string>(
  known: readonly Word[],
  initial: string | null = null,
): Attribute<string | null, Word[]> =>
  checked(
    (host, name, written) =>
      listOf(written).filter((one): one is Word => {
        if ((known as readonly string[]).includes(one)) return true;
        warnAttribute(host, name, one, `must be some of ${known.join(', ')}; it is left out`);
        return false;
      }),
    initial,
  );

/** Parts of a text that are separated by blanks or commas. */
export const listOf = (written: string | null): string[] =>
  (written ?? '').split(/[\s,]+/).filter((part) => part !== '');
