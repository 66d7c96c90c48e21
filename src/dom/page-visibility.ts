/** Whether a person cannot see a page: its tab is in the background, or its window is minimised or covered. */
export const isHidden = (page: Document): boolean => page.visibilityState === 'hidden';

/** Whether a person works with a page at this moment. */
export const isInFront = (page: Document): boolean => !isHidden(page) && page.hasFocus();
