import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { toleratingOrientation } from './tolerating-orientation.js';
import { openWebKit } from './webkit.js';

/** What is seen of a page, in CSS pixels. */
export interface WindowSize {
  width: number;
  height: number;
  /** It is pressed with fingers; Chromium alone can be told so. */
  hasTouch?: boolean;
}

/** What a test does with a page of any engine. */
export interface EnginePage {
  go(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  /** @returns the value of an expression in the page, also of one that takes a while */
  evaluate<Value>(expression: string): Promise<Value>;
  mouse: {
    move(x: number, y: number): Promise<void>;
    click(x: number, y: number): Promise<void>;
  };
  keyboard: {
    type(text: string): Promise<void>;
    /** A key, or several at once: `Shift+Tab`. */
    press(keys: string): Promise<void>;
  };
  setViewportSize(size: WindowSize): Promise<void>;
  /** A picture of what is seen, as PNG. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A browser with a profile of its own. */
export interface EngineBrowser {
  /** Name and version, for a report. */
  version: string;
  /** One more window or tab of the same profile. */
  newPage(): Promise<EnginePage>;
  close(): Promise<void>;
}

// JavaScript of the project itself, which has no declarations.
const { findFirefox, presentEngines } = (await import(
  new URL('../../../scripts/engines.js', import.meta.url).href
)) as { findFirefox: () => string; presentEngines: (given?: string) => EngineName[] };
const { findChromium } = (await import(new URL('../../../scripts/chromium.js', import.meta.url).href)) as {
  findChromium: () => string;
};

export { presentEngines };

/**
 * The engines for what every change tries in Chromium, and in the others through the journeys of `engines.test.ts` alone: with
 * `npm run test:all`, or where `ENGINES` names them, all of it runs in each.
 */
export const thoroughEngines = (): EngineName[] => presentEngines(process.env['THOROUGH_ENGINES']);

const CHROMIUM_OPTIONS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** How a browser is started. */
export interface HowToOpen {
  /** In private windows, and notifications are refused. */
  isPrivate: boolean;
}

/** Of Firefox: its windows are private, and it refuses notifications without a question. */
const PRIVATE = { 'browser.privatebrowsing.autostart': true, 'permissions.default.desktop-notification': 2 };

const OPENERS = {
  chromium: async ({ isPrivate }: HowToOpen) =>
    fromPuppeteer(
      await puppeteer.launch({ executablePath: findChromium(), args: CHROMIUM_OPTIONS }),
      isPrivate,
    ),
  firefox: async ({ isPrivate }: HowToOpen) =>
    fromPuppeteer(
      await puppeteer.launch({
        browser: 'firefox',
        executablePath: findFirefox(),
        ...(isPrivate && { extraPrefsFirefox: PRIVATE }),
      }),
      false,
    ),
  // Under a driver its windows keep nothing on disk, as private ones.
  webkit: openWebKit,
};

export type EngineName = keyof typeof OPENERS;

/** Starts a browser of an engine; as root and without a display, too. */
export const openEngine = (name: EngineName, { isPrivate = false } = {}): Promise<EngineBrowser> =>
  OPENERS[name]({ isPrivate });

async function fromPuppeteer(browser: Browser, isIncognito: boolean): Promise<EngineBrowser> {
  const windows = isIncognito ? await browser.createBrowserContext() : browser;
  return {
    version: await browser.version(),
    newPage: async () => asEnginePage(toleratingOrientation(await windows.newPage())),
    close: () => browser.close(),
  };
}

function asEnginePage(page: Page): EnginePage {
  return {
    go: async (url) => {
      await page.goto(url);
    },
    reload: async () => {
      await page.reload();
    },
    back: async () => {
      await page.goBack();
    },
    evaluate: <Value>(expression: string) => page.evaluate(expression) as Promise<Value>,
    mouse: page.mouse,
    keyboard: {
      type: (text) => page.keyboard.type(text),
      press: (keys) => pressKeys(page, keys),
    },
    setViewportSize: (size) => page.setViewport(size),
    screenshot: () => page.screenshot(),
    close: () => page.close(),
  };
}

async function pressKeys({ keyboard }: Page, keys: string): Promise<void> {
  const pressed = keys.split(/(?<!^)\+/) as Parameters<typeof keyboard.down>[0][];
  for (const key of pressed) await keyboard.down(key);
  for (const key of pressed.toReversed()) await keyboard.up(key);
}
