import { isInFront } from '../dom/page-visibility.js';
import type { Clock } from '../clock.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import { SeenIds } from '../data/seen-ids.js';
import { hasUnsavedInput } from './unsaved-input.js';
import { formerPage, goBack } from './former-page.js';
import type { RedirectAddress } from './redirect-address.js';

/** Older messages send nobody anywhere, in milliseconds: whoever reads the page now did not wait for them. */
const LONGEST_AGE = 10_000;
/** How often it is looked whether a person has finished, beside the events that tell it, in milliseconds. */
const LOOK_AGAIN = 1_000;

/** How a page is to be left. */
export interface RedirectManner {
  /** Milliseconds; after that the link is shown instead. */
  maxHold: number;
  /** Shows the link in any case. */
  confirm: boolean;
}

export interface RedirectorDelegate {
  /** What a person does now that leaving would disturb; null = nothing. */
  hold(): string | null;
  /** Whether what a person wrote and did not submit keeps the page. */
  keepsInput(): boolean;
  /** Calls when that may have ended. @returns the way to stop */
  onEnd(listener: () => void): () => void;
  /** The page is about to be left. @returns false where a listener does not want that */
  leaving(href: string | null, message: DxMessage): boolean;
  /** Shows where the page would have gone, as a link. */
  offer(href: string): void;
  /** What became of a message. */
  report(message: DxMessage, outcome: Outcome): void;
}

type RedirectRefusal = 'tooOld' | 'notInFront' | 'noFormerPage' | 'shownBefore';

interface Pending {
  address: RedirectAddress;
  message: DxMessage;
  manner: RedirectManner;
  /** The clock's milliseconds. */
  until: number;
}

/** Messages that a page has followed; elements that hear the same one share them. */
const FOLLOWED = 'redirects';

/** Takes a page elsewhere, as soon as that disturbs nobody. A later message takes the place of one that waits. */
export class Redirector {
  readonly #view: Window;
  readonly #clock: Clock;
  readonly #delegate: RedirectorDelegate;
  readonly #followed: SeenIds;
  #pending: Pending | null = null;
  #stopWaiting: (() => void) | null = null;

  /** @param shared what all copies of the script on the page share */
  constructor(view: Window, clock: Clock, shared: Map<string, unknown>, delegate: RedirectorDelegate) {
    this.#view = view;
    this.#clock = clock;
    this.#delegate = delegate;
    this.#followed = (shared.get(FOLLOWED) as SeenIds | undefined) ?? new SeenIds();
    shared.set(FOLLOWED, this.#followed);
  }

  /**
   * Takes a message that came.
   *
   * @param age how long ago the server took it, in milliseconds; 0 where that is not known
   */
  take(address: RedirectAddress, message: DxMessage, age: number, manner: RedirectManner): void {
    const refused = this.#refusal(address, message, age);
    if (refused !== null) {
      this.#delegate.report(message, { code: refused });
      return;
    }
    this.cancel();
    this.#pending = { address, message, manner, until: this.#clock.now() + manner.maxHold };
    if (manner.confirm) this.#offer();
    else this.#goOrWait();
  }

  /** Forgets a redirect that waits. */
  cancel(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    this.#pending = null;
  }

  #refusal(address: RedirectAddress, message: DxMessage, age: number): RedirectRefusal | null {
    if (message.isReplay || age > LONGEST_AGE) return 'tooOld';
    if (!this.#isInFront()) return 'notInFront';
    if (address.href === null && formerPage(this.#view) === null) return 'noFormerPage';
    return this.#followed.add(message.id) ? null : 'shownBefore';
  }

  /** Of several windows one goes: the one that a person uses. */
  #isInFront(): boolean {
    const { document } = this.#view;
    return isInFront(document);
  }

  #goOrWait(): void {
    const { address, message, until } = this.#pending!;
    // A person who left the window meanwhile comes back to the page as it was.
    const reason = this.#hold() ?? (this.#isInFront() ? null : 'hidden');
    if (reason === null) this.#go(address, message);
    else if (this.#clock.now() >= until) this.#offer();
    else this.#wait(reason, until);
  }

  #hold(): string | null {
    const isUnsaved = this.#delegate.keepsInput() && hasUnsavedInput(this.#view.document);
    return this.#delegate.hold() ?? (isUnsaved ? 'editing' : null);
  }

  #wait(reason: string, until: number): void {
    if (this.#stopWaiting === null)
      this.#delegate.report(this.#pending!.message, { code: 'held', args: [reason] });
    this.#stopWaiting?.();
    const again = (): void => this.#goOrWait();
    const stopEvents = this.#delegate.onEnd(again);
    const stopClock = this.#clock.after(Math.min(LOOK_AGAIN, until - this.#clock.now()), again);
    this.#stopWaiting = () => {
      stopEvents();
      stopClock();
    };
  }

  #go({ href, replace }: RedirectAddress, message: DxMessage): void {
    this.cancel();
    const { location } = this.#view;
    const isThere = href === location.href;
    const isLeaving = !isThere && this.#delegate.leaving(href, message);
    this.#delegate.report(message, {
      code: isThere ? 'alreadyThere' : isLeaving ? 'redirected' : 'cancelled',
    });
    if (!isLeaving) return;
    if (href === null) goBack(this.#view);
    else if (replace) location.replace(href);
    else location.assign(href);
  }

  #offer(): void {
    const { address, message } = this.#pending!;
    this.cancel();
    const href = address.href ?? formerPage(this.#view);
    if (href === null) return;
    this.#delegate.report(message, { code: 'offered' });
    this.#delegate.offer(href);
  }
}

export { linkToast, linkToastOwner } from './link-toast.js';
export { readRedirect } from './redirect-address.js';
