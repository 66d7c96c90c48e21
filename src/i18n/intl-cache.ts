/** Formats of `Intl`, made once: making one takes as long as hundreds of uses. */
const made = new Map<string, unknown>();

function once<Format>(key: string, make: () => Format): Format {
  const format = (made.get(key) as Format | undefined) ?? make();
  made.set(key, format);
  return format;
}

/** A format keeps the time zone in which it was made, while `Date` follows the device to another one. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once(
    `date ${language} ${new Date().getTimezoneOffset()} ${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(language, options),
  );
}

/** The time of the day. */
export const timeFormat = ({ language }: { language: string }): Intl.DateTimeFormat =>
  dateFormat(language, { timeStyle: 'short' });

/** "Yesterday", "5 min. ago". */
export function agoFormat(language: string): Intl.RelativeTimeFormat {
  return once(
    `ago ${language}`,
    () => new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' }),
  );
}

export function numberFormat(language: string): Intl.NumberFormat {
  return once(`number ${language}`, () => new Intl.NumberFormat(language));
}

export function pluralRules(language: string): Intl.PluralRules {
  return once(`plural ${language}`, () => new Intl.PluralRules(language));
}
