import type { RefreshAction, RefreshContext, Handled } from '../refresh-request.js';
import type { RefreshReason } from '../schedule.js';
import { RefreshError } from '../refresh-error.js';
import type { DxMessage } from '../../data/message.js';

/** What `action` may be. */
export type ActionName = 'auto' | 'event' | 'method' | 'fetch' | 'reload';

/** The default comes first. */
export const ACTION_NAMES: readonly [ActionName, ...ActionName[]] = [
  'auto',
  'event',
  'method',
  'fetch',
  'reload',
];

/** `detail` of `dx-refresh`. */
export interface RefreshDetail {
  /** The newest message that caused the refresh; null where none did. */
  message: DxMessage | null;
  reason: RefreshReason;
  /** Ends when the result is of no use any more: pass it to `fetch`. */
  readonly signal: AbortSignal;
  /** Tells that the listener refreshes the target itself and when it is done. */
  waitUntil(done: Promise<unknown>): void;
}

/** Methods by which widgets let themselves be refreshed, in the order in which they are looked for. */
const METHODS = ['refresh', 'reload'] as const;

/**
 * The action of a refresher.
 *
 * @param name which one
 * @param src for `fetch`: where the fresh HTML is; empty = the page itself; null = as empty, and `auto` does not fetch
 */
export function actionFor(name: ActionName, src: string | null): RefreshAction {
  const fetchAction: RefreshAction = async (target, context) => {
    const { refreshByFetch } = await loadFetching();
    return refreshByFetch(target, src ?? '', context);
  };
  const actions: Record<ActionName, RefreshAction> = {
    event: (target, context) => orElse(refreshByEvent(target, context), () => true),
    method: refreshByMethod,
    fetch: fetchAction,
    reload: reloadPage,
    auto: (target, context) => {
      const byItself = () =>
        isFrame(target)
          ? loadLibraries().then(({ refreshFrame }) => refreshFrame(target))
          : refreshByMethod(target);
      const byOthers = async () =>
        (await refreshByLibrary(target, context)) || (src !== null && fetchAction(target, context));
      return orElse(orElse(refreshByEvent(target, context), byItself), byOthers);
    },
  };
  const action = actions[name];
  if (name === 'fetch' || name === 'reload') return action;
  return (target, context) =>
    target.matches(':not(:defined)')
      ? whenUpgraded(target).then(() => action(target, context))
      : action(target, context);
}

let fetching: Promise<typeof import('./fetch-action.js')> | null = null;

/** One promise for all: who waits for it in the same task goes on in the same task, and can share a request. */
function loadFetching(): Promise<typeof import('./fetch-action.js')> {
  fetching ??= import('./fetch-action.js').catch((error: unknown) => {
    fetching = null;
    throw error;
  });
  return fetching;
}

/** Loads what merges fresh HTML, so that the first refresh does not wait for it. Where that fails, the refresh tells. */
export function prepareFetching(page: Document): void {
  loadFetching().then(
    ({ noteSwaps }) => noteSwaps(page),
    () => undefined,
  );
}

const loadLibraries = (): Promise<typeof import('./library-adapters.js')> => import('./library-adapters.js');

/** What a page has that {@link loadLibraries} knows to refresh. */
const LIBRARIES = ['htmx', 'up', '__refreshData', 'FpsHtml_API'] as const;

async function refreshByLibrary(target: Element, context: RefreshContext): Promise<boolean> {
  const view = target.ownerDocument.defaultView;
  if (view === null || !LIBRARIES.some((name) => name in view)) return false;
  return (await loadLibraries()).refreshByLibrary(target, context);
}

/** A `<turbo-frame src>`; without Turbo it is an element like any other. */
function isFrame(target: Element): boolean {
  return target.localName === 'turbo-frame' && 'reload' in target;
}

/** Like `||`, and at once where it can be: with many widgets waiting for nothing is most of what a refresh costs. */
function orElse(handled: Handled, next: () => Handled): Handled {
  return typeof handled === 'boolean' ? handled || next() : handled.then((isHandled) => isHandled || next());
}

/** Dispatches `dx-refresh`; true where a listener has handled it. */
function refreshByEvent(target: Element, context: RefreshContext): Handled {
  const waits: Promise<unknown>[] = [];
  const detail: RefreshDetail = {
    message: context.message,
    reason: context.reason,
    get signal() {
      return context.signal;
    },
    waitUntil: (done) => waits.push(done),
  };
  const event = new CustomEvent('dx-refresh', { bubbles: true, composed: true, cancelable: true, detail });
  const isHandled = !target.dispatchEvent(event) || waits.length > 0;
  return waits.length === 0 ? isHandled : Promise.all(waits).then(() => isHandled);
}

function refreshByMethod(target: Element): Handled {
  const widget = target as unknown as Record<string, unknown>;
  for (const name of METHODS) {
    const method = widget[name];
    if (typeof method !== 'function') continue;
    const done = (method as () => unknown).call(target);
    return isPromise(done) ? Promise.resolve(done).then(() => true) : true;
  }
  return false;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null)?.then === 'function';
}

/** How long to wait for the script of a custom element, in milliseconds. */
const UPGRADE_LIMIT = 5_000;

/** Waits for a widget whose script has not arrived: until then it neither listens nor has methods. */
async function whenUpgraded(target: Element): Promise<void> {
  const registry = target.ownerDocument.defaultView?.customElements;
  const limit = new Promise((resolve) => setTimeout(resolve, UPGRADE_LIMIT));
  await Promise.race([registry?.whenDefined(target.localName), limit]);
}

/** A page is not loaded anew before it is this old, in milliseconds: it would be of no use to anybody. */
const YOUNGEST_RELOAD = 5_000;

/** Loads the page anew. The promise stays open: nothing of this page is of use afterwards. */
async function reloadPage(target: Element, { signal }: RefreshContext): Promise<boolean> {
  const view = target.ownerDocument.defaultView;
  if (view === null) throw new RefreshError('the target lies in no page', { canRetry: false });
  // The page before this one may have been loaded anew a moment ago, for an event of the same storm.
  const age = view.performance.now();
  if (age < YOUNGEST_RELOAD) await new Promise((resolve) => setTimeout(resolve, YOUNGEST_RELOAD - age));
  if (!signal.aborted) view.location.reload();
  return new Promise(() => undefined);
}
