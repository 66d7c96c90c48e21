import type { Connection } from '../../connection/connection.js';
import { registryOf, type ConnectionRegistry } from '../../connection/connection-registry.js';
import { SETTING_ATTRIBUTES, type WrittenSettings } from '../../connection/settings.js';

/** An element with connection settings of its own. */
export type HasSettings = HTMLElement & { readonly writtenSettings: WrittenSettings };

/** The hub of the page that an element lies in, which may not be the page whose script made it. */
export function registryFor(host: HTMLElement): ConnectionRegistry | null {
  const view = host.ownerDocument.defaultView;
  return view === null ? null : registryOf(view);
}

/**
 * The connection of an element. Settings written on the element count first, then those of the `<dx-connection>` it lies
 * in, else of the first of its shadow root or of those around it, else of the first of the page.
 *
 * @returns null where the element lies in no page
 */
export function connectionFor(host: HasSettings): Connection | null {
  const hub = registryFor(host);
  if (hub === null) return null;
  const own = host.writtenSettings;
  const around = settingsElementAround(host);
  const hasOwn = Object.values(own).some((value) => value !== null && value !== undefined);
  // Most elements: a page may have a thousand.
  if (around === null && !hasOwn) return hub.pageConnection(() => pageSettings(host.ownerDocument));
  const others = around === null ? pageSettings(host.ownerDocument) : [readSettings(around)];
  return hub.connection(hub.resolve(around === host ? [own] : [own, ...others]));
}

/** Settings of the first `<dx-connection>` of a page. */
export function pageSettings(document: Document): WrittenSettings[] {
  // The live collection is kept by the browser; a selector would search the page for every element.
  const first = document.getElementsByTagName('dx-connection')[0];
  return first === undefined ? [] : [readSettings(first)];
}

function settingsElementAround(element: Element): Element | null {
  const around = element.closest('dx-connection');
  if (around !== null) return around;
  const root = element.getRootNode();
  if (!('host' in root)) return null;
  return (
    (root as ShadowRoot).querySelector('dx-connection') ?? settingsElementAround((root as ShadowRoot).host)
  );
}

/** Read from the attributes, so that it works before the script knows the element. */
function readSettings(element: Element): WrittenSettings {
  const names = Object.entries(SETTING_ATTRIBUTES);
  return Object.fromEntries(names.map(([name, attribute]) => [name, element.getAttribute(attribute)]));
}
