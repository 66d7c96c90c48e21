import { readEventNames, readHolds, readMilliseconds } from './shared/attributes.js';
import { HOLD_REASONS, type HoldReason } from '../refresh/hold/hold-reasons.js';
import { warnAttribute } from '../warn.js';

/** What an author wrote on a redirect; null = nothing. */
export interface RedirectAttributes {
  eventName: string | null;
  allow: string | null;
  holdWhile: string | null;
  maxHold: number | null;
}

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
  return {
    eventNames: readEventNames(host, host.eventName),
    allow: readOrigins(host),
    holdWhile: readHolds(host, host.holdWhile ?? 'editing dialog', HOLD_REASONS),
    maxHold: readMilliseconds(host, 'max-hold', host.maxHold, 30_000),
  };
}

function readOrigins(host: Element & RedirectAttributes): string[] {
  const words = (host.allow ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return words.flatMap((word) => {
    const url = URL.canParse(word) ? new URL(word) : null;
    if (url !== null && /^https?:$/.test(url.protocol)) return [url.origin];
    warnAttribute(host, 'allow', word, 'must be an origin like https://shop.example; it is left out');
    return [];
  });
}
