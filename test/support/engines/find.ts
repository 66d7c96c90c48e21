/** @returns an expression that finds an element in a page, each selector in the shadow root of the one before */
export const find = (...selectors: string[]): string =>
  selectors.reduce(
    (found, selector, index) =>
      `${found}${index === 0 ? '' : '?.shadowRoot'}?.querySelector(${JSON.stringify(selector)})`,
    'document',
  );
