import { ActionOutcomes } from './action-outcomes.js';
import type { Alert } from './alert.js';
import { AlertSpeaker } from './announcements/alert-speaker.js';
import { UnsaidAlerts, type UnsaidAlert } from './announcements/unsaid-alerts.js';
import { AlertHandover } from './alert-handover.js';
import { notify } from './attention/load.js';
import type { Clock } from '../clock.js';
import type { AlertEntry, AlertOwner, AlertRequest, DismissReason, KeptAt } from './alert-entry.js';
import { isWanted } from '../data/list-name.js';
import type { UserScope } from '../data/user-scope.js';
import type { TabNews } from './history/tab-channel.js';
import type { Hotkey } from './toasts/hotkey.js';
import { LazyRenderer } from './toasts/lazy-renderer.js';
import { watchPauseTriggers } from './toasts/pause-triggers.js';
import { MissedAlerts } from './missed-alerts.js';
import { TabSync } from './tab-sync.js';
import { AlertStore } from './alert-store.js';
import { extended, durationFactor } from './preferences/duration-factor.js';
import { DismissTimers } from './toasts/dismiss-timers.js';
import { EmptyPlace } from './toasts/empty-place.js';
import { loadLocale, translatorOf, type Translator } from '../i18n/translator.js';

/** So old is an alert that came while nobody looked, in milliseconds. */
const MISSED_AFTER = 2_000;

/** What the elements of a page that show alerts have in common: one store, one voice, one stage. */
export class AlertManager {
  readonly store = new AlertStore();
  readonly sharing: TabSync;
  readonly #document: Document;
  readonly #clock: Clock;
  readonly #timers: DismissTimers;
  readonly #emptyPlace: EmptyPlace;
  readonly #hotkeys = new Map<AlertOwner, { hotkey: Hotkey; text: string }>();
  readonly #missed = new MissedAlerts(this.store);
  readonly #renderer: LazyRenderer;
  readonly #speaker: AlertSpeaker;
  readonly #actions: ActionOutcomes;
  readonly handover: AlertHandover;
  readonly #covers = new Set<(entry: AlertEntry) => boolean>();
  /** Ids of alerts that are kept and not shown. */
  readonly #concealed = new Set<string>();
  readonly #unsaid = new UnsaidAlerts();
  /** What is spoken lies in them; null = not started. */
  #regions: HTMLElement | null = null;
  #stop: (() => void) | null = null;
  #leases = 0;
  #drawing = false;
  #isHidden = false;

  constructor(document: Document, clock: Clock) {
    this.#document = document;
    this.#clock = clock;
    const wording = (): Translator => translatorOf(document.documentElement);
    this.#speaker = new AlertSpeaker(clock, wording);
    this.#timers = new DismissTimers(clock, (id) => this.dismiss(id, 'timeout'));
    this.#emptyPlace = new EmptyPlace(clock, () => {
      if (this.#timers.hold('pointer', false)) this.#drawSoon();
    });
    this.sharing = new TabSync(document.defaultView as Window, clock, {
      front: (change) => this.#show(change),
      elsewhere: (news) => this.#hear(news),
      chosen: (record) => this.#actions.heard(record),
      store: this.store,
      words: async () => {
        await loadLocale(document.documentElement);
        return wording();
      },
    });
    this.handover = new AlertHandover(clock, (former, heir) => {
      if (heir === null) this.clear(former, 'api');
      else for (const { id } of this.store.of(former)) this.store.change(id, { owner: heir });
    });
    this.#actions = new ActionOutcomes(this.store, this.sharing, {
      changed: () => this.#drawSoon(),
      remove: (entry, reason) => this.#remove([entry], reason),
      announce: (text, politeness) => this.#speaker.announce(text, politeness),
      wording,
    });
    this.#renderer = new LazyRenderer(
      (Renderer) =>
        new Renderer(document, clock, this.store, this.#hotkeys, {
          dismiss: (entries, reason) => this.#remove(entries, reason),
          act: (entry, action) => this.#actions.act(entry, action),
          mayShow: (entry) => this.#mayShow(entry),
          outcomeOf: (entry) => this.#actions.of(entry),
          away: (placement) => this.#missed.at(placement),
          wording,
          languageChanged: () => this.#drawSoon(),
        }),
      () => this.#startRenderer(),
    );
    this.store.subscribe(() => this.#drawSoon());
  }

  /** Keeps the live regions in the page until the returned function is called. */
  lease(): () => void {
    this.#leases += 1;
    if (this.#leases === 1) this.#start();
    // A router may have put another body into the page, without what lay in the former one.
    else this.#stage?.reconcile();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#leases -= 1;
      if (this.#leases === 0) this.#end();
    };
  }

  /** @returns the id of the alert; null where it is not shown: it came before, or there are too many */
  add(request: AlertRequest): string | null {
    const isMine = request.isLocal || this.#isActive(request);
    if (this.sharing.isMuted(request) || this.sharing.isDoneWith(request)) return null;
    return isMine || !this.sharing.wasShown(request) ? this.#add(request, isMine) : null;
  }

  #add(request: AlertRequest, isMine: boolean): string | null {
    const duration = extended(request.duration, durationFactor(this.#document));
    const { outcome, entry, isStep = false } = this.store.add({ ...request, duration }, this.#clock.now());
    if (outcome === 'ignored') return null;
    if (isMine) this.#speaker.say(request.alert, request.messageId, isStep);
    if (isStep) return entry?.id ?? null;
    void notify(this.#document, request, this.#clock, this.sharing);
    return entry?.id ?? null;
  }

  /** Says an alert that is listed and not shown; what a toast of the same message says is not said again. */
  announce(alert: Alert, messageId: string, scope: UserScope): void {
    this.#announce({ alert, record: { id: messageId, scope }, at: this.#clock.now() });
  }

  #announce(unsaid: UnsaidAlert): void {
    const { alert, record } = unsaid;
    const { id: messageId } = record;
    if (this.sharing.isMuted(unsaid) || this.sharing.wasShown(unsaid)) return;
    if (this.store.knows({ alert, messageId })) return;
    if (this.#isActive(unsaid)) this.#speaker.say(alert, messageId);
    else if (!this.#isHidden) this.#unsaid.add(unsaid);
  }

  /** Says nothing more of what came until now: it is not known whether the person is still there. */
  hush(): void {
    this.#unsaid.take(Infinity);
    this.#speaker.clear();
  }

  dismiss(id: string, reason: DismissReason): void {
    const entry = this.store.find(id);
    if (entry !== null) this.#remove([entry], reason);
  }

  /** Dismisses what one owner asked for. With `session` at once, without a trace of the person it was for. */
  clear(owner: AlertOwner, reason: DismissReason): void {
    if (reason === 'session') {
      this.handover.end();
      this.hush();
      this.store.forgetMessages();
      this.#missed.clear();
    }
    this.#remove(this.store.of(owner), reason);
    if (reason === 'session') this.#draw(true);
  }

  /** Shows nothing of one owner until {@link reveal}: it is not known whether the person is still there. */
  conceal(owner: AlertOwner): void {
    for (const { id } of this.store.of(owner)) this.#concealed.add(id);
    this.hush();
    this.#draw(true);
  }

  /** Shows again what {@link conceal} has hidden. */
  reveal(owner: AlertOwner): void {
    for (const { id } of this.store.of(owner)) this.#concealed.delete(id);
    this.#drawSoon();
  }

  /** @param hotkey null = none */
  setHotkey(owner: AlertOwner, hotkey: { hotkey: Hotkey; text: string } | null): void {
    if (hotkey === null) this.#hotkeys.delete(owner);
    else this.#hotkeys.set(owner, hotkey);
  }

  /** Shows no new toasts of alerts that an open list shows. @param names of its events; `*` = any. @returns the way to stop */
  cover(names: readonly string[]): () => void {
    const covers = ({ eventName }: AlertEntry): boolean => eventName !== null && isWanted(eventName, names);
    this.#covers.add(covers);
    this.#drawSoon();
    return () => {
      if (!this.#covers.delete(covers)) return;
      // They were seen in the list.
      this.#drop(this.store.entries.filter((entry) => covers(entry) && !this.#missed.isSeen(entry)));
      this.#drawSoon();
    };
  }

  /** Brings toasts above what has just been opened. */
  raise(): void {
    this.#stage?.raise();
  }

  get #stage(): LazyRenderer['current'] {
    return this.#renderer.current;
  }

  /** Whether this tab is the one that shows and says an alert now. */
  #isActive({ record }: { record: Pick<KeptAt, 'scope'> | null }): boolean {
    return !this.#isHidden && this.sharing.isFront(record?.scope ?? null);
  }

  #mayShow(entry: AlertEntry): boolean {
    const isSeen = this.#missed.isSeen(entry);
    if (!isSeen && [...this.#covers].some((covers) => covers(entry))) return false;
    if (this.#concealed.has(entry.id)) return false;
    return this.#isActive(entry) || isSeen || (entry.isLocal && !this.#isHidden);
  }

  #start(): void {
    this.#regions = this.#speaker.start(this.#document);
    this.#stop = watchPauseTriggers(this.#document, this.#clock, () => this.#stage?.hosts() ?? [], {
      hold: (reason, on) => {
        if (reason === 'hidden') this.#show(() => (this.#isHidden = on));
        // What was kept in its place by pointer or focus may have to make room for something urgent.
        if (this.#timers.hold(reason, on)) this.#drawSoon();
        if (reason === 'hidden') this.#letSpeak();
        if (reason === 'focus') this.#stage?.makeWay();
        if (reason === 'pointer') this.#stage?.point(on);
      },
      key: (event) => this.#stage?.handleKey(event),
      focusEntered: (from) => this.#stage?.focusEntered(from),
    });
    if (this.#stage === null) void this.#renderer.load();
    else this.#startRenderer();
  }

  #startRenderer(): void {
    if (this.#regions === null) return;
    this.#stage!.start(this.#regions);
    this.#letSpeak();
    this.#drawSoon();
  }

  /** Nobody would hear what is said while the page is hidden, or before the regions lie in it. */
  #letSpeak(): void {
    this.#speaker.setHidden(this.#isHidden || this.#stage === null);
  }

  #end(): void {
    this.#stop?.();
    this.#speaker.stop();
    this.#stage?.end();
    this.#regions = null;
    this.sharing.close();
    this.#timers.show([]);
    for (const reason of ['pointer', 'focus'] as const) this.#timers.hold(reason, false);
  }

  /** After a change that may bring this tab to the front: tells what came meanwhile, once and not all at once. */
  #show(change: () => void): void {
    const held = this.store.entries.filter((entry) => !this.#missed.isSeen(entry) && !this.#isActive(entry));
    const since = this.#clock.now() - MISSED_AFTER;
    const unsaid = this.#unsaid.take(since).filter((alert) => !this.#isActive(alert));
    change();
    if (this.#regions === null) return;
    for (const alert of unsaid) this.#announce(alert);
    const missed = held.filter((entry) => this.#isActive(entry));
    const done = missed.filter((entry) => this.sharing.isMuted(entry) || this.sharing.wasShown(entry));
    this.#drop(done);
    const waiting = missed.filter((entry) => !done.includes(entry) && !entry.isLocal);
    // A page that loads, or a tab that takes over, comes to the front a moment after the alert.
    if (waiting.every(({ at }) => at > since))
      for (const { alert } of waiting) this.#speaker.say(alert, null);
    else this.#sumUp(waiting);
    this.#drawSoon();
  }

  #sumUp(missed: readonly AlertEntry[]): void {
    const count = this.#missed.count(missed);
    if (missed.length === 1) this.#speaker.say(missed[0]!.alert, null);
    else this.#speaker.announce(translatorOf(this.#document.documentElement).count('away', count), 'polite');
  }

  #hear({ type, ids }: TabNews): void {
    const theirs = this.store.entries.filter(({ record }) => record !== null && ids.includes(record.id));
    if (type === 'shown') this.#drop(theirs.filter((entry) => !this.#missed.isSeen(entry)));
    else this.#remove(theirs, 'read');
  }

  /** Takes away what this tab never showed: nobody is told. */
  #drop(entries: readonly AlertEntry[]): void {
    if (entries.length > 0) this.store.remove(entries);
  }

  #remove(entries: readonly AlertEntry[], reason: DismissReason): void {
    if (entries.length === 0) return;
    // What has become of it under the pointer was not seen, so it is not what the person closed.
    const isByHand = ['close', 'action', 'escape'].includes(reason);
    const changed = isByHand ? entries.filter((entry) => this.store.split(entry)) : [];
    this.store.remove(entries);
    for (const entry of entries) {
      this.#timers.forget(entry.id);
      this.#actions.forget(entry);
      this.#concealed.delete(entry.id);
      const isWhole = !changed.includes(entry);
      if (isWhole && ['close', 'escape', 'read'].includes(reason)) this.store.close(entry, this.#clock.now());
      // A person has seen what the same person closes; what only ran out of time may not have been seen.
      if (isWhole && isByHand) void this.sharing.markRead(entry);
      entry.owner.dismissed(entry, reason);
    }
  }

  /** Once for all that happens in one task: a flood is drawn as one picture. */
  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      if (this.#drawing) this.#draw(false);
    });
  }

  #draw(atOnce: boolean): void {
    this.#drawing = false;
    if (this.#regions === null) return;
    if (this.#stage === null) return void this.#renderer.load();
    void loadLocale(this.#document.documentElement)?.then(() => this.#drawSoon());
    const held = (['pointer', 'focus'] as const).find((reason) => this.#timers.isHeldBy(reason)) ?? null;
    const shown = this.#stage.draw(atOnce, atOnce ? null : held);
    this.#emptyPlace.drawn(shown.length === 0, atOnce);
    // What is taken away under the focus tells nobody that it has left.
    if (!this.#stage.hasFocus) this.#timers.hold('focus', false);
    const stage = this.#stage;
    // What is on its way or was refused stays until a person has seen what becomes of it.
    const isTimed = (entry: AlertEntry): boolean =>
      stage.isUnfolded(entry) && this.#actions.of(entry) === null;
    this.#timers.show(shown.filter(isTimed));
    this.#tellShown(shown);
  }

  #tellShown(shown: readonly AlertEntry[]): void {
    const { changed, added } = this.#missed.show(shown);
    for (const entry of changed) void this.sharing.tellShown(entry);
    for (const entry of added) entry.owner.shown(entry);
  }
}

const NAME = 'alerts';

/** The one of a page. @param shared what all copies of the script on the page share */
export function alertManagerOf(shared: Map<string, unknown>, document: Document, clock: Clock): AlertManager {
  const found = shared.get(NAME) as AlertManager | undefined;
  const center = found ?? new AlertManager(document, clock);
  shared.set(NAME, center);
  return center;
}
