import { warnOnce } from '../../warn.js';
import type { Base } from './base.js';
import { isElement, isEqual } from './identity.js';
import { Likeness } from './likeness.js';
import { holdsWork } from './own-work.js';

/** For each child that the server sends now the one that it was before; null = it is new. */
export type Pairs = (ChildNode | null)[];

/** What became of children. */
export interface Pairing {
  readonly pairs: Pairs;
  /** Where the server says something else than before, as far as that was found out; else all places. */
  readonly changed: Iterable<number>;
}

/**
 * Finds out which child became which: by what makes it this one (an id, the name of a field), by what it says, by what in it
 * no other has; and by its place only where nothing speaks against it.
 *
 * @param old the children that the server sent before
 * @param isSameRendering both lists are of one rendering: what stands in the same place is the same
 */
export function pairChildren(
  old: readonly ChildNode[],
  next: readonly ChildNode[],
  base: Base,
  isSameRendering = false,
): Pairing {
  const likeness = new Likeness(old, next, base, isSameRendering);
  const changed = findChanged(old, next, base, likeness);
  return changed === null
    ? { pairs: new PairingPasses(old, next, base, likeness).pair(), changed: next.keys() }
    : { pairs: [...old], changed };
}

/**
 * The usual case, quickly found out: each child is what stood in its place before.
 *
 * @returns the places where the server says something else than before; null = it is not the usual case
 */
function findChanged(
  before: readonly ChildNode[],
  now: readonly ChildNode[],
  base: Base,
  likeness: Likeness,
): number[] | null {
  if (before.length !== now.length) return null;
  const changed: number[] = [];
  /** What was said by those that stay where they are. */
  const seen = new Set<string>();
  const isFirstWith = (...words: string[]): boolean => seen.size < seen.add(words.join('\n')).size;
  /** How many of those that came before were asked for their keys: mostly none changes, and nobody is. */
  let asked = 0;
  const isInPlace = now.every((next, at) => {
    const old = before[at]!;
    if (!base.isTouched(old) && old.isEqualNode(next)) return true;
    changed.push(at);
    if (old.nodeType !== next.nodeType) return false;
    if (!isElement(old) || !isElement(next)) return true;
    const key = likeness.key(old);
    if (old.localName !== next.localName || key !== likeness.key(next)) return false;
    if (key === '') return likeness.mayStay(old, next, isFirstWith);
    for (; asked < at; asked += 1) {
      const one = before[asked]!;
      if (isElement(one)) isFirstWith(one.localName, likeness.key(one));
    }
    return isFirstWith(old.localName, key) || isEqual(old, next, base);
  });
  return isInPlace ? changed : null;
}

/** Pairs in passes, from what is certain to what is likely. */
class PairingPasses {
  readonly #old: readonly ChildNode[];
  readonly #next: readonly ChildNode[];
  readonly #base: Base;
  readonly #likeness: Likeness;
  readonly #pairs: Pairs;
  readonly #used = new Set<ChildNode | null>();
  readonly #indexes: Map<ChildNode | null, number>;

  constructor(old: readonly ChildNode[], next: readonly ChildNode[], base: Base, likeness: Likeness) {
    this.#old = old;
    this.#next = next;
    this.#base = base;
    this.#likeness = likeness;
    this.#pairs = next.map(() => null);
    this.#indexes = new Map(old.map((child, at) => [child, at]));
  }

  pair(): Pairs {
    this.#pairEnds();
    this.#pairBy((node) => this.#likeness.key(node), true);
    this.#pairBy((node) => this.#likeness.describe(node).all, false);
    this.#pairByTokens();
    this.#pairAlone();
    this.#pairInGaps();
    this.#pairComments();
    this.#pairTexts();
    return this.#pairs;
  }

  /** What is the same from the start and from the end on. */
  #pairEnds(): void {
    const [old, next, likeness] = [this.#old, this.#next, this.#likeness];
    const shorter = Math.min(old.length, next.length);
    let start = 0;
    while (start < shorter && likeness.isSame(old[start]!, next[start]!)) this.#take(start, old[start++]!);
    for (let end = 1; end <= shorter - start && likeness.isSame(old.at(-end)!, next.at(-end)!); end += 1)
      this.#take(next.length - end, old.at(-end)!);
  }

  /** @param isUnique only what says this of itself alone */
  #pairBy(word: (node: Element) => string, isUnique: boolean): void {
    const wordOf = (node: Element): string => {
      const said = word(node);
      return said === '' ? '' : `${node.localName} ${said}`;
    };
    const waiting = groupBy(this.#freeOld(), wordOf);
    const taken = new Set(isUnique ? this.#taken().map(wordOf) : []);
    for (const [said, nexts] of groupBy(this.#freeNext(), ([, next]) => wordOf(next))) {
      const known = waiting.get(said) ?? [];
      if (said === '' || (isUnique && (known.length > 1 || nexts.length > 1 || taken.has(said)))) continue;
      if (known.length > 1 && known.length !== nexts.length) this.#warnAmbiguous(known);
      nexts.forEach(([at, next], index) => {
        const old = known[index];
        if (old !== undefined && this.#likeness.mayBe(old, next)) this.#take(at, old);
      });
    }
  }

  /** Where what a person did should stay with one of several that cannot be told apart. */
  #warnAmbiguous(twins: readonly Element[]): void {
    const held = twins.find((twin) => holdsWork(twin, this.#base));
    if (held !== undefined)
      warnOnce(
        `<${held.localName}>: several elements in a part that is refreshed say the same, and one of them holds what a person entered; give each an id, so that it stays with its record`,
      );
  }

  /** By the first thing in a row that no other row has, before and now. */
  #pairByTokens(): void {
    const wanted = this.#freeNext();
    const tokensOf = (row: Element): readonly string[] => this.#likeness.describe(row).tokens;
    const before = ownersOf(this.#freeOld(), tokensOf);
    const now = ownersOf(
      wanted.map(([, next]) => next),
      tokensOf,
    );
    let taken: Set<string> | undefined;
    for (const [at, next] of wanted) {
      const token = tokensOf(next).find((one) => {
        const old = before.get(one);
        if (!old || !now.get(one) || this.#used.has(old) || !this.#likeness.mayBe(old, next)) return false;
        taken ??= new Set(this.#taken().flatMap(tokensOf));
        return !taken.has(one);
      });
      if (token !== undefined) this.#take(at, before.get(token)!);
    }
  }

  /** The only one of its kind is the same, whatever lies in it. */
  #pairAlone(): void {
    const [free, likeness] = [this.#freeOld(), this.#likeness];
    for (const [at, next] of this.#freeNext()) {
      const old = free.find(
        (one) => !this.#used.has(one) && likeness.mayBe(one, next) && likeness.isAlone(one, next),
      );
      if (old !== undefined) this.#take(at, old);
    }
  }

  /** What is left over between two pairs, where there is as much of it as before. */
  #pairInGaps(): void {
    let [oldFrom, nextFrom] = [0, 0];
    for (let at = 0; at <= this.#next.length; at += 1) {
      const isEnd = at === this.#next.length;
      if (!isEnd && (this.#pairs[at] === null || !isElement(this.#next[at]!))) continue;
      const oldUntil = isEnd ? this.#old.length : this.#indexes.get(this.#pairs[at]!)!;
      this.#pairGap(this.#freeOld(oldFrom, oldUntil), this.#freeNext(nextFrom, at));
      oldFrom = oldUntil + 1;
      nextFrom = at + 1;
    }
  }

  #pairGap(free: readonly (Element & ChildNode)[], wanted: readonly [number, Element][]): void {
    const olds = groupBy(free, ({ localName }) => localName);
    for (const [name, nexts] of groupBy(wanted, ([, { localName }]) => localName)) {
      const known = olds.get(name);
      if (known?.length !== nexts.length) continue;
      nexts.forEach(([at, next], index) => {
        const old = known[index]!;
        if (this.#likeness.isLikely(old, next) && this.#likeness.mayBe(old, next)) this.#take(at, old);
      });
    }
  }

  /** A comment that no other repeats is a mark of its place, which scripts of the page may hold. */
  #pairComments(): void {
    const textOf = (node: Node): string => (node.nodeType === 8 ? node.nodeValue! : '');
    const known = groupBy(this.#old, textOf);
    for (const [text, [next, ...others]] of groupBy(this.#next, textOf)) {
      const [old, ...twins] = known.get(text) ?? [];
      const isMark = text !== '' && old !== undefined && others.length + twins.length === 0;
      const at = this.#next.indexOf(next!);
      if (isMark && this.#pairs[at] === null && !this.#used.has(old)) this.#take(at, old);
    }
  }

  /** Texts and comments go with what stands before them, or after. */
  #pairTexts(): void {
    for (const step of [1, -1]) {
      this.#next.forEach((next, at) => {
        if (this.#pairs[at] !== null || isElement(next)) return;
        const neighbour = this.#pairs[at - step];
        const edge = step === 1 ? -1 : this.#old.length;
        const index = neighbour === undefined ? edge : (this.#indexes.get(neighbour) ?? NaN);
        const old = this.#old[index + step];
        if (old?.nodeType === next.nodeType && !this.#used.has(old)) this.#take(at, old);
      });
    }
  }

  #take(at: number, old: Node): void {
    this.#pairs[at] = old as ChildNode;
    this.#used.add(old as ChildNode);
  }

  #taken(): Element[] {
    return [...this.#used].filter((old): old is Element & ChildNode => old !== null && isElement(old));
  }

  #freeOld(from = 0, until = this.#old.length): (Element & ChildNode)[] {
    return this.#old
      .slice(from, until)
      .filter((old): old is Element & ChildNode => isElement(old) && !this.#used.has(old));
  }

  #freeNext(from = 0, until = this.#next.length): [number, Element][] {
    const free: [number, Element][] = [];
    for (let at = from; at < until; at += 1) {
      const next = this.#next[at]!;
      if (this.#pairs[at] === null && isElement(next)) free.push([at, next]);
    }
    return free;
  }
}

function groupBy<Item>(items: readonly Item[], wordOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const word = wordOf(item);
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [item]);
    else group.push(item);
  }
  return groups;
}

/** Who says what; null = several do. */
function ownersOf(
  rows: readonly Element[],
  tokensOf: (row: Element) => readonly string[],
): Map<string, Element | null> {
  const found = new Map<string, Element | null>();
  for (const row of rows)
    for (const token of new Set(tokensOf(row))) found.set(token, found.has(token) ? null : row);
  return found;
}
