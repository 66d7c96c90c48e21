import { watchContent } from '../content-watch.js';
import { containsDeep, deepActiveElement } from '../../dom/shadow-dom.js';
import { forgetEdit, isEditableHost, isEdited } from '../user-edits.js';
import { warnOnce } from '../../warn.js';
import { FIELD_STATE, mergeAttributes, NO_ATTRIBUTES } from './attributes.js';
import { baseOf, PLAIN, type Base } from './base.js';
import { adoptOwn, isReplaced, orphans, reportReplaced } from './others-work.js';
import { reportConflict } from './conflict.js';
import { mergeInput, mergeTextarea } from './fields.js';
import { describe, isElement } from './identity.js';
import { longestRun } from './longest-run.js';
import { holdsEntries, holdsWork } from './own-work.js';
import { pairChildren, type PairingHints, type Pairs } from './pair-children.js';
import { childWith, placeAfter } from './place.js';
import { rebase } from './rebase.js';
import { rememberSelect } from './selects.js';
import { adoptShadowRoots, takeShadowTemplate } from './shadow-roots.js';
import { KeyedElements } from './keyed-elements.js';

/** Subtrees with this attribute are the page's own and never touched. */
const KEEP = 'dx-keep';
/** What scripts did to subtrees with this attribute lasts until the next refresh. */
const TRANSIENT = 'dx-transient';

/**
 * Carries out on an element of the page what the server changed since its last version, and nothing else: what the server
 * says as before is left alone, whoever changed it since.
 *
 * @param target in the page
 * @param fresh the server's next version of it, of another document; used up
 */
export function merge(target: Element, fresh: Element): void {
  new Merge(target, fresh).run();
}

/**
 * Takes a version of an element for what the server sent last, and leaves the page as it is: all that differs was done by
 * scripts or by a person.
 *
 * @param target in the page
 * @param sent the server's version, of another document; used up
 */
export function setBase(target: Element, sent: Element): void {
  new Merge(target, sent).rebase();
}

class Merge {
  readonly #target: Element;
  readonly #fresh: Element;
  readonly #base: Base;
  readonly #hints: PairingHints;
  /** Elements that may have come from elsewhere in the target. */
  readonly #keyed: KeyedElements;
  /** What the server has no more. Taken out at the end: some of it may be needed elsewhere. */
  readonly #doomed = new Map<ChildNode, ParentNode>();
  /** The children of elements in which some came, went or moved. */
  readonly #lists = new Map<Node, ChildNode[]>();
  /** Put back what was chosen in selects, when all options are there and none is there any more that went. */
  readonly #restores: (() => void)[] = [];
  readonly #hasTemplates: boolean;

  constructor(target: Element, fresh: Element) {
    this.#target = target;
    this.#fresh = fresh;
    this.#base = baseOf(target.ownerDocument);
    this.#keyed = new KeyedElements(target, fresh);
    this.#hasTemplates = fresh.querySelector('template') !== null;
    this.#hints = {
      view: this.#base,
      isSameRendering: false,
      isEqual: (old, next) => this.#isEqual(old, next),
      holdsWork: (old) => holdsWork(old, this.#base),
      ambiguous: (old) => warnAmbiguous(old),
    };
  }

  run(): void {
    this.#base.settle();
    if (this.#target.localName !== this.#fresh.localName) {
      this.#renameTarget();
      return;
    }
    this.#mergeElement(this.#target, this.#fresh);
    for (const [node, parent] of this.#doomed) this.#remove(node, parent);
    for (const restore of this.#restores) restore();
    for (const [parent, children] of this.#lists) this.#base.sayChildren(parent, children);
    // Seen now at the latest.
    watchContent(this.#target);
  }

  /** Another element comes in the place of the target, with all that lies in it. */
  #renameTarget(): void {
    const [target, base] = [this.#target, this.#base];
    const next = target.ownerDocument.importNode(this.#fresh);
    const said = base.children(target);
    base.edit(() => target.before(next), 1);
    for (const child of [...target.childNodes]) placeAfter(next, child, next.lastChild, base);
    base.sayChildren(next, said);
    base.edit(() => target.remove(), 1);
    merge(next, this.#fresh);
  }

  rebase(): void {
    this.#base.settle();
    watchContent(this.#target);
    rebase(this.#target, this.#fresh, this.#base, this.#hints);
  }

  #isEqual(old: ChildNode, next: ChildNode): boolean {
    if (!this.#base.isTouched(old)) return old.isEqualNode(next);
    if (!isElement(old) || !isElement(next)) return this.#base.text(old) === next.nodeValue;
    return describe(old, this.#base).all === describe(next, PLAIN).all;
  }

  #merge(old: ChildNode, next: ChildNode): void {
    if (isElement(old)) this.#mergeElement(old, next as Element & ChildNode);
    else if (this.#base.text(old) !== next.nodeValue) this.#mergeText(old, next);
  }

  #mergeText(old: ChildNode, next: ChildNode): void {
    this.#base.edit(() => (old.nodeValue = next.nodeValue));
    this.#base.sayText(old, next.nodeValue!);
  }

  #mergeElement(live: Element, next: Element): void {
    if (live.hasAttribute(KEEP) || this.#isUnchanged(live, next) || this.#isEditedText(live, next)) return;
    if (isPlaying(live, next)) return;
    if (live.hasAttribute(TRANSIENT) && this.#base.isTouched(live)) this.#base.forget(live);
    if (isEditedCustomField(live)) {
      this.#keepEdited(live, next);
      return;
    }
    mergeAttributes(live, next, this.#base, live.localName === 'input' ? FIELD_STATE : NO_ATTRIBUTES);
    if (this.#hasTemplates) this.#mergeShadowRoot(live, next);
    this.#mergeContent(live, next);
  }

  #mergeContent(live: Element, next: Element): void {
    const { localName } = live;
    if (localName === 'input') mergeInput(live as HTMLInputElement, next as HTMLInputElement, this.#base);
    else if (localName === 'textarea') {
      mergeTextarea(live as HTMLTextAreaElement, next as HTMLTextAreaElement, this.#base);
    } else if (localName === 'select') {
      this.#restores.push(rememberSelect(live as HTMLSelectElement, this.#base));
      this.#mergeChildren(live, next);
    } else if (localName === 'template') {
      this.#mergeChildren((live as HTMLTemplateElement).content, (next as HTMLTemplateElement).content);
    } else this.#mergeChildren(live, next);
  }

  /** The quick way: whole parts of a page in which nothing happened. */
  #isUnchanged(live: Element, next: Element): boolean {
    if (this.#base.isTouched(live) || !live.isEqualNode(next)) return false;
    // What lies in templates is not compared.
    return !this.#hasTemplates || (next.localName !== 'template' && next.querySelector('template') === null);
  }

  /** Text that a person edits in place stays until the server has the same. */
  #isEditedText(live: Element, next: Element): boolean {
    if (!isEditableHost(live)) return false;
    if (live.innerHTML === next.innerHTML) {
      forgetEdit(live);
      this.#base.forget(live);
      return false;
    }
    if (isEdited(live) && this.#base.isTouched(live)) {
      this.#keepEdited(live, next);
      return true;
    }
    forgetEdit(live);
    return containsDeep(live, deepActiveElement(live.ownerDocument));
  }

  /** What a person edited stays; it is told where the server has changed it since. */
  #keepEdited(live: Element, next: Element): void {
    const [mine, theirs] = [live.innerHTML, next.innerHTML];
    const isChanged =
      describe(live, this.#base).all !== describe(next, PLAIN).all ||
      next.getAttributeNames().some((name) => this.#base.attribute(live, name) !== next.getAttribute(name));
    rebase(live, next, this.#base, this.#hints);
    if (isChanged) reportConflict(live, 'changed', mine, theirs);
  }

  #mergeShadowRoot(live: Element, next: Element): void {
    const template = takeShadowTemplate(next);
    if (template === null || live.shadowRoot === null) return;
    watchContent(live.shadowRoot);
    this.#mergeChildren(live.shadowRoot, template.content);
  }

  #mergeChildren(live: ParentNode, nextParent: ParentNode): void {
    const base = this.#base;
    if (this.#mergeOnlyText(live, nextParent)) return;
    const known = base.children(live);
    const old = known.filter((child) => !this.#keyed.isTaken(child));
    const next = [...nextParent.childNodes];
    const pairs = pairChildren(old, next, this.#hints);
    if (isReplaced(live, old, this.#base) && this.#isChanged(next, pairs)) {
      this.#keepReplacement(live, old, next, pairs);
      return;
    }
    const isSameList = known.length === next.length && pairs.every((pair, at) => pair === old[at]);
    if (isSameList) next.forEach((child, at) => this.#merge(old[at]!, child));
    else this.#mergeList(live, old, next, pairs);
  }

  /** Nothing but a text before and now: most of what changes. */
  #mergeOnlyText(
    { firstChild: old, lastChild }: ParentNode,
    { firstChild: next, lastChild: last }: ParentNode,
  ): boolean {
    if (old === null || next === null || old !== lastChild || next !== last) return false;
    if (old.nodeType !== 3 || next.nodeType !== 3 || this.#base.hasOtherChildren(old.parentNode!))
      return false;
    this.#merge(old, next);
    return true;
  }

  #isChanged(next: readonly ChildNode[], pairs: Pairs): boolean {
    return next.some((child, at) => pairs[at] == null || !this.#isEqual(pairs[at], child));
  }

  #keepReplacement(live: ParentNode, old: readonly ChildNode[], next: ChildNode[], pairs: Pairs): void {
    const element = isElement(live) ? live : this.#target;
    const list = next.map((child, at) => pairs[at] ?? element.ownerDocument.adoptNode(child));
    next.forEach((child, at) => {
      const pair = pairs[at];
      if (pair != null && pair !== child) this.#merge(pair, child);
    });
    if (list.length !== old.length || list.some((child, at) => child !== old[at]))
      this.#base.sayChildren(live, list);
    reportReplaced(element, list);
  }

  #mergeList(live: ParentNode, old: readonly ChildNode[], next: ChildNode[], pairs: Pairs): void {
    adoptOwn(live, old, next, pairs, this.#base);
    const stay = this.#findStable(old, pairs);
    const list: ChildNode[] = [];
    let before: ChildNode | null = null;
    next.forEach((child, at) => {
      const pair = pairs[at];
      if (pair == null) {
        const added = this.#insert(child, live, before ?? this.#startOf(live, old));
        list.push(added);
        before = added;
        return;
      }
      list.push(pair);
      this.#merge(pair, child);
      const shown = childWith(live, pair);
      if (shown === null) return;
      if (!stay.has(at)) placeAfter(live, shown, before ?? this.#startOf(live, old), this.#base);
      before = shown;
    });
    const kept = new Set(pairs);
    for (const child of old) if (!kept.has(child)) this.#doom(child, live);
    this.#lists.set(live, list);
  }

  /** After which node of the page the server's part of the children begins; null = at the start. */
  #startOf(live: ParentNode, old: readonly ChildNode[]): ChildNode | null {
    if (!this.#base.hasOtherChildren(live)) return null;
    for (const child of old) {
      const shown = childWith(live, child);
      if (shown !== null) return shown.previousSibling;
    }
    return live.lastChild;
  }

  /** Which children need not move. The one with the focus never does, where that can be. */
  #findStable(old: readonly ChildNode[], pairs: Pairs): Set<number> {
    const index = new Map<ChildNode | null, number>(old.map((child, at) => [child, at]));
    const places: number[] = [];
    const order: number[] = [];
    pairs.forEach((pair, at) => {
      const was = index.get(pair);
      if (was === undefined) return;
      places.push(at);
      order.push(was);
    });
    const active = deepActiveElement(this.#target.ownerDocument);
    const hasFocus = active !== null && containsDeep(this.#target, active);
    const pinned = hasFocus ? places.findIndex((at) => containsDeep(pairs[at] as Element, active)) : -1;
    return new Set([...longestRun(order, pinned)].map((at) => places[at]!));
  }

  #insert(child: ChildNode, parent: ParentNode, before: ChildNode | null): ChildNode {
    if (!isElement(child)) {
      placeAfter(parent, child, before, this.#base);
      return child;
    }
    const moved = this.#keyed.takeFor(child, parent);
    const whole = moved.find(([, , mark]) => mark === child);
    if (whole !== undefined) {
      const [pair] = whole;
      this.#lists.forEach((list, owner) =>
        this.#lists.set(
          owner,
          list.filter((one) => one !== pair),
        ),
      );
      placeAfter(parent, pair, before, this.#base);
      this.#merge(pair, child);
      return pair;
    }
    adoptShadowRoots(child);
    placeAfter(parent, child, before, this.#base);
    for (const [pair, next, mark] of moved) {
      placeAfter(mark.parentNode!, pair, mark, this.#base);
      this.#base.edit(() => mark.remove(), 1);
      this.#merge(pair, next);
    }
    return child;
  }

  #doom(child: ChildNode, parent: ParentNode): void {
    if (this.#keyed.isTaken(child)) return;
    if (isElement(child) && child.hasAttribute(KEEP)) return;
    this.#doomed.set(child, parent);
  }

  #remove(child: ChildNode, parent: ParentNode): void {
    if (this.#keyed.isTaken(child)) return;
    if (isElement(child) && this.#isWork(child)) return;
    const shown = childWith(parent, child);
    if (shown === null) return;
    // A wrapper that a script has put around it goes, too, where nothing else of the server's is in it.
    const others = this.#lists.get(parent) ?? [];
    const isWrapper = shown !== child && !others.some((other) => shown.contains(other));
    this.#base.edit(() => (isWrapper ? shown : child).remove(), 1);
  }

  #isWork(child: Element): boolean {
    if (!child.isConnected || !holdsEntries(child, this.#base)) return false;
    orphans.add(child);
    reportConflict(child, 'removed', child.outerHTML, '');
    return true;
  }
}

/** A player that plays the same thing is not touched: its attributes and sources may start it from the beginning. */
function isPlaying(live: Element, next: Element): boolean {
  if (live.localName !== 'video' && live.localName !== 'audio') return false;
  return !(live as HTMLMediaElement).paused && live.getAttribute('src') === next.getAttribute('src');
}

function isEditedCustomField(element: Element): boolean {
  return element.localName.includes('-') && !isEditableHost(element) && isEdited(element);
}

function warnAmbiguous(row: Element): void {
  warnOnce(
    `<${row.localName}>: several elements in a part that is refreshed say the same, and one of them holds what a person entered; give each an id, so that it stays with its record`,
  );
}
