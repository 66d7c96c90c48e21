import { POPOVER_PLACEMENTS } from '../alerts/inbox/popover-position.js';
import type { InboxOptions } from '../alerts/inbox/inbox.js';
import { ALERT_VARIANTS, type AlertVariant } from '../alerts/alert.js';
import type { FieldMap } from '../alerts/field-map.js';
import { listName } from '../data/list-name.js';
import {
  eventNames,
  flag,
  milliseconds,
  readAttributes,
  theme,
  trimmed,
  wholeNumber,
  word,
  type Written,
} from './shared/attribute.js';
import { fieldMap } from './shared/field-map-attribute.js';

/** The attributes of an inbox. */
export const INBOX_ATTRIBUTES = {
  eventName: eventNames(),
  placement: word(POPOVER_PLACEMENTS),
  theme,
  label: trimmed,
  map: fieldMap,
  asText: flag,
  variant: word(ALERT_VARIANTS),
  limit: wholeNumber(1_000, 5_000),
  // 30 days.
  maxAge: milliseconds(30 * 86_400_000),
  titleCount: flag,
  appBadge: flag,
  desktop: flag,
  disabled: flag,
};

/** What an author wrote on an inbox; null = nothing. */
export type InboxAttributes = Written<typeof INBOX_ATTRIBUTES>;

/** What the attributes come to, checked. */
export interface CheckedInbox {
  eventNames: string[];
  map: FieldMap;
  variant: AlertVariant;
  inbox: InboxOptions;
}

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & InboxAttributes & { topic: string | null }): CheckedInbox {
  const { eventName: names, map, variant, ...inbox } = readAttributes(INBOX_ATTRIBUTES, host);
  return {
    eventNames: names,
    map,
    variant,
    inbox: { ...inbox, eventNames: names.map((name) => listName(host.topic, name)) },
  };
}
