import { ReactiveElement, type PropertyDeclarations, type PropertyValues } from '@lit/reactive-element';
import { adoptStyles } from '../../dom/style-sheets.js';
import { propertiesOf, text } from './attribute.js';
import { DesignModeController } from './design-mode-controller.js';

/** What all elements have in common: an open shadow root, a style of their own, and that they rest in a builder. */
export abstract class DxElement extends ReactiveElement {
  /** Style of the element itself, also before anything is drawn in it. */
  static readonly hostStyles: string = '';
  readonly #designMode = new DesignModeController(this);
  /** Of its own class: another may be defined by this name in the page, or none. */
  readonly #prototype = Object.getPrototypeOf(this) as object;

  /** Whether it is on the canvas of a builder. */
  protected get isDesignMode(): boolean {
    return this.#designMode.active;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // An editor may have moved the element to another document, where its style is lost.
    adoptStyles(this.shadowRoot!, (this.constructor as typeof DxElement).hostStyles);
  }

  /**
   * Firefox takes the class from an element that is moved into another page, such as a window of its own
   * (https://bugzilla.mozilla.org/show_bug.cgi?id=1502814; seen in 140): it gets it back.
   */
  adoptedCallback(): void {
    if (Object.getPrototypeOf(this) !== this.#prototype) Object.setPrototypeOf(this, this.#prototype);
  }

  protected override createRenderRoot(): ShadowRoot {
    return this.attachShadow({ mode: 'open' });
  }
}

/** The attributes of all elements that listen. */
export const EVENT_ATTRIBUTES = { topic: text, topicToken: text };

/** An element that listens to events of the back end. */
export abstract class EventElement<Options> extends DxElement {
  static override readonly properties: PropertyDeclarations = propertiesOf(EVENT_ATTRIBUTES);
  abstract eventName: string | null;
  abstract disabled: boolean;
  /** Topic to listen to, such as `order:42`: only what is pushed to it is heard. Where it is absent, what goes to the person and to everybody. */
  topic: string | null = null;
  /** Proof of the right to listen to the topic, made by the back end for this page; where it is absent, `getTopicToken` of `configure()`. */
  topicToken: string | null = null;
  /** What the attributes come to, read before each update; null = the element listens to nothing. */
  protected options: Options | null = null;

  protected get isActive(): boolean {
    return !this.disabled && !this.isDesignMode;
  }

  /** Reads and checks the attributes; each mistake warns once. */
  protected abstract readOptions(): Options;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.options = this.isActive ? this.readOptions() : null;
  }

  /** What is written on the canvas of a builder; null in a page that is used. */
  protected placeholderLabel(name: string): string | null {
    return this.isDesignMode ? `${name} · ${this.eventName ?? 'event name missing'}` : null;
  }
}
