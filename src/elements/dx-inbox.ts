import type { PropertyValues } from '@lit/reactive-element';
import { itemId, recordOf } from '../alerts/from-message.js';
import { alertManagerOf, type AlertManager } from '../alerts/alert-manager.js';
import { systemClock } from '../clock.js';
import type { InboxReader } from '../alerts/history/inbox-readers.js';
import type { AlertRecord } from '../alerts/history/record.js';
import type { Inbox } from '../alerts/inbox/inbox.js';
import type { UserScope } from '../data/user-scope.js';
import { propertiesOf } from './shared/attribute.js';
import { connectionFor, registryFor } from './shared/connection-context.js';
import { ConnectionController } from './shared/connection-controller.js';
import { ConnectionSettingsMixin, hasOtherSession } from './shared/connection-settings-mixin.js';
import { EventElement } from './shared/event-element.js';
import { dispatch } from './shared/dispatch.js';
import { renderPlaceholder } from './shared/placeholder.js';
import { UserScopeController } from './shared/user-scope-controller.js';
import { LazyViewController } from './shared/lazy-view-controller.js';
import { readAlert, readItems } from './shared/read-alert.js';
import { report } from './shared/diagnostics.js';
import type { Alert, AlertAction } from '../alerts/alert.js';
import type { DxMessage } from '../data/message.js';
import { watchLanguage } from '../i18n/language-watch.js';
import { loadLocale, translatorOf } from '../i18n/translator.js';
import { INBOX_ATTRIBUTES, readOptions } from './dx-inbox.options.js';
import type { CheckedInbox, InboxAttributes } from './dx-inbox.options.js';

/** `detail` of `dx-inbox-change`. */
export interface InboxChangeDetail {
  /** How many alerts are unread. */
  unread: number;
}

/** `detail` of `dx-inbox-action`. */
export interface InboxActionDetail {
  /** The id of the alert in the inbox. */
  id: string;
  alert: Alert;
  /** What was chosen: the action, or the link of the alert. */
  action: AlertAction;
}

/**
 * A bell with the number of unread alerts; it opens the list of all that came by its `event-name`, which this browser
 * keeps for each person until they are dismissed, and forgets when the session ends. It and `<dx-alert-toast>` on the same
 * event share the alerts.
 *
 * @summary A bell with the alerts that came.
 * @tag dx-inbox
 * @fires {CustomEvent<InboxChangeDetail>} dx-inbox-change - The number of unread alerts is another one. Bubbles.
 * @fires {CustomEvent<InboxActionDetail>} dx-inbox-action - A person chose an action or a link in the list. Bubbles; cancelable: the link is not followed and the event not sent then.
 * @csspart button - The bell.
 * @csspart badge - The number on it.
 * @csspart panel - The list with all around it.
 * @csspart header - Title and buttons above the list.
 * @csspart mark-all-button - Marks all as read.
 * @csspart clear-button - Dismisses all that is listed.
 * @csspart settings-button - Shows what a person can choose.
 * @csspart close-button - Closes the list, on small screens.
 * @csspart filter - The line between all and unread.
 * @csspart new-button - Shows what came while nothing could move.
 * @csspart list - What scrolls.
 * @csspart day - The line above the alerts of a day.
 * @csspart alert - One alert; also `info`, `success`, `warning` or `danger`, and `unread`.
 * @csspart dismissed - What stands in the place of an alert, or of all, that was dismissed.
 * @csspart undo-button - Brings back what was dismissed.
 * @csspart time - When it came.
 * @csspart outcome - What became of its action.
 * @csspart icon - The picture of the variant.
 * @csspart title - The title.
 * @csspart text - The text.
 * @csspart count - How often the same came: ×3.
 * @csspart link - The link on title or text.
 * @csspart action - The action button.
 * @csspart dot-button - Marks one alert as read.
 * @csspart dismiss-button - Takes one alert out of the list.
 * @csspart more-button - Draws more of a long list.
 * @csspart empty - What is said where there is nothing.
 * @csspart hint - What will come there.
 * @csspart footer - What a person can choose.
 * @csspart categories - The categories of alerts, with a choice for each.
 * @csspart category - One category.
 * @csspart critical - That a category is always shown.
 * @csspart desktop-blocked - That the browser shows no notifications of the site, where it does not.
 * @cssproperty [--dx-inbox-size=40px] - Width and height of the button.
 * @cssproperty [--dx-inbox-radius=10px] - Corners of the button.
 * @cssproperty --dx-inbox-color - The bell; default: the colour of the text around it.
 * @cssproperty [--dx-inbox-badge-background=#d11f2f] - Background of the number.
 * @cssproperty [--dx-inbox-badge-color=#fff] - The number.
 * @cssproperty [--dx-inbox-width=26rem] - Width of the list.
 * @cssproperty [--dx-inbox-height=38rem] - Height of the list at most.
 * @cssproperty [--dx-inbox-panel-radius=14px] - Corners of the list.
 * @cssproperty --dx-inbox-background - Background of the list.
 * @cssproperty --dx-inbox-action-background - Background of action buttons; default: the colour of the text.
 * @cssproperty --dx-inbox-action-color - Text of action buttons; default: the background of the list.
 * @cssproperty [--dx-inbox-scrim=rgb(0 0 0 / 45%)] - What lies over the page around the list on small screens.
 * @cssproperty --dx-inbox-accent - What is unread, and the ring round what has the focus.
 * @cssproperty --dx-inbox-font-family - Font; default: the system's.
 * @cssproperty --dx-inbox-font-size - Size of the text; default 14px, larger where the page's or the person's is.
 */
export class DxInbox extends ConnectionSettingsMixin(EventElement)<CheckedInbox> implements InboxAttributes {
  // Until the bell is drawn, the room for it: the page does not move.
  static override readonly properties = propertiesOf(INBOX_ATTRIBUTES);
  static override readonly hostStyles = `:host{display:inline-block;inline-size:var(--dx-inbox-size,40px);block-size:var(--dx-inbox-size,40px);
vertical-align:middle}:host([hidden],[disabled]){display:none}`;

  /** Name of the event to list, or names separated by commas; `*` = any. Required. */
  eventName: string | null = null;
  /** Where the list opens. */
  placement: string | null = null;
  /** Colours: `light`, `dark`, or `page`: as the `color-scheme` at its place, or as `configure({ theme })` says. */
  theme: string | null = null;
  /** Name of the button and the list. Default: "Notifications" in the language of the page. */
  label: string | null = null;
  /** Where the fields of an alert are found in a message: `text: body.note, title: subject`. Default: by their names. */
  map: string | null = null;
  /** A message that is JSON text is shown as it is; by default it is read as the object or list that it stands for. */
  asText = false;
  /** Variant of messages that name none. */
  variant: string | null = null;
  /** How many alerts are listed at most, 1 to 5000. */
  limit: number | null = null;
  /** How long an alert is listed: `7d`, or a number of milliseconds. */
  maxAge: number | null = null;
  /** Shows the number of unread alerts before the title of the page. */
  titleCount = false;
  /** Shows the number of unread alerts on the icon of an installed app. */
  appBadge = false;
  /** Lets a person turn on desktop notifications, in the list. */
  desktop = false;
  /** Listens to nothing and draws nothing. */
  disabled = false;

  readonly #connection: ConnectionController;
  readonly #panel: LazyViewController<Inbox, AlertManager>;
  #release: (() => void) | null = null;
  #stopWatch: (() => void) | null = null;
  #uncover: (() => void) | null = null;
  readonly #user = new UserScopeController({
    known: (scope) => void this.#show(scope),
    hidden: (scopes) => {
      for (const scope of scopes) void this.#panel.owner?.sharing.disconnected(scope);
      this.#hide();
    },
    forget: (scopes) => {
      for (const scope of scopes) void this.#panel.owner?.sharing.end(scope);
      this.#hide();
    },
  });

  readonly #reader: InboxReader = {
    host: this,
    read: (message) =>
      readItems(this, message.data, message).map((item, index) => this.#read(message, item, index)),
  };

  constructor() {
    super();
    this.#connection = new ConnectionController(this, {
      eventNames: () => (this.isActive ? (this.options?.eventNames ?? []) : []),
      message: (message) =>
        readItems(this, message.data, message).forEach((item, index) => this.#take(message, item, index)),
      person: (change) => this.#user.take(change),
      status: () => this.#sendChoices(),
    });
    this.#panel = new LazyViewController(this, {
      owner: () => (this.options === null ? null : this.#centerOfPage()),
      starting: (center) => {
        this.#release = center.lease();
        this.shadowRoot!.replaceChildren();
        this.#stopWatch = watchLanguage(this, () => this.#panel.panel?.redraw());
      },
      load: () => this.#load(),
      begun: () => {
        if (this.#user.scope !== null) void this.#show(this.#user.scope);
      },
      left: () => {
        this.#stopWatch?.();
        this.#toggled(false);
        this.#release?.();
      },
    });
  }

  /** How many alerts are unread. */
  get unread(): number {
    return this.#panel.panel?.unread ?? 0;
  }

  /** Opens the list; where the inbox is not drawn yet, as soon as it is. */
  open(): void {
    this.#toggle(true);
  }

  /** Closes the list. */
  close(): void {
    this.#toggle(false);
  }

  /** Marks all alerts as read, in all tabs. */
  markAllRead(): void {
    this.#panel.panel?.markAllRead();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (hasOtherSession(this, changed)) this.#user.forget();
    super.willUpdate(changed);
  }

  protected override readOptions(): CheckedInbox {
    return readOptions(this);
  }

  protected override updated(): void {
    if (this.#panel.owner === null) renderPlaceholder(this, this.placeholderLabel('Inbox'));
    if (this.#panel.panel !== null && this.options !== null) this.#panel.panel.options = this.options.inbox;
  }

  /** The alerts of the page it lies in. */
  #centerOfPage(): AlertManager | null {
    const hub = registryFor(this);
    return hub === null ? null : alertManagerOf(hub.shared, this.ownerDocument, systemClock);
  }

  #toggle(isOpen: boolean): void {
    const { panel } = this.#panel;
    if (panel !== null) panel.toggle(isOpen);
    else void this.updateComplete.then(() => this.#panel.use((drawn) => drawn.toggle(isOpen)));
  }

  async #load(): Promise<Inbox> {
    const { Inbox, unreadCounterOf } = await import('../alerts/inbox/inbox.js');
    return new Inbox(this.shadowRoot!, this.options!.inbox, systemClock, () => this.#now(), {
      counter: unreadCounterOf(registryFor(this)!.shared, this.ownerDocument),
      wording: () => translatorOf(this),
      loadWords: () => loadLocale(this),
      toggled: (isOpen) => this.#toggled(isOpen),
      unreadChanged: (unread) => void this.#dispatch('dx-inbox-change', { unread }),
      act: (record, action) => this.#act(record, action),
    });
  }

  /** The time of the gateway, which that of a device may differ from: alerts have the former. */
  #now(): number {
    return connectionFor(this)?.serverTime ?? Date.now();
  }

  async #show(scope: UserScope): Promise<void> {
    this.#sendChoices();
    const history = await this.#panel.owner?.sharing.history(scope);
    if (this.#user.scope === scope && this.#panel.panel !== null && history)
      this.#panel.panel.history = history;
  }

  /** Toasts lie above the list, but not those of alerts that it shows. */
  #toggled(isOpen: boolean): void {
    this.#uncover?.();
    this.#uncover = isOpen ? (this.#panel.owner?.cover(this.options?.inbox.eventNames ?? []) ?? null) : null;
    if (isOpen) this.#panel.owner?.raise();
  }

  /** What was chosen without a connection is sent when there is one. */
  #sendChoices(): void {
    const { handle } = this.#connection;
    if (handle?.state === 'live' && this.#user.scope !== null)
      void this.#panel.owner?.sharing.connected(this.#user.scope, handle, connectionFor(this)!, this.#reader);
  }

  #hide(): void {
    this.#panel.owner?.hush();
    if (this.#panel.panel !== null) this.#panel.panel.history = null;
  }

  #take(message: DxMessage, data: unknown, index: number): void {
    const { scope } = this.#user;
    const record = scope && this.#read(message, data, index);
    if (record === null) return;
    report(this, message, { code: 'listed' });
    const id = itemId(message, index);
    void this.#panel.owner?.sharing.add(scope!, record, id);
    this.#panel.owner?.announce(record.alert, id, scope!);
  }

  #read(message: DxMessage, data: unknown, index: number): AlertRecord | null {
    if (this.options === null) return null;
    const { map, variant } = this.options;
    const reading = { map, variant, base: this.ownerDocument.baseURI };
    const alert = readAlert(this, data, message, reading, 'it is not listed');
    return alert && recordOf(alert, message, this.#now(), index);
  }

  #act({ id, alert }: AlertRecord, action: AlertAction): boolean {
    if (!this.#dispatch('dx-inbox-action', { id, alert, action })) return false;
    const { scope } = this.#user;
    if (action.event !== null && scope !== null)
      void this.#panel.owner?.sharing.choose({ id, scope }, alert, action.event);
    return true;
  }

  /** @returns false where a listener cancelled it */
  #dispatch(
    type: 'dx-inbox-change' | 'dx-inbox-action',
    detail: InboxChangeDetail | InboxActionDetail,
  ): boolean {
    return dispatch(this, type, detail, type === 'dx-inbox-action');
  }
}
