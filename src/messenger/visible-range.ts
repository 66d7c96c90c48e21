/** Which messages are drawn: a browser lays out hundreds in a frame, but not ten thousand. */
export interface VisibleRange {
  /** How many of the newest are not drawn, since a person reads far above them. */
  readonly skipped: number;
  /** How many are drawn, counted from there. */
  readonly length: number;
}

/** How many are drawn at first. */
const PAGE = 100;
/** How many more at each step of a person who scrolls. */
const STEP = 80;
/** How many at most: what lies far from where a person reads is left out. */
const MOST = 400;

/** The newest, which a person sees at first. */
export const LATEST: VisibleRange = { skipped: 0, length: PAGE };

/** Where a person is among what is drawn. */
export interface ScrollPosition {
  readonly isAtEnd: boolean;
  /** The first message that is drawn is near. */
  readonly isNearStart: boolean;
  /** The last message that is drawn is near, or above what is seen. */
  readonly isNearGap: boolean;
  /** Which part of those that are skipped lies below what is seen, from 0 to 1; null where messages are seen there. */
  readonly shareOfGap: number | null;
}

/**
 * Decides which messages are drawn where a person is now.
 *
 * @param total how many there are
 * @returns the same object where nothing changes
 */
export function visibleRangeAt(position: ScrollPosition, extent: VisibleRange, total: number): VisibleRange {
  const { skipped, length } = extent;
  if (skipped > 0 && position.isNearGap) {
    if (position.isAtEnd) return LATEST;
    return position.shareOfGap === null ? later(extent) : around(extent, position.shareOfGap);
  }
  return position.isNearStart && skipped + length < total ? earlier(extent, total) : extent;
}

function earlier({ skipped, length }: VisibleRange, total: number): VisibleRange {
  const end = Math.min(total, skipped + length + STEP);
  const start = Math.max(skipped, end - MOST);
  return { skipped: start, length: end - start };
}

function later({ skipped, length }: VisibleRange): VisibleRange {
  const start = Math.max(0, skipped - STEP);
  return { skipped: start, length: Math.min(MOST, skipped + length - start) };
}

/** Those around a place among the skipped ones, to which a person dragged the bar. */
function around({ skipped }: VisibleRange, share: number): VisibleRange {
  return { skipped: Math.max(0, Math.floor(skipped * share) - PAGE), length: MOST };
}

/** Keeps the same ones drawn when another one has come behind them, as far as they are not too many. */
export function withOneMore({ skipped, length }: VisibleRange): VisibleRange {
  return skipped > 0 || length >= MOST ? { skipped: skipped + 1, length } : { skipped, length: length + 1 };
}

/** @returns those that are drawn, the oldest first */
export function visibleMessages<Message>(
  messages: readonly Message[],
  { skipped, length }: VisibleRange,
): Message[] {
  const end = Math.max(0, messages.length - skipped);
  return messages.slice(Math.max(0, end - length), end);
}
