import { Idiomorph } from 'idiomorph';
import { mergeField, rememberSelect } from './fields.js';

/** Subtrees with this attribute are the page's own and never touched. */
const KEEP = 'dx-keep';

/**
 * Makes an element equal to a fresh version of itself, touching only what differs, and keeps what the person
 * did since: edits, open `<details>` and `<dialog>`, focus.
 *
 * @param target in the page
 * @param fresh of another document; used up
 */
export function morph(target: Element, fresh: Element): void {
  const restoreSelect = new Map<Node, () => void>();
  void Idiomorph.morph(target, fresh, {
    morphStyle: 'outerHTML',
    callbacks: {
      beforeNodeMorphed(old: Node, next: Node) {
        if (!(isElement(old) && isElement(next))) return true;
        if (old.hasAttribute(KEEP)) return false;
        keepOpen(old, next);
        if (old.localName === 'select') restoreSelect.set(old, rememberSelect(old as HTMLSelectElement));
        return !mergeField(old, next);
      },
      afterNodeMorphed(old: Node) {
        restoreSelect.get(old)?.();
      },
      beforeNodeRemoved: (node: Node) => !(isElement(node) && node.hasAttribute(KEEP)),
      // The busy mark is ours, and goes when the refresh is over.
      beforeAttributeUpdated: (name: string) => name !== 'aria-busy',
    },
  });
}

function isElement(node: Node): node is HTMLElement {
  return node.nodeType === Node.ELEMENT_NODE;
}

/** A person opens and closes these; the server does not know. */
function keepOpen(old: Element, next: Element): void {
  if (old.localName === 'details' || old.localName === 'dialog')
    next.toggleAttribute('open', old.hasAttribute('open'));
}
