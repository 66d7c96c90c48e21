import type { Alert } from './alert.js';

/** How long an alert that a person closed stays closed after its last step, in milliseconds. */
export const CLOSED_TIME = 60_000;

/** Whether the next state of an alert only says how far the same thing is: neither that it is done nor that it failed. */
export function isStep(former: Alert, next: Alert): boolean {
  const shape = ({ variant, title, href, action, sticky, duration, progress }: Alert): string =>
    JSON.stringify([variant, title, href, action, sticky, duration, progress === null]);
  return shape(former) === shape(next);
}

/**
 * Whether the next state says how far something is that still goes on. Whoever has read or closed such a thing has done
 * with it until it ends.
 *
 * @param pause milliseconds between the two; after a long one it is another thing with the same key
 */
export const goesOn = (former: Alert, next: Alert, pause: number): boolean =>
  next.key !== null && next.progress !== null && pause < CLOSED_TIME && isStep(former, next);
