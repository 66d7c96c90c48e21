import { containsDeep, deepActiveElement, someDeep } from '../../dom/shadow-dom.js';
import type { UserActivity } from './user-activity.js';
import { isEditableHost } from '../user-edits.js';

/** What `hold-while` may name. */
export type HoldReason = 'editing' | 'dialog' | 'selecting' | 'playing';

export const HOLD_REASONS: readonly HoldReason[] = ['editing', 'dialog', 'selecting', 'playing'];

/** Dialogs of the browser, and those that scripts make of other elements. */
const DIALOGS =
  'dialog[open], [popover]:popover-open, [role=dialog][aria-modal=true], [role=alertdialog][aria-modal=true]';

const HOLDS: Record<HoldReason, (target: Element) => boolean> = {
  editing: (target) => {
    const active = deepActiveElement(target.ownerDocument);
    return active !== null && containsDeep(target, active) && isEditing(active);
  },
  dialog: (target) =>
    someDeep(target, DIALOGS, (dialog) => dialog.getClientRects().length > 0) ||
    target.closest(DIALOGS) !== null,
  selecting: (target) => {
    const selection = target.ownerDocument.getSelection();
    if (selection?.type !== 'Range') return false;
    // What is selected in a shadow root is told as a collapsed place before its host.
    const { anchorNode, anchorOffset } = selection;
    const node = anchorNode!.childNodes[anchorOffset] ?? anchorNode;
    return containsDeep(target, node) || isInShadowOf(target, node);
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

const isInShadowOf = (target: Element, host: Node | null): boolean =>
  host === (target.getRootNode() as Partial<ShadowRoot>).host;

/** Inputs in which no text is typed. */
const NO_TEXT = 'button submit reset image hidden checkbox radio range color file'
  .split(' ')
  .map((type) => `[type=${type}]`)
  .join();
const TEXT_FIELD = `textarea:read-write, input:read-write:not(${NO_TEXT})`;

/** Whether text can be typed in an element; a frame with an editor in it, or one of which nothing can be seen, counts. */
function isEditing(element: Element): boolean {
  const host = element.closest('[contenteditable]');
  if (host !== null && isEditableHost(host)) return true;
  if (element.localName === 'select') return isOpen(element);
  if (element.localName !== 'iframe') return element.matches(TEXT_FIELD);
  const frame = (element as HTMLIFrameElement).contentDocument;
  const active = frame === null ? null : deepActiveElement(frame);
  return (
    frame === null ||
    frame.designMode === 'on' ||
    frame.body.isContentEditable ||
    (active !== null && isEditing(active))
  );
}

/** The list of a select; where the browser does not tell, it is taken for closed. */
function isOpen(select: Element): boolean {
  try {
    return select.matches(':open');
  } catch {
    return false;
  }
}
