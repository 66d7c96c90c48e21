import { ProtocolError, type Page } from 'puppeteer-core';

/**
 * A page whose size can be set in every version. Puppeteer turns the screen with it, what Firefox 140 cannot do: it
 * has the size all the same, and what it refuses otherwise is an error as before.
 */
export function toleratingOrientation(page: Page): Page {
  const setViewport = page.setViewport.bind(page);
  page.setViewport = (size) =>
    setViewport(size).catch((error: unknown) => {
      const turnsNoScreen =
        error instanceof ProtocolError && /unknown command.*ScreenOrientation/.test(error.message);
      if (!turnsNoScreen) throw error;
    });
  return page;
}
