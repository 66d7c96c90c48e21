/**
 * Whether a page answers a form that was posted. Neither the page nor the browser tells, so the page before leaves a note: a
 * form that comes back with errors must not be refreshed away by asking for the same address without what was posted.
 */

import { contentWatchOf } from './content-watch.js';

const NOTE = 'dx-realtime posted';
const watched = new WeakSet<Document>();

/** Reads the note of the page before, and leaves one when a form is posted; more than once changes nothing. */
export function watchPosting(page: Document): void {
  const view = page.defaultView;
  if (view === null || watched.has(page)) return;
  watched.add(page);
  contentWatchOf(page).isPosted = readNote(view);
  // After all who may call the posting off.
  view.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = event.submitter as HTMLButtonElement | null;
    const method = submitter?.getAttribute('formmethod') ?? form.method;
    const action = submitter?.hasAttribute('formaction') === true ? submitter.formAction : form.action;
    if (!event.defaultPrevented && method.toLowerCase() === 'post')
      write(view, `sent ${withoutHash(action)}`);
  });
}

function readNote(view: Window): boolean {
  const address = withoutHash(view.location.href);
  const [navigation] = view.performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const isNew = navigation?.type === 'navigate';
  try {
    const note = view.sessionStorage.getItem(NOTE);
    // A page that a redirect led to was asked for without what was posted.
    const isPosted = note === `${isNew ? 'sent' : 'shown'} ${address}` && navigation?.redirectCount === 0;
    if (isPosted) write(view, `shown ${address}`);
    else view.sessionStorage.removeItem(NOTE);
    return isPosted;
  } catch {
    return false;
  }
}

function write(view: Window, note: string): void {
  try {
    view.sessionStorage.setItem(NOTE, note);
  } catch {
    // A page that may not store is refreshed like any other.
  }
}

const withoutHash = (address: string): string => address.replace(/#.*/, '');
