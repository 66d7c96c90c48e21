import type { Clock } from '../../clock.js';
import type { Translator } from '../../i18n/translator.js';

/** `polite` waits until a screen reader has finished, `assertive` interrupts it. */
export type Politeness = 'polite' | 'assertive';

/** Where announcements are written: {@link LiveRegions} in a page. */
export interface Announcements {
  write(politeness: Politeness, text: string): void;
}

/** From the emptying of the regions to the text, in milliseconds: what comes meanwhile is said together. */
const GATHER_TIME = 100;
/** At most one announcement in so many milliseconds. */
const INTERVAL = 1_000;
/** How long a text stays, in milliseconds: long enough for slow readers, too short to be found later on. */
const KEEP_TIME = 7_000;

/** At most one step of the same thing is said in so many milliseconds. */
const STEP_INTERVAL = 10_000;
/** How many things that go on are told apart. */
const MOST_THINGS = 100;

/** What waits to be said. A flood is only counted, so that it takes no room. */
interface Waiting {
  /** By key, what is said last of each thing that goes on; under no key the first of all others. */
  texts: Map<string, string>;
  /** How many others there are. */
  more: number;
}

/**
 * Says alerts through live regions, one at a time. Regions are emptied and filled a moment later, because a
 * screen reader takes the same text twice for no change.
 */
export class Announcer {
  readonly #clock: Clock;
  readonly #regions: Announcements;
  readonly #wording: () => Translator;
  readonly #waiting = new Map<Politeness, Waiting>();
  /** When something was last said of a thing that goes on, and what is to be said next. */
  readonly #steps = new Map<string, { at: number; next: string | null }>();
  #cancelNext: (() => void) | null = null;
  #cancelRemoval: (() => void) | null = null;
  #hidden = false;

  /** @param wording the words of the page's language, asked for each time */
  constructor(clock: Clock, regions: Announcements, wording: () => Translator) {
    this.#clock = clock;
    this.#regions = regions;
    this.#wording = wording;
  }

  /** @param key of a thing that goes on: only the last that waits is said of it */
  announce(text: string, politeness: Politeness, key = ''): void {
    const waiting = this.#waiting.get(politeness) ?? { texts: new Map<string, string>(), more: 0 };
    const name = waiting.texts.size < MOST_THINGS ? key : '';
    if (name === '' && waiting.texts.has('')) waiting.more += 1;
    else waiting.texts.set(name, text);
    this.#waiting.set(politeness, waiting);
    if (this.#cancelNext === null) this.#begin();
  }

  /** Says now and then how far a thing is. @param key of the thing */
  announceStep(key: string, text: string): void {
    const last = this.#steps.get(key);
    if (last === undefined) {
      this.announceThing(key, text, 'polite');
      return;
    }
    const isWaiting = last.next !== null;
    last.next = text;
    if (isWaiting) return;
    this.#clock.after(Math.max(0, last.at + STEP_INTERVAL - this.#clock.now()), () => {
      const { next } = last;
      if (next !== null && this.#steps.get(key) === last) this.announceThing(key, next, 'polite');
    });
  }

  /** Says that a thing begins, or what became of it. */
  announceThing(key: string, text: string, politeness: Politeness): void {
    this.#steps.delete(key);
    this.#steps.set(key, { at: this.#clock.now(), next: null });
    if (this.#steps.size > MOST_THINGS) this.#steps.delete(this.#steps.keys().next().value!);
    // That it goes on is not said any more where it has failed by now.
    for (const [other, { texts }] of this.#waiting)
      if (texts.delete(key) && texts.size === 0) this.#waiting.delete(other);
    this.announce(text, politeness, key);
  }

  /** While the page is hidden nothing is said: nobody would hear it. */
  setHidden(hidden: boolean): void {
    this.#hidden = hidden;
    if (this.#cancelNext === null) this.#begin();
  }

  /** Takes everything back, also what is in the regions. */
  clear(): void {
    this.#waiting.clear();
    this.#steps.clear();
    this.#cancelNext?.();
    this.#cancelNext = null;
    this.#empty();
  }

  #begin(): void {
    if (this.#waiting.size === 0 || this.#hidden) return;
    this.#empty();
    this.#cancelNext = this.#clock.after(GATHER_TIME, () => {
      this.#say();
      this.#cancelNext = this.#clock.after(INTERVAL - GATHER_TIME, () => {
        this.#cancelNext = null;
        this.#begin();
      });
    });
  }

  /** Urgent ones first; the others get the next turn. */
  #say(): void {
    const politeness = this.#waiting.has('assertive') ? 'assertive' : 'polite';
    const waiting = this.#waiting.get(politeness);
    if (waiting === undefined) return;
    this.#waiting.delete(politeness);
    this.#regions.write(politeness, summary(waiting, politeness, this.#wording()));
    this.#cancelRemoval = this.#clock.after(KEEP_TIME, () => this.#empty());
  }

  #empty(): void {
    this.#cancelRemoval?.();
    this.#cancelRemoval = null;
    this.#regions.write('polite', '');
    this.#regions.write('assertive', '');
  }
}

/** One text as it is; of several urgent ones how many and the first; of others how many. */
function summary({ texts, more }: Waiting, politeness: Politeness, wording: Translator): string {
  const [first = ''] = texts.values();
  const count = texts.size + more;
  if (count === 1) return first;
  const several = wording.count('several', count);
  return politeness === 'assertive' ? `${several}. ${first}` : several;
}
