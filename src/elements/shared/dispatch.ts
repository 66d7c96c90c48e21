/**
 * Dispatches an event of ours: it bubbles and leaves shadow roots, so that a page can listen in one place.
 *
 * @returns false where a listener called `preventDefault()`
 */
export function dispatch(host: Element, name: string, detail: object, cancelable = false): boolean {
  return host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail }));
}
