import type { PropertyValues } from '@lit/reactive-element';
import { arrivalOutcome, recordOf, sourceOf } from '../alerts/from-message.js';
import { loadNotifications } from '../alerts/attention/load.js';
import { alertManagerOf, type AlertManager } from '../alerts/alert-manager.js';
import { systemClock } from '../clock.js';
import { alertDuration } from '../alerts/duration.js';
import type { AlertEntry, AlertOwner, AlertRequest } from '../alerts/alert-entry.js';
import { followPromise, type PromiseAlerts, type PromiseState } from '../alerts/promise-alerts.js';
import type { InboxReader } from '../alerts/history/inbox-readers.js';
import { toastReading } from '../alerts/toasts/toast-reading.js';
import { propertiesOf } from './shared/attribute.js';
import { connectionFor, registryFor } from './shared/connection-context.js';
import { ConnectionController } from './shared/connection-controller.js';
import { ConnectionSettingsMixin, hasOtherSession } from './shared/connection-settings-mixin.js';
import { EventElement } from './shared/event-element.js';
import { dispatch } from './shared/dispatch.js';
import { renderPlaceholder } from './shared/placeholder.js';
import { readAlert, readItems } from './shared/read-alert.js';
import { UserScopeController } from './shared/user-scope-controller.js';
import { translatorOf } from '../i18n/translator.js';
import { report } from './shared/diagnostics.js';
import type { Alert, AlertAction, AlertReading } from '../alerts/alert.js';
import type { DxMessage } from '../data/message.js';
import { randomId } from '../data/random-id.js';
import type { AlertEvents } from './dx-alert-toast.events.js';
import { ALERT_TOAST_ATTRIBUTES, readOptions } from './dx-alert-toast.options.js';
import type { AlertToastAttributes, AlertToastOptions } from './dx-alert-toast.options.js';

/** How `show()` shows an alert. */
export interface ShowOptions {
  /** Lists it in the inbox. Default false. */
  keep?: boolean;
}

/**
 * Shows a toast when the back end sends an event. The toasts of a page lie in one place above everything else,
 * `.dx-alerts` in the body (in a modal dialog while one is open), wherever this element stands; the parts
 * below belong to it: `.dx-alerts::part(toast)`. Custom properties are set on `:root`.
 *
 * A child `<template>` draws the body: `{{path}}` in its texts is replaced by the text at that path of the message.
 *
 * @summary An event from the back end shows an alert.
 * @tag dx-alert-toast
 * @slot - A `<template>` that draws the body of each toast.
 * @fires {CustomEvent<AlertDetail>} dx-alert - Before an alert is shown. Bubbles; cancelable: it is not shown then.
 * @fires {CustomEvent<AlertShownDetail>} dx-alert-shown - An alert can be seen. Bubbles.
 * @fires {CustomEvent<AlertActionDetail>} dx-alert-action - A person chose the action or the link. Bubbles; cancelable: the link is not followed and the event not sent then.
 * @fires {CustomEvent<AlertOutcomeDetail>} dx-alert-outcome - What became of an action: `detail.outcome` is `done`, `refused` or `unanswered`. Bubbles.
 * @fires {CustomEvent<AlertDismissedDetail>} dx-alert-dismissed - An alert is gone. `detail.reason`: `timeout`, `close`, `action`, `escape`, `api`, `session` (another person is signed in) or `read` (in the inbox or in another tab). Bubbles.
 * @csspart toast - One toast; also `info`, `success`, `warning` or `danger`.
 * @csspart icon - The picture of the variant.
 * @csspart title - The title.
 * @csspart text - The text.
 * @csspart body - What the template drew.
 * @csspart count - How often the same came: ×3.
 * @csspart link - The link on title or text.
 * @csspart action - The action button.
 * @csspart expand-button - Shows the rest of a long text.
 * @csspart outcome - What became of the action, where there is something to say.
 * @csspart close-button - The close button.
 * @csspart more - The line that says how many more there are.
 * @csspart clear-button - The button in it that clears all.
 * @cssproperty [--dx-alert-toast-width=24rem] - Width of a toast.
 * @cssproperty [--dx-alert-toast-edge=16px] - Distance from the edge of the window.
 * @cssproperty [--dx-alert-toast-gap=10px] - Distance between two toasts.
 * @cssproperty [--dx-alert-toast-padding=12px 14px] - Inside a toast.
 * @cssproperty [--dx-alert-toast-radius=12px] - Corners.
 * @cssproperty [--dx-alert-toast-lines=4] - How many lines of a text are seen until a person asks for the rest.
 * @cssproperty [--dx-alert-toast-layout=list] - `stack`: what goes by itself lies in a pile under the newest, whose time runs first, and unfolds under pointer and focus. Set on `:root`.
 * @cssproperty --dx-alert-toast-background - Background of a toast.
 * @cssproperty --dx-alert-toast-color - Text.
 * @cssproperty --dx-alert-toast-muted-color - Text under a title, the close button.
 * @cssproperty --dx-alert-toast-border-color - Border of a toast.
 * @cssproperty --dx-alert-toast-shadow - Shadow of a toast.
 * @cssproperty --dx-alert-toast-font-family - Font; default: the system's.
 * @cssproperty --dx-alert-toast-font-size - Size of the text; default 14px, larger where the page's or the person's is.
 * @cssproperty --dx-alert-toast-focus-color - Ring round what has the focus.
 * @cssproperty --dx-alert-toast-info - Icon of `info`.
 * @cssproperty --dx-alert-toast-success - Icon of `success`.
 * @cssproperty --dx-alert-toast-warning - Icon of `warning`.
 * @cssproperty --dx-alert-toast-danger - Icon of `danger`.
 */
export class DxAlertToast
  extends ConnectionSettingsMixin(EventElement)<AlertToastOptions>
  implements AlertToastAttributes
{
  static override readonly properties = propertiesOf(ALERT_TOAST_ATTRIBUTES);
  static override readonly hostStyles = ':host{display:none}';

  /** Name of the event to show, or names separated by commas; `*` = any. Required. */
  eventName: string | null = null;
  /** Where toasts appear. Start and end follow the direction of writing. */
  placement: string | null = null;
  /**
   * When a toast goes by itself: `8s`, or a number of milliseconds; 0 = never. Default: by the length of the text, at least
   * 5 seconds. Alerts of variant `danger` and those with a link or an action stay in any case.
   */
  duration: number | null = null;
  /** How many toasts are seen at once, 1 to 10; others wait. */
  maxVisible: number | null = null;
  /** Variant of messages that name none. */
  variant: string | null = null;
  /** Colours: `light`, `dark`, or `page`: as the `color-scheme` of the page, or as `configure({ theme })` says. */
  theme: string | null = null;
  /** Where the fields of an alert are found in a message: `text: body.note, title: subject`. Default: by their names. */
  map: string | null = null;
  /** A message that is JSON text is shown as it is; by default it is read as the object or list that it stands for. */
  asText = false;
  /**
   * Key that moves the focus to the newest toast and back, like `F6` or `Ctrl+Shift+M`; empty = none. It is taken
   * only while a toast is shown.
   */
  hotkey: string | null = null;
  /**
   * Shows a desktop notification while no tab of the site is visible, to people who have allowed it. `always`: the
   * gateway calls them while none is open, too (Web Push).
   */
  desktop: boolean | 'always' = false;
  /** Plays a sound: empty = the built-in one, else the address of an audio file of at most 3 seconds. Default: none. */
  sound: string | null = null;
  /** Hours without sounds and desktop notifications, in the time of the person: `22:00-07:00`. */
  quietHours: string | null = null;
  /** No close button on toasts that go by themselves. */
  withoutClose = false;
  /** Listens to nothing and shows nothing. */
  disabled = false;

  readonly #connection: ConnectionController;
  readonly #owner: AlertOwner = {
    shown: ({ id, alert }) => void this.#dispatch('dx-alert-shown', { id, alert }),
    acted: (entry, action) => this.#act(entry, action),
    reported: ({ id, alert }, { state: outcome, reason }) =>
      void this.#dispatch('dx-alert-outcome', { id, alert, outcome, reason }),
    dismissed: ({ id, alert }, reason) => void this.#dispatch('dx-alert-dismissed', { id, alert, reason }),
  };
  #center: AlertManager | null = null;
  #release: (() => void) | null = null;
  /** How many persons have left. */
  #forgotten = 0;
  readonly #user = new UserScopeController({
    known: (_, isPerson) => {
      this.#reconcile();
      if (isPerson) this.#center?.reveal(this.#owner);
    },
    hidden: (scopes) => {
      for (const scope of scopes) void this.#center?.sharing.disconnected(scope);
      this.#center?.conceal(this.#owner);
    },
    forget: (scopes) => {
      this.#forgotten += 1;
      this.#center?.clear(this.#owner, 'session');
      for (const scope of scopes) void this.#center?.sharing.end(scope);
    },
  });

  readonly #reader: InboxReader = {
    host: this,
    read: (message) =>
      readItems(this, message.data, message).map((data, index) => {
        const { reading } = toastReading(this, data, (this.options ??= this.readOptions()), false);
        const alert = readAlert(this, data, message, reading, 'no alert is shown');
        return alert && recordOf(alert, message, 0, index);
      }),
    show: (data, message) => void this.#show(data, message),
  };

  constructor() {
    super();
    this.#connection = new ConnectionController(this, {
      eventNames: () => (this.isActive ? (this.options?.eventNames ?? []) : []),
      message: (message) => void this.#show(message.data, message),
      person: (change) => this.#user.take(change),
      status: () => this.#sendChoices(),
    });
  }

  /**
   * Shows an alert, as if the back end had sent it.
   *
   * @param message a text, an object with the fields of an alert, or a list of such; its `action` may have a function `run` in place of
   *   an event, and a `duration` after which it goes
   * @param options.keep lists it in the inbox; default: it is shown, and then gone
   * @returns its id, of a list that of the first one shown; null where it is not shown: cancelled, empty, known already, one of too many
   * @example
   * toast.show({ title: 'Draft deleted', action: { label: 'Undo', run: restore }, duration: 8000 });
   */
  show(message: unknown, options?: ShowOptions): string | null;
  /**
   * Shows how far a promise is: that it goes on, then that it is done or has failed, in one toast.
   *
   * @param alerts what is said; `done` and `failed` may be functions of the value and the error
   * @returns the id of the toast; null where it is not shown
   * @example
   * toast.show(save(order), { loading: 'Saving …', done: ({ id }) => `Order ${id} is saved`, failed: 'Not saved' });
   */
  show<Value>(promise: PromiseLike<Value>, alerts: PromiseAlerts<Value> & ShowOptions): string | null;
  show(
    message: unknown,
    { keep = false, ...alerts }: PromiseAlerts<never> & ShowOptions = {},
  ): string | null {
    if (!isPromise(message)) return this.#show(message, null, keep);
    const forgotten = this.#forgotten;
    const loading = alerts.loading ?? translatorOf(this.ownerDocument.documentElement).text('busy');
    return followPromise(
      message,
      { ...alerts, loading },
      // What was asked of one person is nothing for the next.
      (data, state) => (forgotten === this.#forgotten ? this.#show(data, null, keep, state) : null),
      (id) => this.dismiss(id),
    );
  }

  /** @param id what `show()` gave, or the id that the back end gave */
  dismiss(id: string): void {
    this.#center?.dismiss(id, 'api');
  }

  /**
   * Asks the person to allow desktop notifications. Browsers ask only where this is called from a click.
   *
   * @returns whether they are allowed
   */
  async askForDesktop(): Promise<boolean> {
    const { askForDesktop } = await import('../alerts/attention/desktop.js');
    return askForDesktop(this.ownerDocument);
  }

  /** Dismisses all alerts of this element. */
  clear(): void {
    this.#center?.clear(this.#owner, 'api');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#reconcile();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is moved is back before the microtask, and its toasts stay.
    queueMicrotask(() => {
      if (!this.isConnected) this.#leave(this.getRootNode().nodeName === 'BODY');
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (hasOtherSession(this, changed)) this.#user.forget();
    super.willUpdate(changed);
  }

  protected override readOptions(): AlertToastOptions {
    return readOptions(this);
  }

  protected override updated(): void {
    renderPlaceholder(this, this.placeholderLabel('Alert toast'));
    if (this.options !== null && this.options.attention !== null) loadNotifications();
    this.#reconcile();
  }

  /** Takes part in the alerts of the page it lies in, or no longer. */
  #reconcile(): void {
    const hub = this.isConnected && this.isActive ? registryFor(this) : null;
    const center = hub === null ? null : alertManagerOf(hub.shared, this.ownerDocument, systemClock);
    if (center !== this.#center) {
      this.#leave();
      this.#center = center;
      this.#release = center?.lease() ?? null;
    }
    if (center !== null) this.#takePart(center);
  }

  #takePart(center: AlertManager): void {
    center.setHotkey(this.#owner, this.options?.hotkey ?? null);
    const { app, user } = this.#user.scope ?? {};
    center.handover.join(this.#owner, JSON.stringify([this.eventName, app, user]));
    if (this.#user.scope !== null) void center.sharing.history(this.#user.scope);
    this.#sendChoices();
  }

  /** What was chosen without a connection is sent when there is one; what is not taken comes back as a toast. */
  #sendChoices(): void {
    const { handle } = this.#connection;
    const { scope } = this.#user;
    const center = this.#center;
    if (handle?.state !== 'live' || scope === null || center === null) return;
    void center.sharing.connected(scope, handle, connectionFor(this)!, this.#reader, ({ id, alert }) => {
      const isShown = center.store.entries.some(({ record }) => record?.id === id);
      // Without its id, by which it is known as one that came before.
      if (!isShown) this.#add({ ...alert, id: null }, { record: { id, scope } });
    });
  }

  /** @param hasNext the page has got another body: the next element may take over what this one has shown */
  #leave(hasNext = false): void {
    const [center, release] = [this.#center, this.#release];
    this.#center = null;
    this.#release = null;
    if (center === null || release === null) return;
    center.setHotkey(this.#owner, null);
    center.handover.leave(this.#owner, release, hasNext);
  }

  #show(data: unknown, message: DxMessage | null, keep = false, state?: PromiseState): string | null {
    if (!this.isConnected || !this.isActive) return null;
    this.options ??= this.readOptions();
    this.#reconcile();
    const center = this.#center;
    // A page that is being left has no window.
    if (center === null) return null;
    const ids = readItems(this, data, message).map((item, index) =>
      this.#showItem(center, item, index, message, keep, state),
    );
    return ids.find(Boolean) ?? null;
  }

  #showItem(
    center: AlertManager,
    data: unknown,
    index: number,
    message: DxMessage | null,
    keep: boolean,
    state?: PromiseState,
  ): string | null {
    if (this.options === null) return null;
    const isLocal = message === null;
    const { reading, ...content } = toastReading(this, data, this.options, isLocal);
    const alert = this.#read(data, message, reading, state);
    if (alert === null) return null;
    const { messageId, eventName } = sourceOf(message, index);
    const isKnown = center.store.knows({ alert, messageId });
    const isCancelled = !isKnown && !this.#dispatch('dx-alert', { alert, message });
    if (isCancelled) {
      report(this, message, { code: 'cancelled' });
      return null;
    }
    const record = this.#keep(alert, message, index, keep);
    report(this, message, arrivalOutcome(isKnown, center.sharing.isMuted({ alert, record })));
    if (isKnown) return null;
    return this.#add(alert, { ...content, record, messageId, isLocal, eventName });
  }

  #read(data: unknown, message: DxMessage | null, reading: AlertReading, state?: PromiseState): Alert | null {
    const variant = state?.variant;
    const read = readAlert(
      this,
      data,
      message,
      variant ? { ...reading, variant } : reading,
      'no alert is shown',
    );
    return read && state ? { ...read, key: state.key, progress: state.progress } : read;
  }

  #add(alert: Alert, more: Partial<AlertRequest>): string | null {
    if (this.#center === null || this.options === null) return null;
    const { maxVisible, duration, attention, theme } = this.options;
    const placement = alert.placement ?? this.options.placement;
    return this.#center.add({
      ...{ alert, placement, maxVisible, attention, theme },
      ...{
        messageId: null,
        record: null,
        body: null,
        run: null,
        outcome: null,
        isLocal: false,
        eventName: null,
      },
      owner: this.#owner,
      duration: alertDuration(alert, duration, more.isLocal),
      closable: !this.withoutClose,
      ...more,
    });
  }

  /** What the page itself shows is kept on wish only; what a person chooses of it is kept until it is sent. */
  #keep(alert: Alert, message: DxMessage | null, index: number, keep: boolean): AlertEntry['record'] {
    const scope = this.#user.scope;
    if (scope === null) return null;
    if (message === null && !keep) return { id: `local ${randomId()}`, scope };
    const record = recordOf(alert, message, connectionFor(this)?.serverTime ?? Date.now(), index);
    void this.#center?.sharing.add(scope, record, sourceOf(message, index).messageId);
    return { id: record.id, scope };
  }

  #act({ id, alert }: AlertEntry, action: AlertAction): boolean {
    return this.#dispatch('dx-alert-action', { id, alert, action });
  }

  /** @returns false where a listener cancelled it */
  #dispatch<Type extends keyof AlertEvents>(type: Type, detail: AlertEvents[Type]): boolean {
    return dispatch(this, type, detail, type === 'dx-alert' || type === 'dx-alert-action');
  }
}

const isPromise = (value: unknown): value is PromiseLike<never> =>
  typeof (value as PromiseLike<never> | null)?.then === 'function';
