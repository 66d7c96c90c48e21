import { PLAIN, type Base, type View } from './base.js';
import { describe, isElement, isEqual, isEqualList, keyOf, type Description } from './identity.js';
import { holdsWork } from './own-work.js';

/** Cells stand for their columns. */
const PLACED = /^(td|th|dt|dd|col|thead|tbody|tfoot|summary|legend)$/;
/** Elements that are never a record, only words of one. */
const WORDS = /^(p|h[1-6]|span|b|i|em|strong|small|time|code|label|caption|figcaption|text|tspan|br|hr)$/;
/** Rows, whose classes say what is the matter with them, not what they are. */
const ROWS = /^(li|tr|option|article)$/;

/** Judges whether one of the former children and one of the new ones are the same thing. */
export class Likeness {
  /** Both lists are of one rendering: what stands in the same place is the same. */
  readonly #isSameRendering: boolean;
  readonly #old: readonly ChildNode[];
  readonly #next: readonly ChildNode[];
  readonly #base: Base;
  readonly #descriptions = new Map<Node, Description>();
  readonly #keys = new Map<Node, string>();
  /** How many there are of each kind, before and now. */
  #counts: [Map<string, number>, Map<string, number>] | null = null;

  constructor(old: readonly ChildNode[], next: readonly ChildNode[], base: Base, isSameRendering: boolean) {
    this.#old = old;
    this.#next = next;
    this.#base = base;
    this.#isSameRendering = isSameRendering;
  }

  key(element: Element): string {
    let key = this.#keys.get(element);
    if (key === undefined) this.#keys.set(element, (key = keyOf(element, this.#viewOf(element))));
    return key;
  }

  describe(element: Element): Description {
    let description = this.#descriptions.get(element);
    if (description === undefined) {
      description = describe(element, this.#viewOf(element));
      this.#descriptions.set(element, description);
    }
    return description;
  }

  #viewOf({ ownerDocument }: Node): View {
    return ownerDocument === this.#next[0]?.ownerDocument ? PLAIN : this.#base;
  }

  /** Whether a former child is exactly what the server says now. */
  isSame(old: ChildNode, next: ChildNode): boolean {
    if (old.nodeType !== next.nodeType) return false;
    if (isElement(old) && this.key(old) !== this.key(next as unknown as Element)) return false;
    return isEqual(old, next, this.#base);
  }

  /** Whether nothing says that two elements are different ones. */
  mayBe(old: Element, next: Element): boolean {
    if (old.localName !== next.localName) return false;
    if (this.key(old) === this.key(next)) return true;
    // The same fields go elsewhere: a form of the same record. Other fields: another form, such as the one to sign in.
    const fields = (form: Element): string[] =>
      this.describe(form).tokens.filter((token) => /[:=]/.test(token));
    return old.localName === 'form' && fields(old).some((field) => fields(next).includes(field));
  }

  /** Whether both are the only one of their kind. */
  isAlone(old: Element, next: Element): boolean {
    this.#counts ??= [countKinds(this.#old, this.#base), countKinds(this.#next, PLAIN)];
    const isOnly = (kind: string): boolean => this.#counts!.every((count) => count.get(kind) === 1);
    if (ROWS.test(old.localName) && this.#isOther(old, next)) return false;
    const kinds = kindsOf(old, this.#base);
    return (
      isOnly(old.localName) ||
      (kinds.length > 0 && isEqualList(kinds, kindsOf(next, PLAIN)) && kinds.every(isOnly))
    );
  }

  /** A list of one row is a list all the same. */
  #isOther(old: Element, next: Element): boolean {
    const [before, now] = [this.describe(old).tokens, this.describe(next).tokens];
    return before.length > 0 && now.length > 0 && !before.some((token) => now.includes(token));
  }

  /** Whether two elements in the same place most likely show the same record. */
  isLikely(old: Element, next: Element): boolean {
    return this.#isSameRendering || this.#isAlike(old, next, false);
  }

  /**
   * The same of elements without a key, in lists of the same length; a quick judgement, and a strict one.
   *
   * @param isFirstWith whether no row before them has said the same
   */
  mayStay(old: Element, next: Element, isFirstWith: (...tokens: string[]) => boolean): boolean {
    if (this.#isSameRendering || isEqual(old, next, this.#base) || this.isAlone(old, next)) return true;
    const { tokens } = this.describe(next);
    const hasTokens = tokens.length > 0;
    // What else the rows say may have moved on by a place: that takes a closer look.
    const isClear = isWord(old) || PLACED.test(old.localName) || (hasTokens && isFirstWith(...tokens));
    return isClear && this.#isAlike(old, next, hasTokens);
  }

  /** @param isDistinct no other row has been seen with what these have in common */
  #isAlike(old: Element, next: Element, isDistinct: boolean): boolean {
    if (PLACED.test(old.localName)) return true;
    const [before, now] = [this.describe(old), this.describe(next)];
    if (!isEqualList(before.tokens, now.tokens)) return false;
    if (before.texts.length + now.texts.length === 0) return true;
    if (before.texts[0] !== now.texts[0] && holdsWork(old, this.#base)) return false;
    return (before.tokens.length > 0 && isDistinct) || isWord(old) || shareHalf(before.texts, now.texts);
  }
}

const isWord = (element: Element): boolean =>
  WORDS.test(element.localName) && element.firstElementChild === null;

function shareHalf(one: readonly string[], other: readonly string[]): boolean {
  const shared = one.filter((text) => other.includes(text)).length;
  return shared > 0 && shared >= Math.max(one.length, other.length) / 2;
}

/** What an element is, by its classes. */
function kindsOf(element: Element, view: View): string[] {
  const { localName } = element;
  if (ROWS.test(localName)) return [];
  const words = (view.attribute(element, 'class') ?? '').split(/\s+/);
  return words.filter((word) => word !== '').map((word) => `${localName}.${word}`);
}

function countKinds(nodes: readonly ChildNode[], view: View): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    if (!isElement(node)) continue;
    for (const kind of [node.localName, ...kindsOf(node, view)])
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
