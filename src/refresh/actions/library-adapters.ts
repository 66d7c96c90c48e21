import { systemClock } from '../../clock.js';
import type { DxMessage } from '../../data/message.js';
import { RefreshError, statusError } from '../refresh-error.js';
import type { RefreshContext } from '../refresh-request.js';

/** How widgets of known libraries are refreshed, where neither an event nor a method of their own does. */

interface PageLibraries {
  htmx?: { ajax(verb: string, path: string, context: { source: Element }): Promise<void> };
  up?: { reload(target: Element, options: UnpolyOptions): Promise<unknown> };
  /** Refreshes the data of the whole page; gets the message. */
  __refreshData?: (payload: unknown) => unknown;
  FpsHtml_API?: Record<string, { rerender?: () => void } | undefined>;
}

interface UnpolyOptions {
  /** Where an error page is shown. */
  failTarget: ':none';
  onLoaded(event: { response: { ok: boolean; status: number; url: string } }): void;
}

/**
 * @returns whether a library has taken the target
 * @throws RefreshError where the library tells of a failure
 */
export async function refreshByLibrary(target: Element, context: RefreshContext): Promise<boolean> {
  const view = target.ownerDocument.defaultView as unknown as PageLibraries | null;
  if (view === null) return false;
  return (
    (await refreshByHtmx(target, view, context)) ||
    (await refreshByUnpoly(target, view, context)) ||
    refreshByHtmlWidget(target, view) ||
    refreshByPage(view, context)
  );
}

/** Messages for which the page's own function was called: it refreshes all of the page at once. */
const refreshedPages = new WeakSet<DxMessage>();

/** The last call without a message of each page's own function, and when it began. */
const calls = new WeakMap<PageLibraries, { at: number; done: Promise<unknown> }>();

/** A page made from the Directual platform's template has a function that refreshes its data. */
async function refreshByPage(
  page: PageLibraries,
  { message, requestedAt }: RefreshContext,
): Promise<boolean> {
  if (typeof page.__refreshData !== 'function') return false;
  if (message === null) {
    // After a gap targets are refreshed one after the other: what was called since they asked did it for all of them.
    const last = calls.get(page);
    const isFresh = last !== undefined && last.at >= requestedAt;
    const call = isFresh ? last : { at: systemClock.now(), done: callPage(page) };
    calls.set(page, call);
    await call.done;
  } else if (!refreshedPages.has(message)) {
    refreshedPages.add(message);
    await callPage(page, message.data);
  }
  return true;
}

const callPage = async (page: PageLibraries, data?: unknown): Promise<void> => {
  await page.__refreshData!(data);
};

/** Turbo loads a `<turbo-frame src>` again; one without an address has nothing to load. */
export async function refreshFrame(target: Element): Promise<boolean> {
  const src = target.getAttribute('src');
  if (src === null) return false;
  const problems: RefreshError[] = [];
  // Turbo would put "Content missing" in the place of what the person sees.
  const keepContent = (event: Event): void => {
    if (event.target !== target) return;
    event.preventDefault();
    const { response } = (event as CustomEvent<{ response: Response }>).detail;
    problems.push(
      response.ok
        ? new RefreshError(`${src} has no such turbo-frame`, { canRetry: false })
        : statusError(src, response.status),
    );
  };
  target.addEventListener('turbo:frame-missing', keepContent);
  try {
    await (target as Element & { reload(): Promise<void> }).reload();
  } finally {
    target.removeEventListener('turbo:frame-missing', keepContent);
  }
  const [problem] = problems;
  if (problem !== undefined) throw problem;
  return true;
}

/** An element with `hx-get` asks again, with its own `hx-target`, `hx-swap` and the rest. */
async function refreshByHtmx(
  target: Element,
  { htmx }: PageLibraries,
  context: RefreshContext,
): Promise<boolean> {
  const path = target.getAttribute('hx-get') ?? target.getAttribute('data-hx-get');
  if (path === null || htmx === undefined) return false;
  // hx-swap="outerHTML" and others put a new element in its place.
  context.replaces();
  // The promise of htmx does not tell whether the answer was an error.
  let status = 0;
  const noteError = (event: Event): void => {
    status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
  };
  target.addEventListener('htmx:responseError', noteError);
  try {
    await htmx.ajax('GET', path, { source: target });
  } finally {
    target.removeEventListener('htmx:responseError', noteError);
  }
  if (status !== 0) throw statusError(path, status);
  return true;
}

/** An element with any attribute of Unpoly is one of its fragments. */
async function refreshByUnpoly(
  target: Element,
  { up }: PageLibraries,
  context: RefreshContext,
): Promise<boolean> {
  const isFragment = target.getAttributeNames().some((name) => name.startsWith('up-'));
  if (!isFragment || up === undefined) return false;
  context.replaces();
  const problems: RefreshError[] = [];
  const options: UnpolyOptions = {
    failTarget: ':none',
    onLoaded: ({ response: { ok, status, url } }) => {
      if (!ok) problems.push(statusError(url, status));
    },
  };
  try {
    await up.reload(target, options);
  } catch (error) {
    // Unpoly rejects with what it rendered, which does not tell why.
    throw problems[0] ?? error;
  }
  return true;
}

/**
 * Directual's HTML widget can be drawn anew through a global table, by the id of the element it lies in
 * (directual-web-components, `FpsHtml.js`).
 */
function refreshByHtmlWidget(target: Element, { FpsHtml_API: widgets }: PageLibraries): boolean {
  if (widgets === undefined) return false;
  for (let element: Element | null = target; element !== null; element = element.parentElement) {
    if (element.id === '' || !Object.hasOwn(widgets, element.id)) continue;
    widgets[element.id]?.rerender?.();
    return true;
  }
  return false;
}
