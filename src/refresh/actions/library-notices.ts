import { contentWatchOf, watchContent } from '../content-watch.js';
import { baseOf } from '../merge/base.js';

/** Libraries whose own work begins where a refresh ends, and the other way round. */
interface PageLibraries {
  htmx?: { process(element: Element): void };
  up?: { hello(element: Element): void };
}

/** Tells the libraries of a page of what came new. Those that watch the page, such as Alpine and Stimulus, see it. */
export function tellLibraries(target: Element): void {
  const view = target.ownerDocument.defaultView as unknown as PageLibraries | null;
  view?.htmx?.process(target);
  view?.up?.hello(target);
}

/** Events before and after a library puts into the page what the server sent it. */
const SWAPS = [
  ['htmx:beforeSwap', 'htmx:afterSwap'],
  ['htmx:oobBeforeSwap', 'htmx:oobAfterSwap'],
  ['up:fragment:loaded', 'up:fragment:inserted'],
] as const;
/** Events of Turbo with the function that does it. */
const RENDERS = ['turbo:before-render', 'turbo:before-frame-render', 'turbo:before-stream-render'];
/** A swap that was called off has no end, in milliseconds. */
const LONGEST_SWAP = 500;

type Render = (...given: Element[]) => Promise<void> | void;

const noted = new WeakSet<Document>();

/** From now on what these libraries swap in counts as what the server said. */
export function noteSwaps(page: Document): void {
  if (noted.has(page)) return;
  noted.add(page);
  const base = baseOf(page);
  let end: ReturnType<typeof setTimeout> | undefined;
  const start = (): void => {
    clearTimeout(end);
    // The browser's copy of the page is not what the server said last.
    contentWatchOf(page).asksCache = false;
    base.startRenewal();
    end = setTimeout(stop, LONGEST_SWAP);
  };
  const stop = (): void => {
    clearTimeout(end);
    watchReplaced(page);
    base.endRenewal();
  };
  for (const [before, after] of SWAPS) {
    page.addEventListener(before, start, true);
    page.addEventListener(after, stop, true);
  }
  for (const type of RENDERS) {
    page.addEventListener(type, (event) => {
      const { detail } = event as CustomEvent<{ render?: Render }>;
      const { render } = detail;
      if (render === undefined) return;
      detail.render = async (...given) => {
        start();
        await render(...given);
        stop();
      };
    });
  }
}

/** What came in the place of a part is that part. */
function watchReplaced(page: Document): void {
  const { seen } = contentWatchOf(page);
  for (const part of seen) {
    if (part.isConnected) continue;
    seen.delete(part);
    const next = part.id === '' ? null : page.getElementById(part.id);
    if (next === null) continue;
    watchContent(next);
    seen.add(next);
  }
}
