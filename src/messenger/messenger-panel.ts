import { isHidden } from '../dom/page-visibility.js';
import { adoptStyles } from '../dom/style-sheets.js';
import { Composer, excessOf, type HalfWritten } from './composer.js';
import { keepInput } from '../dom/keep-input.js';
import { watchDay } from '../i18n/day-watch.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import { isSamePerson, type UserScope } from '../data/user-scope.js';
import { LATEST, visibleRangeAt, withOneMore } from './visible-range.js';
import { setText } from './fit-field.js';
import { HistoryLoader } from './history-loader.js';
import { randomId } from '../data/random-id.js';
import type { MessengerOptions, MessengerHost } from './messenger-host.js';
import { panelStyles } from './messenger.styles.js';
import { UserSession } from './user-session.js';
import { CutOff } from './cut-off.js';
import { ScrollAnchor } from './scroll-anchor.js';
import { renderMessenger } from './messenger.view.js';
import { viewOptionsOf } from './view-options.js';

/** How often it is drawn at most while messages come, in milliseconds. */
const DRAW_INTERVAL = 50;

/** What is kept of a person of whom nothing may be seen. */
interface HiddenPerson {
  person: UserSession;
  scope: UserScope;
  /** What stood in the field, and what was marked in it. */
  draft: HalfWritten;
}

/** The messenger of one element: a conversation, drawn, and what a person does with it. */
export class MessengerPanel {
  readonly #page: MessengerHost;
  readonly #root: HTMLElement;
  readonly #history: HistoryLoader;
  readonly #anchor: ScrollAnchor;
  readonly #stop = new AbortController();
  readonly #composer = new Composer(() => this.#drawSoon());
  #options: MessengerOptions;
  #scope: UserScope | null = null;
  #person: UserSession;
  /** Who may come back; null = nobody is hidden. */
  #aside: HiddenPerson | null = null;
  #isLive = false;
  readonly #cutOff = new CutOff(() => this.#draw());
  #extent = LATEST;
  /** What is drawn next is no news: earlier messages. */
  #isQuiet = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = -Infinity;

  constructor(root: ShadowRoot, page: MessengerHost, options: MessengerOptions) {
    this.#page = page;
    this.#options = options;
    const { document } = page;
    // Of its own: what else is drawn in the shadow root must not disturb it.
    this.#root = document.createElement('div');
    this.#root.className = 'messenger';
    root.append(this.#root);
    adoptStyles(root, panelStyles.cssText);
    this.#anchor = new ScrollAnchor(this.#root);
    this.#person = this.#makePerson(null);
    this.#history = new HistoryLoader(
      (messages) => this.#takeHistory(messages),
      () => this.#draw(),
    );
    keepInput(this.#root);
    watchDay(document.defaultView!, this.#stop.signal, () => this.redraw(), page.now);
    document.addEventListener('visibilitychange', () => this.#look(), { signal: this.#stop.signal });
    this.#draw();
  }

  set options(options: MessengerOptions) {
    const { historySrc } = this.#options;
    this.#options = options;
    this.#person.conversation.user = options.userId ?? this.#person.conversation.user;
    if (this.#isElsewhere) this.#switch();
    else if (options.historySrc !== historySrc && this.#scope !== null)
      void this.#history.load(options.historySrc);
    this.#draw();
  }

  set isLive(isLive: boolean) {
    this.#isLive = isLive;
    this.#cutOff.isLive = isLive;
    this.#person.sender.isLive = isLive && this.#scope !== null;
    this.#drawSoon();
  }

  /** Begins for a person; the same one goes on. */
  begin(scope: UserScope): void {
    if (this.#aside !== null && !scope.keepsOthers) this.#takeBack(this.#aside, scope);
    if (this.#scope !== null && isSamePerson(this.#scope, scope)) {
      this.#goOn(scope);
      return;
    }
    // Written before it was known who writes.
    const written = this.#scope === null ? this.#person.conversation.unsent : [];
    this.#replacePerson(scope);
    for (const { id, text } of written) this.#person.write({ id, text });
    this.#person.draft = this.#composer.restore(this.#field, [this.#person.draft]);
    void this.#history.load(this.#options.historySrc);
  }

  /** Shows nothing of the person until they begin again, and loses nothing. */
  hide(): void {
    if (this.#scope === null || this.#aside !== null) return;
    const draft = this.#composer.take(this.#field) ?? [this.#person.draft];
    this.#aside = { person: this.#person, scope: this.#scope, draft };
    this.#person.sender.isLive = false;
    this.#history.stop();
    this.#setPerson(this.#makePerson(null), null);
    setText(this.#field, '');
  }

  /** Nothing of the person stays, on the page or in the storage. */
  forget(): void {
    this.#aside?.person.forget();
    this.#aside = null;
    this.#person.forget();
    this.#history.stop();
    this.#replacePerson(null);
    setText(this.#field, '');
  }

  /** Messages may have been missed. */
  catchUp(): void {
    if (this.#scope !== null) void this.#history.load(this.#options.historySrc);
  }

  /** @returns what became of it */
  receive(message: DxMessage): Outcome {
    if (message.eventName === this.#options.typingEvent) return this.#hearTyping(message);
    const chat = this.#person.receive(message, this.#isLooking);
    if (chat === null) return { code: 'hasNoText' };
    // What was above the end stays where a person reads it.
    if (chat && !this.#anchor.isAtEnd) this.#extent = withOneMore(this.#extent);
    this.#drawSoon();
    if (chat === undefined) return { code: 'shownBeforeId' };
    this.#page.arrived(chat, this.#person.conversation.isOwn(chat));
    return { code: 'shown' };
  }

  /** @returns the id of the message; null where it is empty, nothing can be sent or the page does not want it */
  send(text: string): string | null {
    const message = { id: randomId(), text: text.trim() };
    const isAccepted = message.text !== '' && excessOf(text) === 0 && this.#options.sendEvent !== null;
    if (!isAccepted || !this.#page.mayWrite(message)) return null;
    this.#extent = LATEST;
    this.#person.draft = '';
    this.#person.write(message);
    this.#draw();
    this.#anchor.toEnd();
    return message.id;
  }

  close(): void {
    this.#stop.abort();
    for (const timer of [this.#timer, this.#typingTimer]) clearTimeout(timer);
    for (const part of [this.#composer, this.#cutOff]) part.close();
    this.#history.stop();
    this.#aside?.person.close();
    this.#person.close();
    this.#root.remove();
  }

  get #field(): HTMLTextAreaElement | null {
    return this.#root.querySelector('textarea');
  }

  get #isLooking(): boolean {
    return this.#anchor.isAtEnd && this.#anchor.pointed === null && !isHidden(this.#page.document);
  }

  #makePerson(scope: UserScope | null): UserSession {
    const { document } = this.#page;
    const { channel, userId } = this.#options;
    const person = new UserSession(
      {
        ...{ view: document.defaultView!, now: this.#page.now },
        emit: (message) => this.#page.emit(this.#options.sendEvent ?? '', message),
        changed: () => this.#drawSoon(),
      },
      scope,
      channel,
    );
    person.conversation.user = userId;
    return person;
  }

  #goOn(scope: UserScope): void {
    if (this.#scope!.user !== scope.user) this.#person.moveTo(this.#page.document.defaultView!, scope);
    this.#scope = scope;
    this.#person.sender.isLive = this.#isLive;
  }

  /** Whom it was hidden for is back, or somebody else has come. */
  #takeBack({ person, scope: former, draft }: HiddenPerson, scope: UserScope): void {
    this.#aside = null;
    if (!isSamePerson(former, scope)) {
      person.forget();
      return;
    }
    const written = this.#scope === null ? this.#person.conversation.unsent : [];
    this.#person.close();
    this.#setPerson(person, former);
    for (const { id, text } of written) person.write({ id, text });
    person.draft = this.#composer.restore(this.#field, draft);
    if (this.#isElsewhere) this.#switch();
  }

  /** Whether the conversation of a person is not the one that the element names now. */
  get #isElsewhere(): boolean {
    return this.#scope !== null && this.#person.channel !== this.#options.channel;
  }

  /** Another conversation of the same person: what is half written stays with the former. */
  #switch(): void {
    this.#replacePerson(this.#scope);
    setText(this.#field, this.#person.draft);
    void this.#history.load(this.#options.historySrc);
  }

  #replacePerson(scope: UserScope | null): void {
    this.#person.close();
    this.#setPerson(this.#makePerson(scope), scope);
  }

  #setPerson(person: UserSession, scope: UserScope | null): void {
    this.#scope = scope;
    this.#extent = LATEST;
    this.#isQuiet = true;
    this.#person = person;
    this.#person.sender.isLive = this.#isLive && scope !== null;
    this.#draw();
  }

  #takeHistory(messages: unknown[]): void {
    this.#isQuiet = true;
    this.#person.takeHistory(messages);
  }

  #hearTyping({ data, meta }: DxMessage): Outcome {
    if (!this.#person.hearTyping(data, meta?.origin === this.#page.origin)) return { code: 'ownMessage' };
    this.#drawSoon();
    return { code: 'shownTyping' };
  }

  #typed(text: string): void {
    this.#person.draft = text;
    if (this.#composer.typed(text)) this.#draw();
    this.#tellTyping();
  }

  #tellTyping(): void {
    const { typingEvent } = this.#options;
    if (typingEvent === null || !this.#isLive || !this.#person.typing.shouldTell(performance.now())) return;
    // A notice that is lost is nobody's loss.
    void this.#page.emit(typingEvent, {}).catch(() => undefined);
  }

  /** Draws again: words, days or directions may be others now, which is no news. */
  redraw(): void {
    this.#isQuiet = true;
    this.#drawSoon();
  }

  #drawSoon(): void {
    this.#timer ??= setTimeout(
      () => this.#draw(),
      Math.max(0, this.#drawnAt + DRAW_INTERVAL - performance.now()),
    );
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stop.signal.aborted) return;
    void this.#page.loadWords()?.then(() => this.redraw());
    this.#anchor.keepWhile(() => this.#drawNow(), this.#extent.skipped);
    this.#drawnAt = performance.now();
    // Before the next message comes, the list must be set to be said.
    if (this.#isQuiet) this.#drawSoon();
    this.#isQuiet = false;
  }

  #drawNow(): void {
    const clock = performance.now();
    const { typing } = this.#person;
    const wording = this.#page.wording();
    renderMessenger(
      this.#root,
      viewOptionsOf(
        {
          options: this.#options,
          person: this.#person,
          extent: this.#extent,
          history: this.#history.state,
          isQuiet: this.#isQuiet,
          isAtEnd: this.#anchor.isAtEnd,
          ...this.#composer.notices(this.#cutOff.isCutOff, wording),
          wording,
        },
        { date: this.#page.now(), clock },
      ),
      {
        scrolled: () => this.#scrolled(),
        toEnd: () => this.#toEnd(),
        reload: () => this.catchUp(),
        submit: (text) => this.send(text) !== null,
        typed: (text) => this.#typed(text),
        retry: (id) => this.#person.retry(id),
        discard: (id) => this.#person.discard(id),
      },
    );
    clearTimeout(this.#typingTimer);
    const change = typing.nextChange(clock);
    if (change !== null) this.#typingTimer = setTimeout(() => this.#draw(), change + 1);
  }

  #scrolled(): void {
    const { isAtEnd } = this.#anchor;
    const { messages } = this.#person.conversation;
    const drawn = this.#extent.skipped + this.#extent.length;
    if (this.#anchor.isNearStart && drawn >= messages.length && messages[0])
      void this.#history.loadBefore(this.#options.historySrc, messages[0]);
    const extent = visibleRangeAt(this.#anchor, this.#extent, messages.length);
    if (extent !== this.#extent) {
      this.#extent = extent;
      this.#isQuiet = true;
      this.#draw();
    } else if (this.#anchor.hasChanged()) {
      // A person is back: what they scrolled through need not be drawn any longer.
      if (isAtEnd) this.#extent = LATEST;
      this.#look();
      this.#draw();
    }
  }

  /** What lies at the end is seen, where a person looks there. */
  #look(): void {
    if (!this.#isLooking || this.#person.reading.unseen === 0) return;
    this.#person.reading.seen();
    this.#drawSoon();
  }

  #toEnd(): void {
    this.#anchor.toEnd();
    this.#extent = LATEST;
    this.#look();
    this.#draw();
    this.#composer.focusAfterJump(this.#root);
  }
}
