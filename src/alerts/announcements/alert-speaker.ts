import { SeenIds } from '../../data/seen-ids.js';
import type { Clock } from '../../clock.js';
import type { Translator } from '../../i18n/translator.js';
import type { Alert } from '../alert.js';
import { Announcer, type Politeness } from './announcer.js';
import { LiveRegions } from './live-regions.js';
import { spokenText } from './spoken-text.js';

/** Says alerts of a page, each message once, while its regions lie in the page. */
export class AlertSpeaker {
  readonly #clock: Clock;
  readonly #wording: () => Translator;
  /** Messages whose alerts were said. */
  readonly #said = new SeenIds();
  #announcer: Announcer | null = null;

  /** @param wording the words of the page's language, asked for each time */
  constructor(clock: Clock, wording: () => Translator) {
    this.#clock = clock;
    this.#wording = wording;
  }

  /** @returns what is to lie in the page */
  start(document: Document): HTMLElement {
    const regions = new LiveRegions(document);
    this.#announcer = new Announcer(this.#clock, regions, this.#wording);
    return regions.host;
  }

  stop(): void {
    this.clear();
    this.#announcer = null;
  }

  /** What waits is not said. */
  clear(): void {
    this.#announcer?.clear();
  }

  /** Nobody would hear what is said now: it waits. */
  setHidden(isHidden: boolean): void {
    this.#announcer?.setHidden(isHidden);
  }

  announce(text: string, politeness: Politeness): void {
    this.#announcer?.announce(text, politeness);
  }

  /**
   * Says an alert.
   *
   * @param messageId null = it is said, whatever was said before
   * @param isStep it only says how far the same thing is
   */
  say(alert: Alert, messageId: string | null, isStep = false): void {
    if (messageId !== null && !this.#said.add(messageId)) return;
    const politeness = alert.variant === 'danger' ? 'assertive' : 'polite';
    const text = spokenText(alert, this.#wording());
    if (alert.key === null) this.announce(text, politeness);
    else if (isStep) this.#announcer?.announceStep(alert.key, text);
    else this.#announcer?.announceThing(alert.key, text, politeness);
  }
}
