import { POPOVER_PLACEMENTS } from '../alerts/inbox/popover-position.js';
import type { InboxOptions } from '../alerts/inbox/inbox.js';
import { readEventNames, readMilliseconds, readTheme, readWord } from './shared/attributes.js';
import { readFieldMap } from './shared/field-map-attribute.js';
import { ALERT_VARIANTS, type AlertVariant } from '../alerts/alert.js';
import type { FieldMap } from '../alerts/field-map.js';
import { warnAttribute } from '../warn.js';

/** What an author wrote on an inbox; null = nothing. */
export interface InboxAttributes {
  eventName: string | null;
  placement: string | null;
  theme: string | null;
  label: string | null;
  map: string | null;
  variant: string | null;
  limit: number | null;
  maxAge: number | null;
  titleCount: boolean;
  appBadge: boolean;
  desktop: boolean;
}

/** What the attributes come to, checked. */
export interface CheckedInbox {
  eventNames: string[];
  map: FieldMap;
  variant: AlertVariant;
  inbox: InboxOptions;
}

const LIMIT = { default: 1_000, highest: 5_000 } as const;
/** 30 days. */
const MAX_AGE = 30 * 86_400_000;

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & InboxAttributes): CheckedInbox {
  const eventNames = readEventNames(host, host.eventName);
  readTheme(host);
  return {
    eventNames,
    map: readFieldMap(host, host.map),
    variant: readWord(host, 'variant', host.variant, ALERT_VARIANTS),
    inbox: {
      eventNames,
      placement: readWord(host, 'placement', host.placement, POPOVER_PLACEMENTS),
      label: host.label?.trim() || null,
      limit: readLimit(host),
      maxAge: readMilliseconds(host, 'max-age', host.maxAge, MAX_AGE),
      titleCount: host.titleCount,
      appBadge: host.appBadge,
      desktop: host.desktop,
    },
  };
}

function readLimit(host: Element & InboxAttributes): number {
  const { limit } = host;
  if (limit === null) return LIMIT.default;
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT.highest) return limit;
  const problem = `must be a whole number from 1 to ${LIMIT.highest}; ${LIMIT.default} is used instead`;
  warnAttribute(host, 'limit', host.getAttribute('limit'), problem);
  return LIMIT.default;
}
