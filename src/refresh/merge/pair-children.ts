import { PLAIN, type View } from './base.js';
import { describe, isElement, keyOf, type Description } from './identity.js';

/** What pairing must know beside the two lists. */
export interface PairingHints {
  /** How the children that were there are seen. */
  view: View;
  /** Whether a child is exactly what the server says now. */
  isEqual(old: ChildNode, next: ChildNode): boolean;
  /** Whether a person has done something in a child that must not go to another record. */
  holdsWork(old: Element): boolean;
  /** Both lists are of one rendering: what stands in the same place is the same. */
  isSameRendering: boolean;
  /** Rows that cannot be told apart, though what a person did in one of them should stay with it. */
  ambiguous(old: Element): void;
}

/** For each child that the server sends now the one that it was before; null = it is new. */
export type Pairs = (ChildNode | null)[];

/**
 * Finds out which child became which: by what makes it this one (an id, the name of a field), by what it says, by what in it
 * no other has; and by its place only where nothing speaks against it.
 */
export function pairChildren(
  old: readonly ChildNode[],
  next: readonly ChildNode[],
  hints: PairingHints,
): Pairs {
  const pairing = new Pairing(old, next, hints);
  return pairing.isInPlace() ? [...old] : pairing.pair();
}

/** Cells stand for their columns. */
const PLACED = new Set(['td', 'th', 'dt', 'dd', 'col', 'thead', 'tbody', 'tfoot', 'summary', 'legend']);
/** Elements that are never a record, only words of one. */
const WORDS = new Set(
  [
    'p',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'span',
    'b',
    'i',
    'em',
    'strong',
    'small',
    'time',
    'code',
    'label',
  ].concat(['caption', 'figcaption', 'text', 'tspan', 'br', 'hr']),
);

class Pairing {
  readonly #old: readonly ChildNode[];
  readonly #next: readonly ChildNode[];
  readonly #hints: PairingHints;
  #pairs: Pairs = [];
  readonly #used = new Set<ChildNode>();
  readonly #descriptions = new Map<Node, Description>();
  readonly #keys = new Map<Node, string>();
  /** What was said by rows that stay where they are. */
  readonly #seen = new Set<string>();
  #counts: [Map<string, number>, Map<string, number>] | null = null;

  constructor(old: readonly ChildNode[], next: readonly ChildNode[], hints: PairingHints) {
    this.#old = old;
    this.#next = next;
    this.#hints = hints;
  }

  /** Whether each child is what stood in its place before: the usual case, and quickly found out. */
  isInPlace(): boolean {
    if (this.#old.length !== this.#next.length) return false;
    return this.#next.every((next, at) => {
      const old = this.#old[at]!;
      if (old.nodeType !== next.nodeType) return false;
      if (!isElement(old) || !isElement(next)) return true;
      const key = this.#key(old);
      if (old.localName !== next.localName || key !== this.#key(next)) return false;
      if (key === '') return this.#mayStay(old, next);
      return this.#isFirstWith([old.localName, key]) || this.#hints.isEqual(old, next);
    });
  }

  #mayStay(old: Element, next: Element): boolean {
    if (this.#hints.isSameRendering || this.#hints.isEqual(old, next) || this.#isAlone(old, next))
      return true;
    const { tokens } = this.#describe(next);
    // What else the rows say may have moved on by a place: that takes a closer look.
    const isClear =
      isWord(old) || PLACED.has(old.localName) || (tokens.length > 0 && this.#isFirstWith(tokens));
    return isClear && this.#isAlike(old, next, tokens.length > 0);
  }

  #isFirstWith(tokens: readonly string[]): boolean {
    const said = tokens.join('\n');
    const isFirst = !this.#seen.has(said);
    this.#seen.add(said);
    return isFirst;
  }

  pair(): Pairs {
    this.#pairs = this.#next.map(() => null);
    this.#pairEnds();
    this.#pairBy((node) => this.#key(node), true);
    this.#pairBy((node) => this.#describe(node).all, false);
    this.#pairByTokens();
    this.#pairAlone();
    this.#pairInGaps();
    this.#pairTexts();
    return this.#pairs;
  }

  /** What is the same from the start and from the end on. */
  #pairEnds(): void {
    const [old, next] = [this.#old, this.#next];
    const shorter = Math.min(old.length, next.length);
    let start = 0;
    while (start < shorter && this.#isSame(old[start]!, next[start]!)) this.#take(start, old[start++]!);
    for (let end = 1; end <= shorter - start && this.#isSame(old.at(-end)!, next.at(-end)!); end += 1)
      this.#take(next.length - end, old.at(-end)!);
  }

  #isSame(old: ChildNode, next: ChildNode): boolean {
    if (old.nodeType !== next.nodeType) return false;
    if (isElement(old) && this.#key(old) !== this.#key(next as unknown as Element)) return false;
    return this.#hints.isEqual(old, next);
  }

  /** @param unique only what says this of itself alone */
  #pairBy(word: (node: Element) => string, unique: boolean): void {
    const waiting = new Map<string, Element[]>();
    const wordOf = (node: Element): string => {
      const said = word(node);
      return said === '' ? '' : `${node.localName} ${said}`;
    };
    for (const old of this.#freeOld()) add(waiting, wordOf(old), old);
    const asked = new Map<string, number[]>();
    for (const [at, next] of this.#freeNext()) add(asked, wordOf(next), at);
    for (const [said, places] of asked) {
      const known = waiting.get(said) ?? [];
      if (said === '' || (unique && (known.length > 1 || places.length > 1))) continue;
      if (known.length > 1 && known.length !== places.length) this.#tellAmbiguous(known);
      places.forEach((at, index) => {
        const old = known[index];
        if (old !== undefined && this.#mayBe(old, this.#next[at] as unknown as Element)) this.#take(at, old);
      });
    }
  }

  #tellAmbiguous(twins: readonly Element[]): void {
    const held = twins.find((twin) => this.#hints.holdsWork(twin));
    if (held !== undefined) this.#hints.ambiguous(held);
  }

  /** By the first thing in a row that no other row has, before and now. */
  #pairByTokens(): void {
    const before = owners(this.#freeOld(), (old) => this.#describe(old).tokens);
    const now = owners(
      this.#freeNext().map(([, next]) => next),
      (next) => this.#describe(next).tokens,
    );
    for (const [at, next] of this.#freeNext()) {
      const token = this.#describe(next).tokens.find((one) => {
        const old = before.get(one);
        return old && now.get(one) && !this.#used.has(old) && this.#mayBe(old, next);
      });
      if (token !== undefined) this.#take(at, before.get(token)!);
    }
  }

  /** The only one of its kind is the same, whatever lies in it. */
  #pairAlone(): void {
    const free = this.#freeOld();
    for (const [at, next] of this.#freeNext()) {
      const old = free.find(
        (one) => !this.#used.has(one) && this.#mayBe(one, next) && this.#isAlone(one, next),
      );
      if (old !== undefined) this.#take(at, old);
    }
  }

  /** What is left over between two pairs, where there is as much of it as before. */
  #pairInGaps(): void {
    const index = new Map(this.#old.map((old, at) => [old, at]));
    let from = 0;
    for (let at = 0; at < this.#next.length;) {
      let end = at;
      while (end < this.#next.length && (this.#pairs[end] === null || !isElement(this.#next[end]!))) end += 1;
      const until = end === this.#next.length ? this.#old.length : index.get(this.#pairs[end]!)!;
      if (until > from && end > at) this.#pairGap(from, until, at, end);
      from = until + 1;
      at = end + 1;
    }
  }

  #pairGap(oldFrom: number, oldUntil: number, nextFrom: number, nextUntil: number): void {
    const free = this.#old.slice(oldFrom, oldUntil).filter((old) => !this.#used.has(old));
    const wanted = this.#freeNext(nextFrom, nextUntil);
    for (const name of new Set(wanted.map(([, { localName }]) => localName))) {
      const olds = free.filter((old) => isElement(old) && old.localName === name) as unknown as Element[];
      const nexts = wanted.filter(([, { localName }]) => localName === name);
      if (olds.length !== nexts.length) continue;
      nexts.forEach(([at, next], place) => {
        const old = olds[place]!;
        const isLikely = this.#hints.isSameRendering || this.#isAlike(old, next);
        if (isLikely && this.#mayBe(old, next)) this.#take(at, old);
      });
    }
  }

  /** Texts and comments go with what stands before them, or after. */
  #pairTexts(): void {
    const index = new Map(this.#old.map((old, at) => [old, at]));
    const isFree = (old: ChildNode | undefined, next: ChildNode): old is ChildNode =>
      old !== undefined && old.nodeType === next.nodeType && !isElement(old) && !this.#used.has(old);
    const besides = (at: number, step: 1 | -1): ChildNode | undefined => {
      const isAtEdge = at === (step === 1 ? 0 : this.#next.length - 1);
      if (isAtEdge) return step === 1 ? this.#old[0] : this.#old.at(-1);
      const neighbour = this.#pairs[at - step] ?? null;
      return neighbour === null ? undefined : this.#old[index.get(neighbour)! + step];
    };
    for (const step of [1, -1] as const) {
      this.#next.forEach((next, at) => {
        if (this.#pairs[at] !== null || isElement(next)) return;
        const old = besides(at, step);
        if (isFree(old, next)) this.#take(at, old);
      });
    }
  }

  /** Whether nothing says that two elements are different ones. */
  #mayBe(old: Element, next: Element): boolean {
    if (old.localName !== next.localName) return false;
    if (this.#key(old) === this.#key(next)) return true;
    // The same fields go elsewhere: a form of the same record. Other fields: another form, such as the one to sign in.
    const fields = (form: Element): string[] =>
      this.#describe(form).tokens.filter((token) => /[:=]/.test(token));
    return old.localName === 'form' && fields(old).some((field) => fields(next).includes(field));
  }

  #isAlone(old: Element, next: Element): boolean {
    this.#counts ??= [countKinds(this.#old, this.#hints.view), countKinds(this.#next, PLAIN)];
    const [before, now] = this.#counts;
    const isOnly = (kind: string): boolean => before.get(kind) === 1 && now.get(kind) === 1;
    if (ROWS.has(old.localName) && this.#isOther(old, next)) return false;
    const kinds = kindsOf(old, this.#hints.view);
    return (
      isOnly(old.localName) ||
      (kinds.length > 0 && isEqualList(kinds, kindsOf(next, PLAIN)) && kinds.every(isOnly))
    );
  }

  /** A list of one row is a list all the same. */
  #isOther(old: Element, next: Element): boolean {
    const [before, now] = [this.#describe(old).tokens, this.#describe(next).tokens];
    return before.length > 0 && now.length > 0 && !before.some((token) => now.includes(token));
  }

  /**
   * Whether two elements in the same place most likely show the same record.
   *
   * @param isDistinct no other row has been seen with what these have in common
   */
  #isAlike(old: Element, next: Element, isDistinct = false): boolean {
    if (PLACED.has(old.localName)) return true;
    const [before, now] = [this.#describe(old), this.#describe(next)];
    if (!isEqualList(before.tokens, now.tokens)) return false;
    if (before.texts.length === 0 && now.texts.length === 0) return true;
    if (before.texts[0] !== now.texts[0] && this.#hints.holdsWork(old)) return false;
    if (before.tokens.length > 0 && isDistinct) return true;
    if (isWord(old)) return true;
    return shareHalf(before.texts, now.texts);
  }

  #take(at: number, old: Node): void {
    this.#pairs[at] = old as ChildNode;
    this.#used.add(old as ChildNode);
  }

  #freeOld(): (Element & ChildNode)[] {
    return this.#old.filter((old): old is Element & ChildNode => isElement(old) && !this.#used.has(old));
  }

  #freeNext(from = 0, until = this.#next.length): [number, Element][] {
    const free: [number, Element][] = [];
    for (let at = from; at < until; at += 1) {
      const next = this.#next[at]!;
      if (this.#pairs[at] === null && isElement(next)) free.push([at, next]);
    }
    return free;
  }

  #viewOf(node: Node): View {
    return node.ownerDocument === this.#next[0]?.ownerDocument ? PLAIN : this.#hints.view;
  }

  #key(element: Element): string {
    let key = this.#keys.get(element);
    if (key === undefined) this.#keys.set(element, (key = keyOf(element, this.#viewOf(element))));
    return key;
  }

  #describe(element: Element): Description {
    let description = this.#descriptions.get(element);
    if (description === undefined) {
      description = describe(element, this.#viewOf(element));
      this.#descriptions.set(element, description);
    }
    return description;
  }
}

const isWord = (element: Element): boolean =>
  WORDS.has(element.localName) && element.firstElementChild === null;

function add<Item>(lists: Map<string, Item[]>, word: string, item: Item): void {
  const list = lists.get(word);
  if (list === undefined) lists.set(word, [item]);
  else list.push(item);
}

/** Who says what; null = several do. */
function owners(
  rows: readonly Element[],
  tokensOf: (row: Element) => readonly string[],
): Map<string, Element | null> {
  const found = new Map<string, Element | null>();
  for (const row of rows)
    for (const token of new Set(tokensOf(row))) found.set(token, found.has(token) ? null : row);
  return found;
}

function shareHalf(one: readonly string[], other: readonly string[]): boolean {
  const shared = one.filter((text) => other.includes(text)).length;
  return shared > 0 && shared >= Math.max(one.length, other.length) / 2;
}

const isEqualList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item, at) => item === other[at]);

/** Rows, whose classes say what is the matter with them, not what they are. */
const ROWS = new Set(['li', 'tr', 'option', 'article']);

/** What an element is, by its classes. */
function kindsOf(element: Element, view: View): string[] {
  const { localName } = element;
  const words = ROWS.has(localName) ? [] : (view.attribute(element, 'class') ?? '').split(/\s+/);
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
