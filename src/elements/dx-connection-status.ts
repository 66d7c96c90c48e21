import type { ConnectionState, ConnectionStatus } from '../connection/connection-state.js';
import { propertiesOf } from './shared/attribute.js';
import { ConnectionSettingsMixin } from './shared/connection-settings-mixin.js';
import { DxElement } from './shared/event-element.js';
import { renderPlaceholder } from './shared/placeholder.js';
import { CustomStates } from './shared/custom-states.js';
import { StatusController } from './shared/status-controller.js';
import { shownDelay, shownState, type ShownState } from '../connection/shown-state.js';
import { loadLocale, translatorOf } from '../i18n/translator.js';
import { missingPartRemedy, watchMissingParts } from '../missing-parts.js';
import { CONNECTION_STATUS_ATTRIBUTES } from './dx-connection-status.options.js';
import { statusStyles } from './dx-connection-status.styles.js';
import { drawStatus } from './dx-connection-status.view.js';

/**
 * Shows whether the page is connected: a shape and a word, which screen readers say politely when it has changed.
 * A state that lasts less than two seconds is neither shown nor said. Opens nothing by itself: it tells of the
 * connection that the other elements share.
 *
 * @summary Shows and says whether the page is connected.
 * @tag dx-connection-status
 * @csspart state - All of it; also the state: `live`, `connecting`, `reconnecting`, `offline`, `unauthorised` or `idle`.
 * @csspart icon - The shape.
 * @csspart word - The word.
 * @cssproperty [--dx-connection-status-padding=4px 11px] - Inside it.
 * @cssproperty [--dx-connection-status-radius=999px] - Corners.
 * @cssproperty --dx-connection-status-background - Background; default: a tint of the colour of the state.
 * @cssproperty --dx-connection-status-color - The word.
 * @cssproperty --dx-connection-status-live - Colour of `live`.
 * @cssproperty --dx-connection-status-reconnecting - Colour of `reconnecting`.
 * @cssproperty --dx-connection-status-offline - Colour of `offline` and `unauthorised`.
 * @cssproperty --dx-connection-status-neutral - Colour of `connecting` and `idle`.
 * @cssproperty --dx-connection-status-font-family - Font; default: the system's.
 * @cssproperty --dx-connection-status-font-size - Size of the word; default 13px, larger where the page's or the person's is.
 * @cssstate live - What is told is that events arrive.
 * @cssstate connecting - The first connection takes long.
 * @cssstate reconnecting - The connection was lost and is being made anew.
 * @cssstate offline - The browser has no network.
 * @cssstate unauthorised - The session was refused or has ended.
 * @cssstate idle - Nothing on the page wants a connection, or its settings are wrong.
 */
export class DxConnectionStatus extends ConnectionSettingsMixin(DxElement) {
  static override readonly properties = propertiesOf(CONNECTION_STATUS_ATTRIBUTES);
  static override readonly hostStyles = statusStyles.cssText;

  /** Is seen only while something is wrong; what changes is said all the same. */
  quiet = false;

  readonly #states = new CustomStates<ShownState>(this);
  #status: ConnectionStatus = { state: 'idle', reason: '' };
  /** What people were told last; null = nothing yet. */
  #shown: ShownState | null = null;
  /** Something was told before, so what follows is news. */
  #isNews = false;
  /** What is told when its time has come; null = nothing waits. */
  #pending: ShownState | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #surface: HTMLElement | null = null;
  #stopParts: (() => void) | null = null;

  constructor() {
    super();
    new StatusController(
      this,
      () => !this.isDesignMode,
      (status) => this.#take(status),
    );
  }

  /** Where the connection is at this moment, shown or not. */
  get state(): ConnectionState {
    return this.#status.state;
  }

  /** Why it is there, for people who debug; where a part of the script is missing, what to do about that. */
  get reason(): string {
    return missingPartRemedy() ?? this.#status.reason;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopParts = watchMissingParts(() => this.#draw());
    if (this.hasUpdated && !this.isDesignMode) this.#take(this.#status);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopParts?.();
    this.#stopWaiting();
  }

  protected override updated(): void {
    const isDesign = this.isDesignMode;
    if (isDesign) this.#removeSurface();
    if (this.#surface === null) renderPlaceholder(this, isDesign ? 'Connection status' : null);
    if (!isDesign) this.#draw();
  }

  #take(status: ConnectionStatus): void {
    this.#status = status;
    const state = shownState(status.state);
    // Each failed attempt tells the same state anew.
    if (state === this.#pending) return;
    this.#stopWaiting();
    const delay = shownDelay(this.#shown, state);
    if (delay === 0) this.#enter(state);
    if (delay === null || delay === 0) return;
    this.#pending = state;
    this.#timer = setTimeout(() => this.#enter(state), delay);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#pending = null;
  }

  #enter(state: ShownState): void {
    this.#pending = null;
    // The region was drawn before, and is set to be read before its text changes.
    if (this.#shown !== null && !this.#isNews) {
      this.#isNews = true;
      this.#draw();
    }
    if (this.#shown !== null) this.#states.set(this.#shown, false);
    this.#shown = state;
    this.#states.set(state, true);
    this.#draw();
  }

  #draw(): void {
    if (!this.isConnected || this.isDesignMode) return;
    const { ownerDocument: document } = this;
    void loadLocale(this)?.then(() => this.#draw());
    if (this.#surface === null) {
      // Of its own: the placeholder clears the shadow root.
      this.#surface = document.createElement('span');
      this.shadowRoot!.append(this.#surface);
    }
    drawStatus(this.#surface, {
      state: this.#shown,
      isVisible: !this.quiet || this.#shown !== 'live',
      isNews: this.#isNews,
      reason: this.#shown === 'live' ? '' : this.#status.reason,
      remedy: missingPartRemedy(),
      wording: translatorOf(this),
    });
  }

  #removeSurface(): void {
    this.#stopWaiting();
    this.#surface?.remove();
    this.#surface = null;
    if (this.#shown !== null) this.#states.set(this.#shown, false);
    this.#shown = null;
    this.#isNews = false;
  }
}
