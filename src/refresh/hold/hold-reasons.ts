import { containsDeep, deepActiveElement } from '../../dom/shadow-dom.js';
import type { UserActivity } from './user-activity.js';
import { isEditableHost } from '../user-edits.js';

/** What `hold-while` may name. */
export type HoldReason = 'editing' | 'dialog' | 'selecting' | 'playing';

export const HOLD_REASONS: readonly HoldReason[] = ['editing', 'dialog', 'selecting', 'playing'];

const HOLDS: Record<HoldReason, (target: Element) => boolean> = {
  editing: (target) => {
    const active = deepActiveElement(target.ownerDocument);
    return active !== null && containsDeep(target, active) && isEditable(active);
  },
  dialog: (target) => target.querySelector('dialog[open], [popover]:popover-open') !== null,
  selecting: (target) => {
    const selection = target.ownerDocument.getSelection();
    return selection?.isCollapsed === false && containsDeep(target, selection.anchorNode);
  },
  playing: (target) =>
    [...target.querySelectorAll('video, audio')].some((player) => !(player as HTMLMediaElement).paused),
};

/**
 * Tells why a refresh would disturb a person now. Composing with an input method and a pressed pointer always
 * do: a refresh would break the word, or take the button away before it is released.
 *
 * @returns the first reason; null where none holds
 */
export function findHold(
  target: Element,
  wanted: readonly HoldReason[],
  activity: UserActivity,
): string | null {
  if (activity.isComposingIn(target)) return 'composing';
  if (activity.isPressedIn(target)) return 'dragging';
  return wanted.find((reason) => HOLDS[reason](target)) ?? null;
}

function isEditable(element: Element): boolean {
  if (element.closest('[contenteditable]') !== null && isEditableHost(element.closest('[contenteditable]')!))
    return true;
  return element.matches(
    'textarea, select, input:not([type=button], [type=submit], [type=reset], [type=image], [type=hidden])',
  );
}
