import { expect, waitUntil } from '@open-wc/testing';

/** What is drawn of alerts, seen from a test. Dialogs in shadow roots are looked into. */
function everywhere(selector: string, root: ParentNode = document): HTMLElement[] {
  const inner = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
    shadowRoot === null ? [] : everywhere(selector, shadowRoot),
  );
  return [...root.querySelectorAll<HTMLElement>(selector), ...inner];
}

/** The surfaces, one a placement. */
export const hosts = (): HTMLElement[] => everywhere('.dx-alerts');

/** The toasts that are drawn and do not go, in the order of the tree. */
export const toasts = (): HTMLElement[] => everywhere('li:not(.leaving) .toast');

/** The toast that says a text. */
export function toast(text: string): HTMLElement {
  const found = toasts().find((item) =>
    [...item.querySelectorAll('.lines')].some((line) => line.textContent === text),
  );
  if (found === undefined) throw new Error(`no toast says "${text}"`);
  return found;
}

/** What the polite and the assertive region hold. */
export const announcements = (): string[] =>
  everywhere('.dx-alerts-live').flatMap((host) =>
    [...host.shadowRoot!.children].map(({ textContent }) => textContent),
  );

/** What draws alerts is loaded where the first may come. */
export const drawsAlerts = (page: Document = document): Promise<void> =>
  waitUntil(() => page.querySelector('.dx-alerts-live') !== null, 'alerts are drawn', { timeout: 30_000 });

export function deepActive(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}

/** After everything that the page has in hand: microtasks and the events of dialogs and popovers. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Compares elements by identity. Chai would print both with all that hangs on them, which takes a browser minutes. */
export function expectSame(actual: Element | null, expected: Element | null): void {
  const name = (element: Element | null): string =>
    element === null ? 'nothing' : `<${element.localName} class="${element.className}">`;
  expect(actual === expected, `${name(actual)} should be ${name(expected)}`).to.equal(true);
}
