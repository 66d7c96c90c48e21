import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';

const WIDE = { width: 1000, height: 700 };
const NARROW = { width: 320, height: 640 };

/** Expects axe to find nothing in light and dark, and that nothing is wider than a narrow phone. */
export async function expectAccessible(element: HTMLElement): Promise<void> {
  const { style } = document.documentElement;
  try {
    for (const scheme of ['light', 'dark']) {
      style.colorScheme = scheme;
      style.background = 'Canvas';
      await expect(element).to.be.accessible();
    }
    await setViewport(NARROW);
    await expect(element).to.be.accessible();
    expect(document.documentElement.scrollWidth, 'wider than 320 px').to.be.at.most(NARROW.width);
  } finally {
    style.colorScheme = '';
    style.background = '';
    await setViewport(WIDE);
  }
}
