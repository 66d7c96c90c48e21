const NAME = 'dx-realtime alert time';

/** How many times longer than usual toasts stay; `Infinity` = until they are closed. */
export type DurationFactor = number;

/** What the person of this browser has chosen for all pages of the site; 1 where nothing is. */
export function durationFactor(document: Document): DurationFactor {
  try {
    const factor = Number(document.defaultView?.localStorage.getItem(NAME) ?? 1);
    return factor >= 1 ? factor : 1;
  } catch {
    return 1;
  }
}

/** Keeps a choice; 1 forgets it. */
export function setDurationFactor(document: Document, factor: DurationFactor): void {
  try {
    if (factor === 1) document.defaultView?.localStorage.removeItem(NAME);
    else document.defaultView?.localStorage.setItem(NAME, String(factor));
  } catch {
    // Where nothing may be stored, nothing is chosen.
  }
}

/** @param duration milliseconds; null = no end */
export function extended(duration: number | null, factor: DurationFactor): number | null {
  return duration === null || factor === Infinity ? null : duration * factor;
}
