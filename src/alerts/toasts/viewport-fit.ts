/**
 * Keeps toasts in the part of the page that is seen: a keyboard on the screen covers the rest, and so does zooming in with
 * two fingers.
 *
 * @param moved is told when what lies in the window may lie elsewhere, at most once a frame
 * @returns the way to stop
 */
export function fitViewport(
  view: Window,
  hosts: () => Iterable<HTMLElement>,
  moved: () => void,
): { fit(): void; stop(): void } {
  let isAsked = false;
  const moveSoon = (): void => {
    if (isAsked) return;
    isAsked = true;
    view.requestAnimationFrame(() => {
      isAsked = false;
      moved();
    });
  };
  view.addEventListener('scroll', moveSoon, { capture: true, passive: true });
  view.addEventListener('resize', moveSoon);

  // Not there where components are tested without a browser.
  const seen = (view.visualViewport as VisualViewport | null | undefined) ?? null;
  const fit = (): void => {
    if (seen === null) return;
    const { clientWidth, clientHeight } = view.document.documentElement;
    const { offsetLeft: left, offsetTop: top, width, height } = seen;
    const edges = { left, top, right: clientWidth - left - width, bottom: clientHeight - top - height };
    for (const { style } of hosts())
      for (const [edge, distance] of Object.entries(edges)) {
        // A scroll bar or a fraction of a pixel is nothing to give way to.
        if (distance > 1) style.setProperty(`--_${edge}`, `${distance}px`);
        else style.removeProperty(`--_${edge}`);
      }
  };
  seen?.addEventListener('resize', fit);
  seen?.addEventListener('scroll', fit);
  return {
    fit,
    stop: () => {
      view.removeEventListener('scroll', moveSoon, true);
      view.removeEventListener('resize', moveSoon);
      seen?.removeEventListener('resize', fit);
      seen?.removeEventListener('scroll', fit);
    },
  };
}
