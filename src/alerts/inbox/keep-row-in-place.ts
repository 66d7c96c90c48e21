/** Whether browsers keep what is read in its place by themselves, when something comes above it; WebKit does not. */
const isNative = (): boolean => CSS.supports('overflow-anchor:auto');

/**
 * Keeps what a person reads in a list where it is, while the list is drawn anew.
 *
 * @param list scrolls; null = it is not drawn yet
 */
export function keepRowInPlace(list: Element | null, draw: () => void): void {
  if (!list?.scrollTop || isNative()) {
    draw();
    return;
  }
  const edge = topOf(list);
  const row = [...list.querySelectorAll('li')].find((one) => one.getBoundingClientRect().bottom > edge);
  const before = row && topOf(row);
  draw();
  if (row?.isConnected) list.scrollTop += topOf(row) - before!;
}

const topOf = (element: Element): number => element.getBoundingClientRect().top;
