import type { Box } from '../toasts/focus-obscured.js';

export const POPOVER_PLACEMENTS = ['bottom-end', 'bottom-start', 'top-end', 'top-start'] as const;

/** Below or above its button, in line with its end or start in the direction of writing. */
export type PopoverPlacement = (typeof POPOVER_PLACEMENTS)[number];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** With less room than this above and below the button, in pixels, the panel may cover it. */
const ROOM = 300;
/** Between button and panel, and between panel and edge of the window, in pixels. */
const GAP = 8;

/**
 * Where a panel lies: on the side of its button that was asked for, where it fits there or nowhere better, and always
 * inside the window.
 *
 * @returns left and top in the window, and how high it may be, in pixels
 */
export function popoverPosition(
  button: Box,
  panel: Size,
  page: Size,
  placement: PopoverPlacement,
  isRtl: boolean,
): { left: number; top: number; maxHeight: number } {
  const above = button.top - 2 * GAP;
  const below = page.height - button.bottom - 2 * GAP;
  const wantsTop = placement.startsWith('top');
  const fits = panel.height <= (wantsTop ? above : below);
  const isTop = fits ? wantsTop : above > below;
  const room = isTop ? above : below;
  const isLow = room < Math.min(panel.height, ROOM);
  const maxHeight = Math.max(0, isLow ? page.height - 2 * GAP : room);
  const height = Math.min(panel.height, maxHeight);
  const beside = isTop ? button.top - GAP - height : button.bottom + GAP;
  const isRight = placement.endsWith('end') !== isRtl;
  const wanted = isRight ? button.right - panel.width : button.left;
  return {
    left: Math.max(GAP, Math.min(wanted, page.width - panel.width - GAP)),
    top: isLow ? Math.max(GAP, Math.min(beside, page.height - height - GAP)) : beside,
    maxHeight,
  };
}
