import type { PropertyValues } from '@lit/reactive-element';
import { tabIdOf } from '../connection/tab-id.js';
import { propertiesOf } from './shared/attribute.js';
import { connectionFor, registryFor } from './shared/connection-context.js';
import { ConnectionController } from './shared/connection-controller.js';
import { ConnectionSettingsMixin, hasOtherSession } from './shared/connection-settings-mixin.js';
import { EventElement } from './shared/event-element.js';
import { dispatch } from './shared/dispatch.js';
import { renderPlaceholder } from './shared/placeholder.js';
import { UserScopeController } from './shared/user-scope-controller.js';
import { LazyViewController } from './shared/lazy-view-controller.js';
import { report } from './shared/diagnostics.js';
import type { DxMessage } from '../data/message.js';
import type { MessengerPanel } from '../messenger/messenger-panel.js';
import type { MessengerHost } from '../messenger/messenger-host.js';
import { watchLanguage } from '../i18n/language-watch.js';
import { loadLocale, translatorOf } from '../i18n/translator.js';
import type { MessengerMessageDetail, MessengerSendDetail } from './dx-messenger.events.js';
import { MESSENGER_ATTRIBUTES, readOptions } from './dx-messenger.options.js';
import type { CheckedMessenger, MessengerAttributes } from './dx-messenger.options.js';

/**
 * A conversation: the messages that the back end pushes, with what the person and others wrote, by day, and a field
 * to write in. A message is a text, or an object `{ id, user, name, text, at }`. What is written is sent as
 * `{ id, text }` with an id of its own, over and over until the back end acknowledges it, so the back end takes each
 * id once; what was not sent yet outlives a reload, and is forgotten when the session ends or another person signs in. An
 * acknowledgement `{ error: sentence }` refuses a message.
 *
 * @summary A message list and a field to write in.
 * @tag dx-messenger
 * @fires {CustomEvent<MessengerSendDetail>} dx-messenger-send - Before a message is sent. Bubbles; cancelable: it is not sent then, and stays in the field.
 * @fires {CustomEvent<MessengerMessageDetail>} dx-messenger-message - A message has come that was not there before. Bubbles.
 * @csspart messenger - All of it.
 * @csspart header - Title, and who is typing.
 * @csspart title - The name of the conversation.
 * @csspart list - The messages, which scroll.
 * @csspart day - The line above the messages of a day.
 * @csspart new-mark - The line above what is new.
 * @csspart message - One message; also `own` or `other`.
 * @csspart author - The name.
 * @csspart bubble - What is round the text.
 * @csspart text - The text.
 * @csspart time - The time, below the last of several messages.
 * @csspart sent - The sign that the back end has it.
 * @csspart delivery - What is said of a message that is not sent.
 * @csspart empty - What is said where there is nothing.
 * @csspart hint - What can be done then.
 * @csspart jump-button - Leads to the newest message.
 * @csspart typing - Who is typing.
 * @csspart composer - The field with all around it.
 * @csspart notice - What is said above it while there is no connection.
 * @csspart field - The field.
 * @csspart send-button - Sends.
 * @cssproperty [--dx-messenger-height=32rem] - Height.
 * @cssproperty [--dx-messenger-radius=14px] - Corners.
 * @cssproperty [--dx-messenger-bubble-radius=17px] - Corners of a message.
 * @cssproperty --dx-messenger-background - Background.
 * @cssproperty [--dx-messenger-own-background=#2a5bd7] - Background of own messages and of the send button.
 * @cssproperty [--dx-messenger-own-color=#fff] - Text of own messages.
 * @cssproperty --dx-messenger-other-background - Background of the messages of others.
 * @cssproperty --dx-messenger-other-color - Text of the messages of others.
 * @cssproperty --dx-messenger-accent - The ring round what has the focus.
 * @cssproperty --dx-messenger-font-family - Font; default: the system's.
 * @cssproperty --dx-messenger-font-size - Size of the text; default 15px, larger where the page's or the person's is.
 */
export class DxMessenger
  extends ConnectionSettingsMixin(EventElement)<CheckedMessenger>
  implements MessengerAttributes
{
  // Until the messenger is drawn, the room for it: the page does not move.
  static override readonly properties = propertiesOf(MESSENGER_ATTRIBUTES);
  static override readonly hostStyles = `:host{display:block;block-size:var(--dx-messenger-height,min(32rem,100dvh))}
:host([hidden]){display:none}`;

  /** Name of the event that brings messages, or names separated by commas. Required. */
  eventName: string | null = null;
  /** Colours: `light`, `dark`, or `page`: as the `color-scheme` at its place, or as `configure({ theme })` says. */
  theme: string | null = null;
  /** Name of the event that sends what is written; without it nothing can be written. */
  sendEvent: string | null = null;
  /** Name of the event by which people tell each other that they type: sent while typing, and listened to. */
  typingEvent: string | null = null;
  /**
   * Address of earlier messages: a JSON array, or an object with one in `payload`. It is asked again with `before` (the id of
   * the first message) and `beforeAt` (its time, milliseconds since 1970, where it has one) when a person scrolls there.
   */
  historySrc: string | null = null;
  /** Id of the person, as `user` in messages; where it is absent, learned from the first acknowledgement. */
  userId: string | null = null;
  /** Name of the conversation, above it. Default: "Messages" in the language of the page. */
  label: string | null = null;
  /** What stands in the empty field. Default: "Write a message" in the language of the page. */
  placeholder: string | null = null;
  /** Listens to nothing and draws nothing. */
  disabled = false;

  readonly #connection: ConnectionController;
  readonly #panel: LazyViewController<MessengerPanel>;
  readonly #user = new UserScopeController({
    known: (scope) => this.#panel.use((panel) => panel.begin(scope)),
    hidden: () => this.#panel.use((panel) => panel.hide()),
    forget: () => this.#panel.use((panel) => panel.forget()),
  });
  #isLive = false;
  #stopWatch: (() => void) | null = null;

  constructor() {
    super();
    this.#connection = new ConnectionController(this, {
      eventNames: () => this.options?.eventNames ?? [],
      message: (message) => this.#take(message),
      gap: () => this.#panel.use((panel) => panel.catchUp()),
      person: (change) => this.#user.take(change),
      status: ({ state }) => {
        this.#isLive = state === 'live';
        this.#panel.use((panel) => (panel.isLive = this.#isLive));
      },
    });
    this.#panel = new LazyViewController(this, {
      owner: () => (this.options === null ? null : this),
      starting: () => {
        this.shadowRoot!.replaceChildren();
        this.#stopWatch = watchLanguage(this, () => this.#panel.use((panel) => panel.redraw()));
      },
      left: () => this.#stopWatch?.(),
      load: async () => {
        const { MessengerPanel } = await import('../messenger/messenger-panel.js');
        return new MessengerPanel(this.shadowRoot!, this.#messengerPage(), this.options!.messenger);
      },
      // The connection may have been there before the element.
      begun: (panel) => {
        if (this.#user.scope !== null) panel.begin(this.#user.scope);
        panel.isLive = this.#isLive;
      },
    });
  }

  /**
   * Sends a message, as if the person had written it.
   *
   * @returns its id; null where it is empty, nothing can be sent or a listener cancelled it
   */
  send(text: string): string | null {
    return this.#panel.panel?.send(text) ?? null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (hasOtherSession(this, changed)) this.#user.forget();
    super.willUpdate(changed);
  }

  protected override readOptions(): CheckedMessenger {
    return readOptions(this);
  }

  protected override updated(): void {
    if (this.#panel.owner === null) renderPlaceholder(this, this.placeholderLabel('Messenger'));
    const options = this.options?.messenger;
    if (options) this.#panel.use((panel) => (panel.options = options));
  }

  #take(message: DxMessage): void {
    this.#panel.use((panel) => report(this, message, panel.receive(message)));
  }

  #messengerPage(): MessengerHost {
    const { ownerDocument: document } = this;
    return {
      document,
      origin: tabIdOf(registryFor(this)!.shared),
      // That of a device may be wrong.
      now: () => connectionFor(this)?.serverTime ?? Date.now(),
      wording: () => translatorOf(this),
      loadWords: () => loadLocale(this),
      emit: (eventName, data) =>
        this.#connection.handle?.emit(eventName, data, { ack: true }) ??
        Promise.reject(new Error('the element has no connection')),
      mayWrite: (message) => dispatch(this, 'dx-messenger-send', message satisfies MessengerSendDetail, true),
      arrived: (message, isOwn) => {
        const detail: MessengerMessageDetail = { message, isOwn };
        dispatch(this, 'dx-messenger-message', detail);
      },
    };
  }
}
