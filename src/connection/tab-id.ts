import { randomId } from '../data/random-id.js';
import { ORIGIN_HEADER } from '../protocol.js';

/** What all copies of the script on a page share. */
type Shared = Map<string, unknown>;

/** Field by which a form says so. */
const ORIGIN_FIELD = 'dx-origin';

/**
 * The id of this browser tab, made anew at every page load: whoever pushes an event because of a request of this
 * tab passes it on as `origin`, and `ignore-own` knows the event by it.
 */
export function tabIdOf(shared: Shared): string {
  const found = shared.get('origin') as string | undefined;
  const origin = found ?? randomId();
  shared.set('origin', origin);
  return origin;
}

/** Gives the id along with every `fetch` to the page's own origin and with every form of the page. */
export function sendTabId(shared: Shared, view: Window & typeof globalThis): void {
  if (shared.has('origin is sent')) return;
  shared.set('origin is sent', true);
  const origin = tabIdOf(shared);
  const original = view.fetch.bind(view);
  view.fetch = async (input, init) => {
    const url = new URL(input instanceof view.Request ? input.url : input, view.document.baseURI);
    // What goes elsewhere goes as it is: a header of ours would make it ask that server for permission.
    if (url.origin !== view.location.origin) return original(input, init);
    const request = new view.Request(input, init);
    request.headers.set(ORIGIN_HEADER, origin);
    return original(request);
  };
  view.document.addEventListener('formdata', ({ formData }) => formData.set(ORIGIN_FIELD, origin));
}
