import { popoverPosition, type PopoverPlacement } from './popover-position.js';

/** Lays an open panel beside its button, inside of what a person sees of the page. */
export function placePanel(panel: HTMLElement, button: Element, placement: PopoverPlacement): void {
  const view = panel.ownerDocument.defaultView!;
  panel.style.removeProperty('--_max');
  const seen = seenPart(view);
  // What is measured are pixels of the window, what is written are pixels of the zoomed page.
  const zoom = zoomOf(panel);
  const scaled = (value: number): number => value / zoom;
  const { left, top, right, bottom } = button.getBoundingClientRect();
  const at = popoverPosition(
    {
      left: scaled(left - seen.left),
      right: scaled(right - seen.left),
      top: scaled(top - seen.top),
      bottom: scaled(bottom - seen.top),
    },
    { width: panel.offsetWidth, height: panel.offsetHeight },
    { width: scaled(seen.width), height: scaled(seen.height) },
    placement,
    view.getComputedStyle(panel).direction === 'rtl',
  );
  panel.style.setProperty('--_left', `${at.left + scaled(seen.left)}px`);
  panel.style.setProperty('--_top', `${at.top + scaled(seen.top)}px`);
  panel.style.setProperty('--_max', `${at.maxHeight}px`);
  for (const [edge, distance] of Object.entries(seen.covered))
    panel.style.setProperty(`--_covered-${edge}`, `${scaled(distance)}px`);
  panel.style.setProperty('--_seen', `${scaled(seen.height)}px`);
}

/** The part of the page that neither the keyboard covers nor two fingers have moved out of sight. */
function seenPart(view: Window): {
  left: number;
  top: number;
  width: number;
  height: number;
  /** How much of the page is not seen at three of its edges. */
  covered: { left: number; right: number; bottom: number };
} {
  const { clientWidth, clientHeight } = view.document.documentElement;
  const all = { offsetLeft: 0, offsetTop: 0, width: clientWidth, height: clientHeight };
  // Not there where components are tested without a browser.
  const visual = view.visualViewport ?? all;
  const { offsetLeft: left, offsetTop: top } = visual;
  const width = Math.min(visual.width, clientWidth);
  const height = Math.min(visual.height, clientHeight);
  const covered = {
    left,
    right: Math.max(0, clientWidth - left - width),
    bottom: Math.max(0, clientHeight - top - height),
  };
  return { left, top, width, height, covered };
}

function zoomOf(element: Element): number {
  return (element as { currentCSSZoom?: number }).currentCSSZoom ?? 1;
}
