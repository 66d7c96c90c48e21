import { HOLD_REASONS, type HoldReason } from '../refresh/hold/hold-reasons.js';
import { warnAttribute } from '../warn.js';
import {
  checked,
  eventNames,
  flag,
  listOf,
  milliseconds,
  readAttributes,
  someOf,
  type Written,
} from './shared/attribute.js';

/** The attributes of a redirect. */
export const REDIRECT_ATTRIBUTES = {
  eventName: eventNames(),
  allow: checked(readOrigins),
  holdWhile: someOf(HOLD_REASONS, 'editing dialog'),
  maxHold: milliseconds(30_000),
  confirm: flag,
  disabled: flag,
};

/** What an author wrote on a redirect; null = nothing. */
export type RedirectAttributes = Written<typeof REDIRECT_ATTRIBUTES>;

/** What the attributes of a redirect come to, checked. */
export interface RedirectOptions {
  eventNames: string[];
  /** Origins beside that of the page. */
  allow: string[];
  holdWhile: HoldReason[];
  /** Milliseconds. */
  maxHold: number;
}

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & RedirectAttributes): RedirectOptions {
  const { eventName, allow, holdWhile, maxHold } = readAttributes(REDIRECT_ATTRIBUTES, host);
  return { eventNames: eventName, allow, holdWhile, maxHold };
}

function readOrigins(host: Element, name: string, written: string | null): string[] {
  return listOf(written).flatMap((part) => {
    const url = URL.canParse(part) ? new URL(part) : null;
    if (url !== null && /^https?:$/.test(url.protocol)) return [url.origin];
    warnAttribute(host, name, part, 'must be an origin like https://shop.example; it is left out');
    return [];
  });
}
