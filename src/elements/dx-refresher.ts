import type { ConnectionStatus, GapReason } from '../connection/connection-state.js';
import { tabIdOf } from '../connection/tab-id.js';
import { propertiesOf } from './shared/attribute.js';
import { registryFor } from './shared/connection-context.js';
import { ConnectionController } from './shared/connection-controller.js';
import { ConnectionSettingsMixin } from './shared/connection-settings-mixin.js';
import { EventElement } from './shared/event-element.js';
import { dispatch } from './shared/dispatch.js';
import { IntervalController } from './shared/interval-controller.js';
import { report } from './shared/diagnostics.js';
import { NO_BOX, renderPlaceholderOrContent } from './shared/placeholder.js';
import { CustomStates } from './shared/custom-states.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import { systemClock } from '../clock.js';
import { prepareFetching } from '../refresh/actions/actions.js';
import { trackEdits } from '../refresh/user-edits.js';
import { schedulersOf, RefreshBatch, type RefreshOutcome } from '../refresh/refresh-batch.js';
import { messageOutcome, progressOutcome, refusal } from '../refresh/refresh-diagnostics.js';
import type { RefreshReason } from '../refresh/schedule.js';
import type { RefreshProgress } from '../refresh/refresh-request.js';
import { contentWatchOf, whenParsed } from '../refresh/content-watch.js';
import { activityOf } from '../refresh/hold/user-activity.js';
import { watchPosting } from '../refresh/posted-page.js';
import { warnAttribute, warnOnce } from '../warn.js';
import type { RefreshedDetail, RefreshErrorDetail } from './dx-refresher.events.js';
import { UNHANDLED, readOptions, REFRESHER_ATTRIBUTES } from './dx-refresher.options.js';
import type { RefresherAttributes, RefresherOptions } from './dx-refresher.options.js';
import { watchTargets, widgetsOf } from './dx-refresher.targets.js';
import { PASSING_STATES, type RefresherState } from './dx-refresher.states.js';

/** Over how long pages that lost the same server come back to it, in milliseconds. */
const RECONNECT_SPREAD = 2_000;
/** A page older than this when the connection is made may have missed something, in milliseconds. */
const RENDERING_AGE = 1_000;

/**
 * Refreshes the widgets beside it when the back end sends an event. Draws nothing.
 *
 * @summary An event from the back end refreshes widgets without reload.
 * @tag dx-refresher
 * @fires {CustomEvent<RefreshDetail>} dx-refresh - On each target, before it is refreshed. Bubbles; cancelable: whoever calls `preventDefault()` or `detail.waitUntil(promise)` refreshes the target itself.
 * @fires {CustomEvent<RefreshedDetail>} dx-refreshed - On the refresher, when its widgets are fresh. Bubbles.
 * @fires {CustomEvent<RefreshErrorDetail>} dx-refresh-error - On the refresher, when a widget could not be refreshed; its old content stays. Bubbles.
 * @fires {CustomEvent<ConflictDetail>} dx-conflict - On a field or an element, when `fetch` found that what the server says now does not go with what a person or a script did; the latter stays. Bubbles.
 * @cssstate live - Events arrive.
 * @cssstate pending - A refresh waits for its time.
 * @cssstate refreshing - A refresh runs.
 * @cssstate held - A refresh waits for the tab to be shown, or for a person to finish.
 * @cssstate throttled - Events come so steadily that the widgets are refreshed less often than asked for.
 * @cssstate stale - What is shown may be old: the connection is lost or the last refresh failed.
 * @cssstate failed - The last refresh failed.
 */
export class DxRefresher
  extends ConnectionSettingsMixin(EventElement)<RefresherOptions>
  implements RefresherAttributes
{
  static override readonly properties = propertiesOf(REFRESHER_ATTRIBUTES);
  static override readonly hostStyles = NO_BOX;

  /** Name of the event to react to, or names separated by commas; `*` = any. Required. */
  eventName: string | null = null;
  /** CSS selector of the widgets; where it is absent, the siblings that are not `dx-*`. */
  target: string | null = null;
  /**
   * How a widget is refreshed. `event`: only `dx-refresh` is dispatched on it. `method`: its `refresh()` or
   * `reload()` is called. `fetch`: the page is fetched and the widget's element taken from it. `reload`: the page is
   * loaded anew, at most every 5 s. `auto`: the event, else the method, else the way of a library that is on the
   * page, else `fetch` where `src` is given.
   */
  action: string | null = null;
  /** For `fetch`: where the fresh HTML comes from; where it is absent, the page itself. */
  src: string | null = null;
  /** Only messages whose data fits: `order.id=42`, several separated by commas, `!=` too. */
  match: string | null = null;
  /** At most one refresh starts in this time: `2s`, or a number of milliseconds. */
  minInterval: number | null = null;
  /** The silence to wait for before a refresh: `1s`, or a number of milliseconds; 0 = the first event starts one at once. */
  debounce: number | null = null;
  /** The longest that `debounce` may put a refresh off: `10s`, or a number of milliseconds; 0 = no bound. */
  maxWait: number | null = null;
  /**
   * Random extra delay up to this time, so that not everybody asks the server at once: `3s`, or a number of milliseconds;
   * where it is absent, what the message says.
   */
  spread: number | null = null;
  /** What happens in a hidden tab: `hold` keeps one refresh until the tab shows again. */
  whenHidden: string | null = null;
  /** After events may have been missed: `auto` is one refresh. */
  catchUp: string | null = null;
  /**
   * What a person may do in a widget while its refresh waits: some of `editing`, `dialog`, `selecting` and
   * `playing`, separated by blanks. Composing with an input method and a pressed pointer always hold.
   */
  holdWhile: string | null = null;
  /** The longest that a refresh waits for a person: `1min`, or a number of milliseconds. */
  maxHold: number | null = null;
  /** Refreshes in this interval while there is no connection: `30s`, or a number of milliseconds; 0 = not at all. */
  pollWhenOffline: number | null = null;
  /**
   * When the server rendered the page: a date or milliseconds since 1970. A page older than a second when the
   * connection is made gets one refresh.
   */
  renderedAt: string | null = null;
  /**
   * Never asks the browser for its copy of the page. That is done once, for `fetch`, where scripts of the page may have changed
   * it before it was seen.
   */
  withoutCachedPage = false;
  /** Skips messages that this browser tab caused, known by their origin. */
  ignoreOwn = false;
  /** Listens to nothing. */
  disabled = false;

  readonly #states = new CustomStates<RefresherState>(this);
  readonly #poll = new IntervalController(this, () => this.#request('poll', null));
  #batch: RefreshBatch | null = null;
  #hasBeenLive = false;

  constructor() {
    super();
    new ConnectionController(this, {
      eventNames: () => (this.isActive ? (this.options?.eventNames ?? []) : []),
      message: (message) => {
        const refused = this.#refusal(message);
        if (refused === null) this.#request('message', message);
        else report(this, message, refused);
      },
      gap: (reason) => this.#catchUp(reason),
      // What the former person saw is not for the next one.
      person: ({ type }) => {
        if (type === 'left') this.#request('reconnect', null);
      },
      status: (status) => this.#showStatus(status),
    });
  }

  /** Refreshes the widgets now; does nothing while the element lies in no page or in a builder. */
  refresh(): void {
    if (this.isConnected && this.isActive) this.#request('manual', null);
  }

  /** An editor has taken the element over into another page, whose targets have schedulers of their own. */
  override adoptedCallback(): void {
    super.adoptedCallback();
    this.#drop();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is moved is back before the microtask, and what it waits for goes on.
    queueMicrotask(() => {
      if (!this.isConnected) this.#drop();
    });
  }

  protected override readOptions(): RefresherOptions {
    return readOptions(this);
  }

  protected override updated(): void {
    renderPlaceholderOrContent(this, this.placeholderLabel('Refresher'));
    if (this.isActive) this.#watchPage();
    else this.#drop();
    this.#updatePolling();
  }

  /** From the start: what a person or a script does before the first event counts. */
  #watchPage(): void {
    const page = this.ownerDocument;
    trackEdits(page);
    activityOf(page);
    if (this.options?.fetches !== true) return;
    prepareFetching(page);
    watchPosting(page);
    if (this.withoutCachedPage) contentWatchOf(page).asksCache = false;
    whenParsed(page, () => watchTargets(this));
  }

  #refusal(message: DxMessage): Outcome | null {
    const ownOrigin = this.ignoreOwn ? tabIdOf(registryFor(this)!.shared) : null;
    return refusal(message, this.options!.conditions, ownOrigin);
  }

  #catchUp(reason: GapReason): void {
    // Whoever lost the same server comes back to it at the same time.
    const spread = reason === 'reconnect' ? RECONNECT_SPREAD : 0;
    if (this.options?.catchesUp === true) this.#request(reason, null, spread);
  }

  #showStatus({ state }: ConnectionStatus): void {
    const isFirst = state === 'live' && !this.#hasBeenLive;
    this.#states.set('live', state === 'live');
    this.#hasBeenLive ||= state === 'live';
    this.#updateStale();
    this.#updatePolling();
    if (isFirst) this.#catchUpWithRendering();
  }

  #updatePolling(): void {
    this.#poll.interval = this.#states.has('live') ? 0 : (this.options?.pollInterval ?? 0);
  }

  /** Between the rendering of the page and the first connection nobody was listening. */
  #catchUpWithRendering(): void {
    const renderedAt = this.options?.renderedAt ?? null;
    if (renderedAt !== null && Date.now() - renderedAt > RENDERING_AGE) this.#catchUp('reconnect');
  }

  #request(reason: RefreshReason, message: DxMessage | null, spread = message?.meta?.spread ?? 0): void {
    if (this.options === null) return;
    const { timing, holdWhile, action, needsId, ...options } = this.options;
    const request = { reason, message, timing, holdWhile, action, spread: options.spread ?? spread };
    const targets = widgetsOf(this, needsId);
    this.#batch ??= new RefreshBatch(this, schedulersOf(registryFor(this)!.shared), systemClock);
    this.#batch.request(targets, request, {
      progress: (progress) => {
        this.#showProgress(progress);
        report(this, message, progressOutcome(progress));
      },
      failed: (target, error, retryIn) => {
        this.#tellError({ target, error, retryIn });
        report(this, message, { code: 'failed', args: [error.message] });
      },
      done: (outcome) => {
        this.#finish(outcome, reason, message);
        report(this, message, messageOutcome(outcome, targets.length));
      },
    });
  }

  #showProgress({ state, throttled }: RefreshProgress): void {
    this.#states.set('held', state === 'held');
    this.#states.set('pending', state === 'waiting');
    this.#states.set('throttled', throttled);
    if (state === 'running') this.#states.set('refreshing', true);
  }

  #finish(outcome: RefreshOutcome, reason: RefreshReason, message: DxMessage | null): void {
    // A framework has put other widgets in their place: those are to be refreshed.
    if (outcome.isIncomplete && this.isConnected) this.#request(reason, message);
    if (outcome.isIncomplete || outcome.isOvertaken) return;
    this.#endStates();
    if (outcome.isUnhandled) warnAttribute(this, 'action', this.action, UNHANDLED);
    if (outcome.refreshed.length === 0) return;
    this.#states.set('failed', false);
    this.#updateStale();
    const detail: RefreshedDetail = { targets: outcome.refreshed, reason, duration: outcome.duration };
    dispatch(this, 'dx-refreshed', detail);
  }

  #tellError(detail: RefreshErrorDetail): void {
    this.#states.set('refreshing', false);
    this.#states.set('failed', true);
    this.#updateStale();
    dispatch(this, 'dx-refresh-error', detail);
    const { error, retryIn } = detail;
    if (retryIn === null)
      warnOnce(
        `<dx-refresher event-name="${this.eventName ?? ''}">: ${error.message}; the old content stays`,
      );
  }

  #updateStale(): void {
    const isCutOff = this.#hasBeenLive && !this.#states.has('live');
    this.#states.set('stale', (isCutOff || this.#states.has('failed')) && this.isActive);
  }

  #drop(): void {
    this.#batch?.drop();
    this.#batch = null;
    this.#endStates();
  }

  #endStates(): void {
    for (const state of PASSING_STATES) this.#states.set(state, false);
  }
}
