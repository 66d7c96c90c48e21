export const PLACEMENTS = [
  'top-start',
  'top-center',
  'top-end',
  'bottom-start',
  'bottom-center',
  'bottom-end',
] as const;

/** Corner or edge of the window; start and end follow the direction of writing. */
export type Placement = (typeof PLACEMENTS)[number];
