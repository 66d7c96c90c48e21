/** What a driver says went wrong, as https://www.w3.org/TR/webdriver2/#errors names it. */
interface DriverError {
  error: string;
  message: string;
}

/** One step of a device; `x` and `y` count from the corner of what is seen of the page, in CSS pixels. */
export type PointerStep =
  | { type: 'pointerMove'; x: number; y: number; duration?: number; origin?: 'viewport' }
  | { type: 'pointerDown' | 'pointerUp'; button: number }
  | { type: 'pause'; duration: number };

/** One step of a keyboard: a character, or a key by its code point of the WebDriver standard. */
export type KeyStep = { type: 'keyDown' | 'keyUp'; value: string };

/**
 * One browser, driven over the WebDriver protocol. The protocol is HTTP with JSON, and no client on npm knows WebKitGTK
 * without bringing hundreds of packages for browsers that this project drives otherwise.
 */
export class WebDriverSession {
  readonly #address: string;
  readonly browserVersion: string;

  private constructor(address: string, browserVersion: string) {
    this.#address = address;
    this.browserVersion = browserVersion;
  }

  /** @param driver address of the driver, such as `http://127.0.0.1:4444` */
  static async start(driver: string, capabilities: object): Promise<WebDriverSession> {
    const session = await ask<{ sessionId: string; capabilities: { browserVersion: string } }>(
      'POST',
      `${driver}/session`,
      { capabilities: { alwaysMatch: capabilities } },
    );
    return new WebDriverSession(
      `${driver}/session/${session.sessionId}`,
      session.capabilities.browserVersion,
    );
  }

  /** Goes to an address and waits until the page has loaded. */
  go(url: string): Promise<void> {
    return this.#ask('POST', '/url', { url });
  }

  url(): Promise<string> {
    return this.#ask('GET', '/url');
  }

  reload(): Promise<void> {
    return this.#ask('POST', '/refresh', {});
  }

  back(): Promise<void> {
    return this.#ask('POST', '/back', {});
  }

  /** @returns the value of an expression in the page, also of one that takes a while */
  evaluate<Value>(expression: string): Promise<Value> {
    return this.#ask('POST', '/execute/sync', { script: `return ${expression}`, args: [] });
  }

  /** The window that commands go to. */
  window(): Promise<string> {
    return this.#ask('GET', '/window');
  }

  /** @returns the handle of a new window, which all windows of this session share a profile with */
  async openWindow(): Promise<string> {
    const { handle } = await this.#ask<{ handle: string }>('POST', '/window/new', { type: 'window' });
    return handle;
  }

  switchTo(handle: string): Promise<void> {
    return this.#ask('POST', '/window', { handle });
  }

  closeWindow(): Promise<unknown> {
    return this.#ask('DELETE', '/window');
  }

  /** Sets the size of the whole window. */
  resize(width: number, height: number): Promise<unknown> {
    return this.#ask('POST', '/window/rect', { width, height });
  }

  pointer(...actions: PointerStep[]): Promise<void> {
    const device = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    return this.#ask('POST', '/actions', { actions: [device] });
  }

  keys(...actions: KeyStep[]): Promise<void> {
    return this.#ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Lets go of all keys and buttons. */
  releaseAll(): Promise<void> {
    return this.#ask('DELETE', '/actions');
  }

  /** @returns a picture of what is seen, as PNG */
  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.#ask<string>('GET', '/screenshot'), 'base64');
  }

  close(): Promise<void> {
    return this.#ask('DELETE', '');
  }

  #ask<Value>(method: string, path: string, body?: object): Promise<Value> {
    return ask<Value>(method, `${this.#address}${path}`, body);
  }
}

/** One window of a browser. What is done in several windows is done one after the other. */
export class WebDriverWindow {
  static readonly #last = new WeakMap<WebDriverSession, Promise<unknown>>();
  readonly #session: WebDriverSession;
  readonly #handle: string;

  constructor(session: WebDriverSession, handle: string) {
    this.#session = session;
    this.#handle = handle;
  }

  async do<Value>(run: (session: WebDriverSession) => Promise<Value>): Promise<Value> {
    const before = WebDriverWindow.#last.get(this.#session) ?? Promise.resolve();
    const done = before
      .catch(() => undefined)
      .then(() => this.#session.switchTo(this.#handle))
      .then(() => run(this.#session));
    WebDriverWindow.#last.set(this.#session, done);
    return done;
  }
}

async function ask<Value>(method: string, url: string, body?: object): Promise<Value> {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    }),
  });
  const { value } = (await response.json()) as { value: Value | DriverError };
  if (response.ok) return value as Value;
  const { error, message } = value as DriverError;
  throw new Error(`${method} ${url}: ${error}: ${message}`);
}
