import { propertiesOf, readAttributes } from './shared/attribute.js';
import { connectionFor, type HasSettings } from './shared/connection-context.js';
import { ConnectionController } from './shared/connection-controller.js';
import { ConnectionSettingsMixin } from './shared/connection-settings-mixin.js';
import { isDesignMode } from './shared/design-mode-controller.js';
import { EventElement } from './shared/event-element.js';
import { renderPlaceholder } from './shared/placeholder.js';
import { LazyViewController } from './shared/lazy-view-controller.js';
import { listenToReports } from './shared/diagnostics.js';
import { EVENT_LOG_ATTRIBUTES } from './dx-event-log.options.js';
import type { ConnectionStatus } from '../connection/connection-state.js';
import type { EventLogPanel } from '../event-log/event-log-panel.js';
import type { EventLogHost } from '../event-log/event-log-host.js';
import { createMessage, type DxMessage } from '../data/message.js';
import { Locales, loadLocale, translatorOf } from '../i18n/translator.js';

/**
 * Every event as it comes, for people who build a page: name, JSON and time, with a filter, a pause, copying and
 * export. For each event it says which elements of the page heard it and why one did not act, and it can give an
 * event to the page without a server. Keeps the newest 1000 events while the page is open, and forgets them when
 * another person signs in. `?dx-debug` in the address of a page with the script opens one at its lower edge.
 *
 * @summary Shows every event as it comes, and what the elements of the page made of it.
 * @tag dx-event-log
 * @csspart log - All of it.
 * @csspart header - Title, filter and buttons.
 * @csspart simulate - The form that gives an event to the page.
 * @csspart list - The events, which scroll.
 * @csspart event - One event.
 * @csspart details - The event that was chosen.
 * @csspart doctor - The elements that heard it or did not.
 * @csspart json - The message.
 * @cssproperty [--dx-event-log-height=28rem] - Height.
 * @cssproperty [--dx-event-log-radius=12px] - Corners.
 * @cssproperty --dx-event-log-background - Background.
 * @cssproperty --dx-event-log-accent - What is chosen, and the ring round what has the focus.
 * @cssproperty --dx-event-log-font-family - Font; default: the system's.
 * @cssproperty --dx-event-log-code-font-family - Font of messages; default: the system's for code.
 * @cssproperty --dx-event-log-font-size - Size of the text; default 13px, larger where the page's or the person's is.
 */
export class DxEventLog extends ConnectionSettingsMixin(EventElement)<readonly string[]> {
  // Until the log is drawn, the room for it: the page does not move.
  static override readonly properties = propertiesOf(EVENT_LOG_ATTRIBUTES);
  static override readonly hostStyles = `:host{display:block;block-size:var(--dx-event-log-height,28rem)}
:host([hidden]){display:none}`;

  /** Name of the event to log, or names separated by commas; `*` = any. */
  eventName: string | null = null;
  /** Lies at the lower edge of the window, above the page, and can be closed. */
  docked = false;
  /** Listens to nothing and draws nothing. */
  disabled = false;

  readonly #panel: LazyViewController<EventLogPanel>;
  #stopReports: (() => void) | null = null;
  #status: ConnectionStatus = { state: 'idle', reason: '' };
  readonly #simulated = new WeakSet<DxMessage>();

  constructor() {
    super();
    new ConnectionController(this, {
      eventNames: () => this.options ?? [],
      message: (message) => {
        const at = Date.now();
        const isSimulated = this.#simulated.has(message);
        this.#panel.use((panel) => panel.add(message, at, isSimulated));
      },
      status: (status) => {
        this.#status = status;
        this.#panel.use((panel) => (panel.status = status));
      },
      // What the former person was told is not for the next one.
      person: ({ type }) => {
        if (type !== 'known') this.#panel.use((panel) => panel.clear());
      },
    });
    this.#panel = new LazyViewController(this, {
      owner: () => (this.isActive ? this : null),
      starting: () => this.#start(),
      load: async () => {
        const { EventLogPanel } = await import('../event-log/event-log-panel.js');
        return new EventLogPanel(this.shadowRoot!, this.#logPage());
      },
      // The connection may have been there before the element.
      begun: (panel) => (panel.status = this.#status),
      left: () => this.#stopReports?.(),
    });
  }

  /** What is kept, the oldest first. */
  get messages(): readonly DxMessage[] {
    return this.#panel.panel?.messages ?? [];
  }

  /** Whether what comes waits to be drawn. */
  get paused(): boolean {
    return this.#panel.panel?.isPaused ?? false;
  }

  pause(): void {
    this.#panel.use((panel) => panel.setPaused(true));
  }

  resume(): void {
    this.#panel.use((panel) => panel.setPaused(false));
  }

  clear(): void {
    this.#panel.use((panel) => panel.clear());
  }

  /**
   * Gives an event to everything on the page that listens to the same server and app. The server does not hear of it.
   *
   * @param eventName its name
   * @param data the message
   */
  simulate(eventName: string, data: unknown): void {
    this.#deliver(eventName, data);
  }

  protected override readOptions(): readonly string[] {
    return readAttributes(EVENT_LOG_ATTRIBUTES, this).eventName;
  }

  protected override updated(): void {
    if (this.#panel.owner === null) renderPlaceholder(this, this.isDesignMode ? 'Event log' : null);
  }

  #start(): void {
    this.#stopReports = listenToReports(this, (element, message, outcome) =>
      this.#panel.use((panel) => panel.report(element, message, outcome)),
    );
    this.shadowRoot!.replaceChildren();
  }

  #logPage(): EventLogHost {
    return {
      document: this.ownerDocument,
      element: this,
      wording: () => translatorOf(this),
      loadWords: () => loadLocale(this),
      vocabulary: (english, loaders) => new Locales(english, loaders),
      deliver: (eventName, data) => this.#deliver(eventName, data),
      isDesignMode,
      sharesConnection: (element) =>
        connectionFor(element as HTMLElement & HasSettings) === connectionFor(this),
      close: this.docked ? () => this.remove() : null,
    };
  }

  #deliver(eventName: string, data: unknown): void {
    const message = createMessage(eventName, data, null);
    this.#simulated.add(message);
    connectionFor(this)?.messages.deliver(message);
  }
}
