/** How widgets of known libraries are refreshed, where neither an event nor a method of their own does. */

interface PageLibraries {
  htmx?: { ajax(verb: string, path: string, context: { source: Element }): Promise<void> };
  up?: { reload(target: Element): Promise<unknown> };
  FpsHtml_API?: Record<string, { rerender?: () => void } | undefined>;
}

/** @returns whether a library has taken the target */
export async function refreshByLibrary(target: Element): Promise<boolean> {
  const view = target.ownerDocument.defaultView as unknown as PageLibraries | null;
  if (view === null) return false;
  return (
    (await refreshByHtmx(target, view)) ||
    (await refreshByUnpoly(target, view)) ||
    refreshByHtmlWidget(target, view)
  );
}

/** An element with `hx-get` asks again, with its own `hx-target`, `hx-swap` and the rest. */
async function refreshByHtmx(target: Element, { htmx }: PageLibraries): Promise<boolean> {
  const path = target.getAttribute('hx-get') ?? target.getAttribute('data-hx-get');
  if (path === null || htmx === undefined) return false;
  await htmx.ajax('GET', path, { source: target });
  return true;
}

/** An element with any attribute of Unpoly is one of its fragments. */
async function refreshByUnpoly(target: Element, { up }: PageLibraries): Promise<boolean> {
  const isFragment = target.getAttributeNames().some((name) => name.startsWith('up-'));
  if (!isFragment || up === undefined) return false;
  await up.reload(target);
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
