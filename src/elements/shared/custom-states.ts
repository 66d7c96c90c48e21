/**
 * Turns custom states of an element on and off, for `:state(name)` in style sheets. States live in
 * ElementInternals because whatever stands in an attribute, builders save and morphing strips.
 */
export class CustomStates<Name extends string> {
  readonly #states: CustomStateSet | undefined;
  /** What is on, too: asking the browser takes ten times as long. */
  readonly #on = new Set<Name>();

  constructor(host: HTMLElement) {
    // Documents of component tests, such as those of jsdom and happy-dom, have no such states.
    const { attachInternals } = host as Partial<HTMLElement>;
    this.#states = (attachInternals?.call(host) as Partial<ElementInternals> | undefined)?.states;
  }

  set(name: Name, on: boolean): void {
    // The browser takes even a state that stays as it is for a change of style.
    if (this.has(name) === on) return;
    if (on) {
      this.#on.add(name);
      this.#states?.add(name);
    } else {
      this.#on.delete(name);
      this.#states?.delete(name);
    }
  }

  has(name: Name): boolean {
    return this.#on.has(name);
  }
}
