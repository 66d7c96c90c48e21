/** Names of pictures that a message can ask for, as the platform's template calls them. */
export const ALERT_ICONS = ['Info', 'CheckCircle', 'AlertTriangle', 'AlertCircle', 'Bell'] as const;

export type AlertIcon = (typeof ALERT_ICONS)[number];

/** A sign is drawn as it is, if it is no longer than this, in characters as people count them. */
const LONGEST_SIGN = 2;

/** @returns the name of a picture or a short sign, such as an emoji; null for anything else */
export function toIcon(text: string): string | null {
  if (text === '' || isNamedIcon(text)) return text || null;
  // A long text costs no more than its beginning.
  const signs = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(0, 64))];
  return signs.length <= LONGEST_SIGN && text.length <= 64 ? text : null;
}

export function isNamedIcon(icon: string): icon is AlertIcon {
  return (ALERT_ICONS as readonly string[]).includes(icon);
}
