import { Idiomorph } from 'idiomorph';
import { forgetEdit, isEditableHost, isEdited } from '../user-edits.js';
import { isCustom, mayRemove, syncAttributes } from './attributes.js';
import { reportConflict } from './conflict.js';
import { mergeField } from './fields.js';
import { isElement, mergeSameShape, type Visitor } from './in-place.js';
import { rememberSelect } from './selects.js';
import { adoptShadowRoots, takeShadowTemplate } from './shadow-roots.js';

/** Subtrees with this attribute are the page's own and never touched. */
const KEEP = 'dx-keep';

/**
 * Makes an element equal to a fresh version of itself, touching only what differs, and keeps what the person
 * did since: edits, open `<details>` and `<dialog>`, focus, what plays.
 *
 * @param target in the page
 * @param fresh of another document; used up
 */
export function merge(target: Element, fresh: Element): void {
  const visitor = makeVisitor();
  if (mergeSameShape(target, fresh, visitor)) return;
  void Idiomorph.morph(target, fresh, {
    morphStyle: 'outerHTML',
    callbacks: {
      beforeNodeMorphed: (old: Node, next: Node) =>
        isElement(old) && isElement(next) && old.localName === next.localName
          ? visitor.enter(old, next)
          : true,
      afterNodeMorphed: (old: Node) => {
        if (isElement(old)) visitor.leave(old);
      },
      beforeNodeRemoved: (node: Node) => !(isElement(node) && node.hasAttribute(KEEP)),
      afterNodeAdded: (node: Node) => {
        if (isElement(node)) adoptShadowRoots(node);
      },
      beforeAttributeUpdated: (name: string, element: Element, change: string) =>
        change !== 'remove' || mayRemove(element, name),
    },
  });
}

function makeVisitor(): Visitor {
  const restoreSelect = new Map<Element, () => void>();
  return {
    enter(old, fresh) {
      if (old.hasAttribute(KEEP) || isEditedText(old, fresh) || isPlaying(old, fresh)) return false;
      if (mergeField(old, fresh)) return false;
      if (isEdited(old)) return false;
      if (old.localName === 'details' || old.localName === 'dialog')
        fresh.toggleAttribute('open', old.hasAttribute('open'));
      if (old.localName === 'select') restoreSelect.set(old, rememberSelect(old as HTMLSelectElement));
      syncAttributes(old, fresh);
      mergeShadowRoot(old, fresh);
      // What a custom element put into itself is not on the server.
      return !(isCustom(old) && fresh.childNodes.length === 0);
    },
    leave(old) {
      restoreSelect.get(old)?.();
    },
  };
}

/** Text that a person edits in place stays until the server has the same. */
function isEditedText(old: Element, fresh: Element): boolean {
  if (!isEditableHost(old)) return false;
  const isActive = old.contains(old.ownerDocument.activeElement);
  if (old.innerHTML === fresh.innerHTML) forgetEdit(old);
  else if (isEdited(old)) reportConflict(old, old.innerHTML, fresh.innerHTML);
  return isEdited(old) || isActive;
}

/** A player that plays the same thing is not touched: its attributes and sources may start it anew. */
function isPlaying(old: Element, fresh: Element): boolean {
  if (old.localName !== 'video' && old.localName !== 'audio') return false;
  return !(old as HTMLMediaElement).paused && old.getAttribute('src') === fresh.getAttribute('src');
}

function mergeShadowRoot(old: Element, fresh: Element): void {
  const template = takeShadowTemplate(fresh);
  if (template === null || old.shadowRoot === null) return;
  void Idiomorph.morph(old.shadowRoot, [...template.content.childNodes], {
    morphStyle: 'innerHTML',
  });
}
