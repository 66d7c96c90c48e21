import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';
import { warnOnce } from '../../warn.js';

/** What an element says of the life of its panel. */
export interface LazyViewDelegate<Panel, Owner extends object> {
  /** What the panel belongs to; null = none is wanted now. With another owner there is another panel. */
  owner(): Owner | null;
  /** Loads the code of the panel, and makes it. */
  load(owner: Owner): Promise<Panel>;
  /** A life begins: its code is not there yet. */
  starting?(owner: Owner): void;
  /** The panel is there. */
  begun?(panel: Panel): void;
  /** The life is over. */
  left?(): void;
}

/**
 * Keeps the panel that an element draws: its code is loaded when the element is first there, and it ends when the element
 * leaves the page or is not wanted any more. Code that comes too late is not used.
 */
export class LazyViewController<
  Panel extends { close(): void },
  Owner extends object = object,
> implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #life: LazyViewDelegate<Panel, Owner>;
  #owner: Owner | null = null;
  #panel: Panel | null = null;
  /** Ends with the panel; null where its code could not be loaded. */
  #loading: Promise<Panel | null> | null = null;

  constructor(host: ReactiveElement, life: LazyViewDelegate<Panel, Owner>) {
    this.#host = host;
    this.#life = life;
    host.addController(this);
  }

  /** The panel; null = it is not there, or not yet. */
  get panel(): Panel | null {
    return this.#panel;
  }

  /** What the panel belongs to; null = there is none, nor will one come. */
  get owner(): Owner | null {
    return this.#owner;
  }

  /** Does something with the panel when it is there, in the order of the calls; nothing where its life is over by then. */
  use(action: (panel: Panel) => void): void {
    const loading = this.#loading;
    void loading?.then((panel) => {
      if (panel !== null && loading === this.#loading) action(panel);
    });
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#reconcile();
  }

  hostDisconnected(): void {
    // An element that is moved is back before the microtask.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#leave();
    });
  }

  hostUpdated(): void {
    this.#reconcile();
  }

  #reconcile(): void {
    const owner = this.#host.isConnected ? this.#life.owner() : null;
    if (owner === this.#owner) return;
    this.#leave();
    if (owner !== null) this.#begin(owner);
  }

  #begin(owner: Owner): void {
    this.#owner = owner;
    this.#life.starting?.(owner);
    const loading = this.#load(owner);
    this.#loading = loading;
    void loading.then((panel) => {
      if (this.#loading !== loading) panel?.close();
      else if (panel !== null) {
        this.#panel = panel;
        this.#life.begun?.(panel);
      }
    });
  }

  async #load(owner: Owner): Promise<Panel | null> {
    try {
      return await this.#life.load(owner);
    } catch (error) {
      const { localName } = this.#host;
      warnOnce(
        `<${localName}> shows nothing, since a part of the script could not be loaded: ${String(error)}`,
      );
      return null;
    }
  }

  #leave(): void {
    if (this.#owner === null) return;
    this.#panel?.close();
    this.#panel = null;
    this.#loading = null;
    this.#owner = null;
    this.#life.left?.();
  }
}
