import { toAlert } from '../alerts/alert.js';
import { systemClock } from '../clock.js';
import type { DxMessage } from '../data/message.js';
import { loadLocale, translatorOf } from '../i18n/translator.js';
import { findHold } from '../refresh/hold/hold-reasons.js';
import { activityOf } from '../refresh/hold/user-activity.js';
import { trackEdits } from '../refresh/user-edits.js';
import type { Redirector } from '../redirect/redirector.js';
import { warnOnce } from '../warn.js';
import { propertiesOf } from './shared/attribute.js';
import { connectionFor, registryFor } from './shared/connection-context.js';
import { ConnectionController } from './shared/connection-controller.js';
import { ConnectionSettingsMixin } from './shared/connection-settings-mixin.js';
import { report } from './shared/diagnostics.js';
import { dispatch } from './shared/dispatch.js';
import { EventElement } from './shared/event-element.js';
import { renderPlaceholder } from './shared/placeholder.js';
import type { RedirectDetail } from './dx-redirect.events.js';
import { readOptions, REDIRECT_ATTRIBUTES } from './dx-redirect.options.js';
import type { RedirectAttributes, RedirectOptions } from './dx-redirect.options.js';

const nothing = (): void => undefined;

/**
 * Takes the page elsewhere when the back end sends an event, as soon as that disturbs nobody. A text says where to as
 * the Directual platform does: `<=` back, `../` one level up in the path, `/segment` appended to the path. An object has a
 * web address: `{ "href": "/orders/7", "replace": true }`. Only addresses of the page's own origin, and of those that
 * `allow` names, are followed; nothing else is, whatever a message says.
 *
 * Of several windows only the one in front goes. What was missed, or sent more than 10 s ago, sends nobody anywhere.
 *
 * @summary An event from the back end takes the page elsewhere.
 * @tag dx-redirect
 * @fires {CustomEvent<RedirectDetail>} dx-redirect - Before the page is left. Bubbles; cancelable: the page stays then, and a router may go to `detail.href` itself.
 * @example <dx-redirect event-name="redirect"></dx-redirect>
 */
export class DxRedirect
  extends ConnectionSettingsMixin(EventElement)<RedirectOptions>
  implements RedirectAttributes
{
  static override readonly properties = propertiesOf(REDIRECT_ATTRIBUTES);
  static override readonly hostStyles = ':host{display:none}';

  /** Name of the event to follow, or names separated by commas. Required. */
  eventName: string | null = null;
  /** Other origins that messages may lead to, separated by blanks: `https://shop.example`. Default: none. */
  allow: string | null = null;
  /**
   * What a person may do on the page while it waits: some of `editing`, `dialog`, `selecting` and `playing`, separated
   * by blanks. What was written and not submitted counts as editing. Composing with an input method and a pressed pointer
   * always hold.
   */
  holdWhile: string | null = null;
  /**
   * The longest that the page waits for a person: `1min`, or a number of milliseconds; then a toast with the link is shown
   * instead.
   */
  maxHold: number | null = null;
  /** Shows a toast with the link in any case, and never leaves the page by itself. */
  confirm = false;
  /** Listens to nothing. */
  disabled = false;

  #redirector: Redirector | null = null;
  /** Counts drops, so that a message which came before one and waits for code is not followed after it. */
  #drops = 0;
  #hideToast = nothing;

  constructor() {
    super();
    new ConnectionController(this, {
      eventNames: () => this.options?.eventNames ?? [],
      message: (message) => void this.#take(message, this.#ageOf(message)),
      person: ({ type }) => {
        if (type !== 'known') this.#drop();
      },
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is moved is back before the microtask, and what it waits for goes on.
    queueMicrotask(() => {
      if (!this.isConnected) this.#drop();
    });
  }

  protected override readOptions(): RedirectOptions {
    return readOptions(this);
  }

  protected override updated(): void {
    renderPlaceholder(this, this.placeholderLabel('Redirect'));
    if (this.options === null) {
      this.#drop();
      return;
    }
    // From the start: what a person does before the first event counts.
    trackEdits(this.ownerDocument);
    activityOf(this.ownerDocument);
    void loadLocale(this);
    import('../redirect/redirector.js').catch(nothing);
  }

  #ageOf({ meta }: DxMessage): number {
    const now = connectionFor(this)?.serverTime ?? 0;
    return meta === null ? 0 : now - meta.at;
  }

  async #take(message: DxMessage, age: number): Promise<void> {
    try {
      const drops = this.#drops;
      const code = await import('../redirect/redirector.js');
      const { options, ownerDocument: page } = this;
      const { defaultView: view, baseURI: base } = page;
      if (drops !== this.#drops || view === null || options === null) return;
      const address = code.readRedirect(message.data, { page: page.URL, base, allow: options.allow });
      if ('problem' in address) {
        report(this, message, { code: 'failed', args: [address.problem] });
        warnOnce(`<dx-redirect> message "${message.eventName}" ${address.problem}; the page stays`);
        return;
      }
      this.#redirector ??= new code.Redirector(view, systemClock, registryFor(this)!.shared, {
        hold: () => findHold(page.documentElement, this.options?.holdWhile ?? [], activityOf(page)),
        keepsInput: () => this.options?.holdWhile.includes('editing') === true,
        onEnd: (listener) => activityOf(page).onEnd(listener),
        leaving: (to, cause) =>
          dispatch(this, 'dx-redirect', { href: to, message: cause } satisfies RedirectDetail, true),
        offer: (to) => void this.#offer(to, code),
        report: (of, outcome) => report(this, of, outcome),
      });
      this.#redirector.take(address, message, age, { maxHold: options.maxHold, confirm: this.confirm });
    } catch (error) {
      warnOnce(
        `<dx-redirect> the page stays, since a part of the script could not be loaded: ${String(error)}`,
      );
    }
  }

  /** Shows a toast with the link. */
  async #offer(href: string, code: typeof import('../redirect/redirector.js')): Promise<void> {
    const drops = this.#drops;
    const { alertManagerOf } = await import('../alerts/alert-manager.js');
    const page = this.ownerDocument;
    if (drops !== this.#drops) return;
    this.#hideToast();
    const owner = code.linkToastOwner();
    const manager = alertManagerOf(registryFor(this)!.shared, page, systemClock);
    const release = manager.lease();
    this.#hideToast = () => {
      manager.clear(owner, 'api');
      release();
    };
    const text = translatorOf(this).text('goOn', href.replace(`${page.location.origin}/`, '/'));
    const alert = toAlert({ key: 'dx-redirect', text, href, sticky: true }, { base: href });
    if (alert !== null) manager.add(code.linkToast(alert, owner));
  }

  #drop(): void {
    this.#drops += 1;
    this.#redirector?.cancel();
    this.#redirector = null;
    this.#hideToast();
  }
}
