import type { BrowserLauncher, SessionResult } from '@web/test-runner-core';
import { openWebKit, type WebKit } from './webkit.js';
import type { WebKitPage } from './webkit-page.js';

/** WebKit for Web Test Runner: one window, in which one test file after another runs. */
export class WebKitLauncher implements BrowserLauncher {
  readonly name = 'WebKit';
  /** Of this type, `@web/test-runner-commands` knows every command; it asks `getPage` for a page as Playwright has it. */
  readonly type = 'playwright';
  readonly concurrency = 1;
  #webKit: Promise<WebKit> | null = null;
  #page: WebKitPage | null = null;
  #active: string | null = null;

  async startSession(sessionId: string, url: string): Promise<void> {
    this.#active = sessionId;
    const { page } = await this.#open();
    this.#page = page;
    await page.setViewportSize({ width: 800, height: 600 });
    await page.go(url);
  }

  getPage(): WebKitPage {
    return this.#page!;
  }

  isActive(sessionId: string): boolean {
    return this.#active === sessionId;
  }

  async getBrowserUrl(): Promise<string> {
    return (await this.#open()).page.url();
  }

  /** Leaves the page, so that nothing of the test goes on. */
  async stopSession(): Promise<SessionResult> {
    this.#active = null;
    await (await this.#open()).page.go('about:blank');
    return {};
  }

  async stop(): Promise<void> {
    await (await this.#webKit)?.close();
    this.#webKit = null;
  }

  startDebugSession(): Promise<void> {
    throw new Error('No person sees the window of WebKit: its screen is drawn in memory');
  }

  #open(): Promise<WebKit> {
    return (this.#webKit ??= openWebKit());
  }
}
