/** The default comes first. */
export const PLACEMENTS = [
  'bottom-end',
  'bottom-center',
  'bottom-start',
  'top-end',
  'top-center',
  'top-start',
] as const;

/** Corner or edge of the window; start and end follow the direction of writing. */
export type Placement = (typeof PLACEMENTS)[number];

/**
 * Reads a placement that a message names, in the words of the elements or with left and right.
 *
 * @param isRightToLeft of the page
 * @returns null where it is none
 */
export function readPlacement(text: string, isRightToLeft: boolean): Placement | null {
  const [left, right] = isRightToLeft ? ['end', 'start'] : ['start', 'end'];
  const logical = text
    .toLowerCase()
    .replace(/-left$/, `-${left}`)
    .replace(/-right$/, `-${right}`);
  return PLACEMENTS.find((placement) => placement === logical) ?? null;
}
