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
  ['turbo:before-render', 'turbo:render'],
  ['turbo:before-frame-render', 'turbo:frame-render'],
  ['up:fragment:loaded', 'up:fragment:inserted'],
] as const;
/** A swap that was called off has no end, in milliseconds. */
const LONGEST_SWAP = 500;

const noted = new WeakSet<Document>();

/** From now on what these libraries swap in counts as what the server said. */
export function noteSwaps(page: Document): void {
  if (noted.has(page)) return;
  noted.add(page);
  const base = baseOf(page);
  let end: ReturnType<typeof setTimeout> | undefined;
  const start = (): void => {
    clearTimeout(end);
    base.startRenewal();
    end = setTimeout(() => base.endRenewal(), LONGEST_SWAP);
  };
  const stop = (): void => base.endRenewal();
  for (const [before, after] of SWAPS) {
    page.addEventListener(before, start, true);
    page.addEventListener(after, stop, true);
  }
  page.addEventListener('turbo:before-stream-render', (event) => {
    const { detail } = event as CustomEvent<{ render: (stream: Element) => Promise<void> | void }>;
    const { render } = detail;
    detail.render = async (stream) => {
      start();
      await render(stream);
      stop();
    };
  });
}
