import { watchContent } from '../content-watch.js';
import { containsDeep, deepActiveElement } from '../../dom/shadow-dom.js';
import { forgetEdit, isEditableHost, isEdited } from '../user-edits.js';
import { FIELD_STATE, mergeAttributes, NO_ATTRIBUTES } from './attributes.js';
import { baseOf, type Base } from './base.js';
import { ChildrenMerge } from './children-merge.js';
import { reportConflict } from './conflict.js';
import { mergeInput, mergeTextarea } from './fields.js';
import { isElement, KEEP, saysTheSame } from './identity.js';
import { placeAfter } from './place.js';
import { rebase } from './rebase.js';
import { rememberSelect } from './selects.js';
import { takeShadowTemplate } from './shadow-roots.js';

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
  const base = baseOf(target.ownerDocument);
  base.readPending();
  if (target.localName === fresh.localName) new Merge(target, fresh, base).run();
  else merge(renameTarget(target, fresh, base), fresh);
}

/**
 * Takes a version of an element for what the server sent last, and leaves the page as it is: all that differs was done by
 * scripts or by a person.
 *
 * @param target in the page
 * @param sent the server's version, of another document; used up
 */
export function setBase(target: Element, sent: Element): void {
  const base = baseOf(target.ownerDocument);
  base.readPending();
  watchContent(target);
  rebase(target, sent, base);
}

/** Another element comes in the place of the target, with all that lies in it. */
function renameTarget(target: Element, fresh: Element, base: Base): Element {
  const next = target.ownerDocument.importNode(fresh);
  const said = base.children(target);
  base.edit(() => target.before(next), 1);
  for (const child of [...target.childNodes]) placeAfter(next, child, next.lastChild, base);
  base.sayChildren(next, said);
  base.edit(() => target.remove(), 1);
  return next;
}

/** One merge, element by element; which child became which is found out by {@link ChildrenMerge}. */
class Merge {
  readonly #target: Element;
  readonly #fresh: Element;
  readonly #base: Base;
  readonly #children: ChildrenMerge;
  /** Put back what was chosen in selects, when all options are there and none is there any more that went. */
  readonly #restores: (() => void)[] = [];
  readonly #hasTemplates: boolean;

  constructor(target: Element, fresh: Element, base: Base) {
    this.#target = target;
    this.#fresh = fresh;
    this.#base = base;
    this.#hasTemplates = fresh.querySelector('template') !== null;
    this.#children = new ChildrenMerge(target, fresh, base, this.#hasTemplates, (live, next) =>
      this.#merge(live, next),
    );
  }

  run(): void {
    this.#mergeElement(this.#target, this.#fresh);
    this.#children.finish();
    for (const restore of this.#restores) restore();
    // Seen now at the latest.
    watchContent(this.#target);
  }

  #merge(live: ChildNode, next: ChildNode): void {
    if (isElement(live)) this.#mergeElement(live, next as Element & ChildNode);
    else if (this.#base.text(live) !== next.nodeValue) {
      this.#base.edit(() => (live.nodeValue = next.nodeValue));
      this.#base.sayText(live, next.nodeValue!);
    }
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
    } else if (localName === 'template') {
      this.#children.merge((live as HTMLTemplateElement).content, (next as HTMLTemplateElement).content);
    } else {
      if (localName === 'select') this.#restores.push(rememberSelect(live as HTMLSelectElement, this.#base));
      this.#children.merge(live, next);
    }
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
    const isSame = live.innerHTML === next.innerHTML;
    if (!isSame && isEdited(live) && this.#base.isTouched(live)) {
      this.#keepEdited(live, next);
      return true;
    }
    forgetEdit(live);
    if (isSame) this.#base.forget(live);
    return !isSame && containsDeep(live, deepActiveElement(live.ownerDocument));
  }

  /** What a person edited stays; it is told where the server has changed it since. */
  #keepEdited(live: Element, next: Element): void {
    const [base, mine, theirs] = [this.#base, live.innerHTML, next.innerHTML];
    const isChanged =
      !saysTheSame(live, next, base) ||
      next.getAttributeNames().some((name) => base.attribute(live, name) !== next.getAttribute(name));
    rebase(live, next, base);
    if (isChanged) reportConflict(live, 'changed', mine, theirs);
  }

  #mergeShadowRoot(live: Element, next: Element): void {
    const template = takeShadowTemplate(next);
    if (template === null || live.shadowRoot === null) return;
    watchContent(live.shadowRoot);
    this.#children.merge(live.shadowRoot, template.content);
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
