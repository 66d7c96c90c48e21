/** Colours on a light or on a dark ground. */
export type Theme = 'light' | 'dark';

export const THEMES: readonly Theme[] = ['light', 'dark'];

/**
 * Whether a page is dark by its own colours although no `color-scheme` says so, as with a class `dark`.
 */
export function isDarkPage(document: Document): boolean {
  const styleOf = (element: Element): CSSStyleDeclaration => document.defaultView!.getComputedStyle(element);
  const { body, documentElement } = document;
  if (styleOf(documentElement).colorScheme !== 'normal') return false;
  for (const element of [body, documentElement]) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (
      styleOf(element).backgroundColor.match(/[\d.]+/g) ?? []
    ).map(Number);
    if (alpha > 0.5) return 0.3 * red + 0.59 * green + 0.11 * blue < 90;
  }
  return false;
}

/**
 * Tells when a page may have become dark or light by its own colours, at once or by and by.
 *
 * @returns the way to stop
 */
export function watchTheme(document: Document, changed: () => void): () => void {
  const { MutationObserver: Observer } = document.defaultView as Window & typeof globalThis;
  const { documentElement } = document;
  const observe = (): void => {
    observer.observe(documentElement, { attributes: true, childList: true });
    // For a moment there may be none.
    for (const body of document.querySelectorAll(':root > body'))
      observer.observe(body, { attributes: true });
  };
  const observer = new Observer(() => {
    // A router may have put another body into the page.
    observe();
    changed();
  });
  observe();
  const faded = ({ target }: Event): void => {
    if (target === documentElement || target === document.body) changed();
  };
  document.addEventListener('transitionend', faded);
  return () => {
    observer.disconnect();
    document.removeEventListener('transitionend', faded);
  };
}
