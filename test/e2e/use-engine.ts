import { after, before } from 'node:test';
import { until } from '../gateway/support/until.js';
import {
  openEngine,
  type EngineBrowser,
  type EngineName,
  type EnginePage,
} from '../support/engines/open-engine.js';
import { startEnginesSite, type EnginesSite } from './engines-site.js';

/** A site, and a browser with one page, for all tests of a suite. */
export interface UsedEngine {
  site: EnginesSite;
  browser: EngineBrowser;
  page: EnginePage;
  /** Waits until an expression is truthy in the page. */
  isTrue: (expression: string) => Promise<unknown>;
}

/** To be called in a suite; what it gives is there when its tests run. */
export function useEngine(engine: EngineName): UsedEngine {
  const used = {
    isTrue: (expression: string) =>
      until(() => used.page.evaluate<boolean>(`Boolean(${expression})`), expression),
  } as UsedEngine;
  before(async () => {
    used.site = await startEnginesSite();
    used.browser = await openEngine(engine);
    used.page = await used.browser.newPage();
  });
  after(async () => {
    await used.browser.close();
    await used.site.close();
  });
  return used;
}
