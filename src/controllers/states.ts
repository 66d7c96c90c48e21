/**
 * Turns custom states of an element on and off, for `:state(name)` in style sheets. States live in
 * ElementInternals because whatever stands in an attribute, builders save and morphing strips.
 */
export class States<Name extends string> {
  readonly #internals: ElementInternals;

  constructor(host: HTMLElement) {
    this.#internals = host.attachInternals();
  }

  set(name: Name, on: boolean): void {
    // The browser takes even a state that stays as it is for a change of style.
    if (this.has(name) === on) return;
    if (on) this.#internals.states.add(name);
    else this.#internals.states.delete(name);
  }

  has(name: Name): boolean {
    return this.#internals.states.has(name);
  }
}
