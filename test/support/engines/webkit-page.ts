import type { WebDriverSession } from './webdriver.js';

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

const valueOf = (key: string): string => KEYS[key] ?? key;

/** What a test does with a page of WebKit, by the names that Playwright gives it. */
export class WebKitPage {
  readonly mouse: Mouse;
  readonly keyboard: Keyboard;
  readonly #session: WebDriverSession;

  constructor(session: WebDriverSession) {
    this.#session = session;
    this.mouse = new Mouse(session);
    this.keyboard = new Keyboard(session);
  }

  /** Makes what is seen of the page so large; the bar of the window's own lies above it. */
  async setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
    const bar = await this.#session.evaluate<number>('outerHeight - innerHeight');
    await this.#session.resize(width, height + bar);
  }
}

class Mouse {
  readonly #session: WebDriverSession;

  constructor(session: WebDriverSession) {
    this.#session = session;
  }

  move(x: number, y: number): Promise<void> {
    return this.#session.pointer({ type: 'pointerMove', x, y });
  }

  down({ button = 'left' }: { button?: Button } = {}): Promise<void> {
    return this.#session.pointer({ type: 'pointerDown', button: BUTTONS[button] });
  }

  up({ button = 'left' }: { button?: Button } = {}): Promise<void> {
    return this.#session.pointer({ type: 'pointerUp', button: BUTTONS[button] });
  }

  async click(x: number, y: number, button: { button?: Button } = {}): Promise<void> {
    await this.move(x, y);
    await this.down(button);
    await this.up(button);
  }
}

class Keyboard {
  readonly #session: WebDriverSession;

  constructor(session: WebDriverSession) {
    this.#session = session;
  }

  type(text: string): Promise<void> {
    return this.#session.keys(
      ...[...text].flatMap((value) => [
        { type: 'keyDown', value } as const,
        { type: 'keyUp', value } as const,
      ]),
    );
  }

  /** @param keys a key, or several at once: `Shift+Tab` */
  press(keys: string): Promise<void> {
    const values = keys.split(/(?<!^)\+/).map(valueOf);
    return this.#session.keys(
      ...values.map((value) => ({ type: 'keyDown', value }) as const),
      ...values.toReversed().map((value) => ({ type: 'keyUp', value }) as const),
    );
  }

  down(key: string): Promise<void> {
    return this.#session.keys({ type: 'keyDown', value: valueOf(key) });
  }

  up(key: string): Promise<void> {
    return this.#session.keys({ type: 'keyUp', value: valueOf(key) });
  }
}
