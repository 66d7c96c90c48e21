import { WEB_PUSH_PACKET, type PushSubscribe, type PushUnsubscribe } from '../../protocol/web-push.js';
import { INBOX_PACKET } from '../../protocol/inbox.js';
import { isSignedIn, type UserScope } from '../../data/user-scope.js';
import { warnOnce } from '../../warn.js';
import { mayUseDesktop } from '../attention/desktop.js';
import { hearWorker } from './clicked.js';
import { endPush, inTurn } from './end-push.js';
import { isPushForeign, writePushOwner } from './push-owner.js';
import { pushWish, type PushHost } from './push-wish.js';
import { watchDesktop } from './watch-desktop.js';
import { contentOf, endSubscription, openRegistration, subscriptionBy, workerPath } from './subscription.js';

/** The connection, as far as calling a person needs it. */
export interface PushSource {
  /** How the gateway greeted; another value with each link, null without one. */
  readonly hello: unknown;
  /** Whose things may be shown. */
  readonly scope: UserScope | null;
  readonly settings: { readonly appId: string };
  readonly personChanges: { add(listener: (change: { type: string }) => void): () => void };
  ask(packet: string, payload: unknown): Promise<unknown>;
}

/** The alerts of the person, as far as clicks need them. */
export interface PushHistory {
  readonly model: { withPart(id: string): { readonly id: string } | null };
  markRead(ids: readonly string[]): void;
}

export { endForeignPush } from './end-push.js';

const followers = new WeakMap<PushSource, WebPush>();

/**
 * Lets the gateway of a connection call its person while no tab is open, where an element wants that and the person has
 * allowed it.
 */
export function followWebPush(view: Window, source: PushSource, history: PushHistory, host: PushHost): void {
  const follower = followers.get(source) ?? new WebPush(view, source);
  followers.set(source, follower);
  follower.follow(history, host);
}

/** Keeps the subscription of this browser as its person, the elements of the page and the gateway want it. */
class WebPush {
  readonly #view: Window;
  readonly #source: PushSource;
  readonly #hosts = new Set<PushHost>();
  #history: PushHistory | null = null;
  /** What the gateway has, and over which link. */
  #reported: { hello: unknown; content: string } | null = null;

  constructor(view: Window, source: PushSource) {
    this.#view = view;
    this.#source = source;
    const problem = obstacleOf(view);
    if (problem !== null) warnOnce(`desktop="always" calls nobody: ${problem}`);
    if (!canSubscribe(view)) return;
    // Read now: when the person has left, nobody knows it.
    let app = source.scope?.app ?? '';
    source.personChanges.add(({ type }) => {
      app = source.scope?.app ?? app;
      if (type === 'left') void inTurn(view, () => endPush(view, app));
      else this.#renewSoon();
    });
    watchDesktop(view, () => this.#renewSoon());
    hearWorker(view, workerPath(source.settings.appId), {
      clicked: (id) => this.#clicked(id),
      changed: () => this.#renewSoon(),
    });
  }

  /** Takes an element over a link; again after each change of its attributes. */
  follow(history: PushHistory, host: PushHost): void {
    this.#history = history;
    for (const former of this.#hosts) if (!former.isConnected) this.#hosts.delete(former);
    this.#hosts.add(host);
    if (canSubscribe(this.#view)) this.#renewSoon();
  }

  #renewSoon(): void {
    void inTurn(this.#view, () => this.#renew());
  }

  async #renew(): Promise<void> {
    const { hello, scope } = this.#source;
    if (hello == null || scope === null || !isSignedIn(scope)) return;
    const { webPush } = hello as { webPush?: { publicKey?: unknown } };
    const key = webPush?.publicKey;
    if (typeof key !== 'string')
      warnOnce('desktop="always" calls nobody: the gateway has no "webPush" for the app');
    else if (mayUseDesktop(this.#view.document)) await this.#switchOn(key, scope, hello);
    else await this.#switchOff(scope);
  }

  async #switchOn(key: string, scope: UserScope, hello: unknown): Promise<void> {
    // What was sent to another person may still be on its way: the browser gets another address.
    if (isPushForeign(this.#view, scope)) await endPush(this.#view, scope.app);
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const wish = pushWish(this.#hosts, timeZone || 'UTC');
    if (wish === null) return;
    const subscription = await this.#subscribe(key, scope);
    if (subscription !== null) await this.#report({ ...contentOf(subscription), ...wish }, hello);
  }

  async #subscribe(key: string, { app, user }: UserScope): Promise<PushSubscription | null> {
    const path = workerPath(this.#source.settings.appId);
    try {
      const registration = await openRegistration(this.#view, path);
      // First: whoever comes next must know that there may be a subscription.
      writePushOwner(this.#view, app, { user, path });
      return await subscriptionBy(registration, key);
    } catch (error) {
      warnOnce(
        `desktop="always" needs dx-push.js at the root of the site, and its push service: ${String(error)}`,
      );
      return null;
    }
  }

  async #report(content: PushSubscribe, hello: unknown): Promise<void> {
    const report = { hello, content: JSON.stringify(content) };
    const former = this.#reported;
    if (former !== null && former.hello === hello && former.content === report.content) return;
    // Another person may be there since.
    if (this.#source.hello !== hello) return;
    const answer = await this.#source.ask(WEB_PUSH_PACKET.subscribe, content);
    const { error } = (answer ?? {}) as { error?: unknown };
    if (typeof error === 'string') warnOnce(`desktop="always" calls nobody: ${error}`);
    else this.#reported = report;
  }

  /** The person wants no notifications any more. */
  async #switchOff({ app }: UserScope): Promise<void> {
    this.#reported = null;
    const path = workerPath(this.#source.settings.appId);
    const endpoint = (await endPush(this.#view, app)) ?? (await endSubscription(this.#view, path));
    if (endpoint !== null)
      await this.#source.ask(WEB_PUSH_PACKET.unsubscribe, { endpoint } satisfies PushUnsubscribe);
  }

  /** Who has clicked its notification has read the alert. */
  #clicked(id: string): void {
    const record = this.#history?.model.withPart(id) ?? null;
    if (record !== null) this.#history!.markRead([record.id]);
    else void this.#source.ask(INBOX_PACKET.mark, { ids: [id], mark: 'read' }).catch(() => undefined);
  }
}

/** Browsers that can do it at all; those of phones may need the page on the home screen. */
const canSubscribe = (view: Window): boolean => 'serviceWorker' in view.navigator && 'PushManager' in view;

/** What an author can change; null = nothing. */
const obstacleOf = (view: Window): string | null =>
  view.isSecureContext ? null : 'browsers let a page have push messages over https only';
