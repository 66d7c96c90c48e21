import { hidden, type Box } from './focus-obscured.js';

/** What a person must be able to reach whatever comes: the bell, the field of a conversation, and what the page says. */
const CONTROLS = 'dx-inbox,dx-messenger,[dx-uncovered]';

/**
 * The boxes of the controls of a page that toasts must not cover. Of a conversation it is the field with its button,
 * of an inbox the bell and the tools above an open list.
 */
export function uncoveredBoxes(document: Document): Box[] {
  return [...document.querySelectorAll(CONTROLS)].flatMap((element) => {
    const root = element.shadowRoot;
    const controls = [
      root?.querySelector('form') ?? element,
      root?.querySelector('[part=header]') ?? [],
    ].flat();
    return controls.map((control) => control.getBoundingClientRect());
  });
}

/**
 * How far toasts must lie from where they would lie at the edge of the window, so that they cover no control.
 *
 * @param toasts where they lie at the edge
 * @param height of the window
 * @returns pixels; 0 = at the edge, also where there is no room elsewhere
 */
export function clearance(toasts: Box, controls: readonly Box[], height: number, isTop: boolean): number {
  let distance = 0;
  for (;;) {
    const shift = isTop ? distance : -distance;
    const moved = { ...toasts, top: toasts.top + shift, bottom: toasts.bottom + shift };
    if (moved.top < 0 || moved.bottom > height) return 0;
    const covered = controls.filter((control) => hidden(control, moved) > 0);
    if (covered.length === 0) return distance;
    distance = Math.max(
      ...covered.map(({ top, bottom }) => (isTop ? bottom - toasts.top : toasts.bottom - top)),
    );
  }
}
