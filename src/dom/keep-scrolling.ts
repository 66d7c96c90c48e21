/**
 * Keeps the wheel and the finger over what an element scrolls: a modal that locks the scrolling of its page (such as
 * react-remove-scroll in Radix, Headless UI and others) sees only the element as the target, not the list in its shadow root, and would
 * prevent every step. Where nothing can be scrolled they belong to the page.
 */
export function keepScrolling(element: HTMLElement): void {
  for (const type of ['wheel', 'touchmove'])
    element.addEventListener(
      type,
      (event) => {
        const path = event.composedPath();
        const within = path.slice(0, path.indexOf(element) + 1) as Element[];
        if (within.some(canScroll)) event.stopPropagation();
      },
      { passive: true },
    );
}

const canScroll = (element: Element): boolean =>
  element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY);
