/** A box in the window, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What covers a part of the window at one edge, and could lie at the opposite one. */
export interface Obscurer {
  /** Whether it lies at the opposite edge now. */
  readonly isAside: boolean;
  /** Null where nothing is drawn. */
  box(): Box | null;
}

/** Whether toasts at their own edge hide more of the element with the focus than they would at the opposite one. */
export function isObscured(focused: Element, coverer: Obscurer): boolean {
  const now = coverer.box();
  if (now === null) return false;
  const target = focused.getBoundingClientRect();
  const opposite = flipped(now, focused.ownerDocument.documentElement.clientHeight);
  const [own, other] = coverer.isAside ? [opposite, now] : [now, opposite];
  return hidden(target, own) > hidden(target, other);
}

/** The area of a box that another one hides, in square pixels. */
export function hidden(target: Box, { left, top, right, bottom }: Box): number {
  const width = Math.min(target.right, right) - Math.max(target.left, left);
  const height = Math.min(target.bottom, bottom) - Math.max(target.top, top);
  return Math.max(0, width) * Math.max(0, height);
}

/** The same box at the opposite edge of a window that is so high. */
export function flipped({ left, right, top, bottom }: Box, height: number): Box {
  return { left, right, top: height - bottom, bottom: height - top };
}
