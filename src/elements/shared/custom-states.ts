/**
 * Turns custom states of an element on and off, for `:state(name)` in style sheets. States live in
 * ElementInternals because whatever stands in an attribute, builders save and morphing strips.
 */
export class CustomStates<Name extends string> {
  readonly #internals: ElementInternals;
  /** What is on, too: asking the browser takes ten times as long. */
  readonly #on = new Set<Name>();

  constructor(host: HTMLElement) {
    this.#internals = host.attachInternals();
  }

  set(name: Name, on: boolean): void {
    // The browser takes even a state that stays as it is for a change of style.
    if (this.has(name) === on) return;
    if (on) {
      this.#on.add(name);
      this.#internals.states.add(name);
    } else {
      this.#on.delete(name);
      this.#internals.states.delete(name);
    }
  }

  has(name: Name): boolean {
    return this.#on.has(name);
  }
}
