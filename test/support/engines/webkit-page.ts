import type { KeyStep, WebDriverWindow } from './webdriver.js';

const BUTTONS = { left: 0, middle: 1, right: 2 };
type Button = keyof typeof BUTTONS;

/** Keys that write no character, by the code points of https://www.w3.org/TR/webdriver2/#keyboard-actions. */
const KEYS: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
  Home: '\uE011',
  End: '\uE010',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  F6: '\uE036',
};

const CHANGE_UNSEEN = `(() => {
  const dot = document.documentElement.appendChild(document.createElement('div'));
  dot.style.cssText = 'position:fixed;inset-block-end:0;inset-inline-end:0;inline-size:1px;block-size:1px';
  let count = 0;
  const timer = setInterval(() => (dot.style.background = 'rgb(0 0 ' + (count++ % 2) + ' / 0.004)'), 16);
  window.stopChange = () => { clearInterval(timer); dot.remove(); };
})()`;

/** What a test does with a page of WebKit, by the names that Playwright gives it. */
export class WebKitPage {
  readonly mouse: Mouse;
  readonly keyboard: Keyboard;
  readonly #window: WebDriverWindow;

  constructor(window: WebDriverWindow) {
    this.#window = window;
    this.mouse = new Mouse(window);
    this.keyboard = new Keyboard(window);
  }

  go(url: string): Promise<void> {
    return this.#window.do((session) => session.go(url));
  }

  url(): Promise<string> {
    return this.#window.do((session) => session.url());
  }

  reload(): Promise<void> {
    return this.#window.do((session) => session.reload());
  }

  back(): Promise<void> {
    return this.#window.do((session) => session.back());
  }

  evaluate<Value>(expression: string): Promise<Value> {
    return this.#window.do((session) => session.evaluate<Value>(expression));
  }

  /** The driver waits for the next frame, which a page that stands still never draws: something unseen changes meanwhile. */
  screenshot(): Promise<Uint8Array> {
    return this.#window.do(async (session) => {
      await session.evaluate(CHANGE_UNSEEN);
      const picture = await session.screenshot();
      await session.evaluate('stopChange()');
      return picture;
    });
  }

  /** Makes what is seen of the page so large; the bar of the window's own lies above it. */
  setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
    return this.#window.do(async (session) => {
      const bar = await session.evaluate<number>('outerHeight - innerHeight');
      await session.resize(width, height + bar);
    });
  }

  async close(): Promise<void> {
    await this.#window.do((session) => session.closeWindow());
  }
}

class Mouse {
  readonly #window: WebDriverWindow;

  constructor(window: WebDriverWindow) {
    this.#window = window;
  }

  move(x: number, y: number): Promise<void> {
    return this.#window.do((session) => session.pointer({ type: 'pointerMove', x, y }));
  }

  down({ button = 'left' }: { button?: Button } = {}): Promise<void> {
    return this.#window.do((session) => session.pointer({ type: 'pointerDown', button: BUTTONS[button] }));
  }

  up({ button = 'left' }: { button?: Button } = {}): Promise<void> {
    return this.#window.do((session) => session.pointer({ type: 'pointerUp', button: BUTTONS[button] }));
  }

  async click(x: number, y: number, button: { button?: Button } = {}): Promise<void> {
    await this.move(x, y);
    await this.down(button);
    await this.up(button);
  }
}

class Keyboard {
  readonly #window: WebDriverWindow;

  constructor(window: WebDriverWindow) {
    this.#window = window;
  }

  type(text: string): Promise<void> {
    return this.#send([...text].flatMap((value) => [down(value), up(value)]));
  }

  /** @param keys a key, or several at once: `Shift+Tab` */
  press(keys: string): Promise<void> {
    const pressed = keys.split(/(?<!^)\+/);
    return this.#send([...pressed.map(down), ...pressed.toReversed().map(up)]);
  }

  down(key: string): Promise<void> {
    return this.#send([down(key)]);
  }

  up(key: string): Promise<void> {
    return this.#send([up(key)]);
  }

  #send(steps: readonly KeyStep[]): Promise<void> {
    return this.#window.do((session) => session.keys(...steps));
  }
}

const down = (key: string): KeyStep => ({ type: 'keyDown', value: KEYS[key] ?? key });
const up = (key: string): KeyStep => ({ type: 'keyUp', value: KEYS[key] ?? key });
