/** In the address of a page: opens an event log at its lower edge. */
const PARAMETER = 'dx-debug';

/** Opens an event log where the address of the page asks for it. Its code is loaded only then. */
export function openLogWhereAsked(view: Window): void {
  if (!new URLSearchParams(view.location.search).has(PARAMETER)) return;
  const { document } = view;
  const open = (): void => {
    const log = document.createElement('dx-event-log');
    log.setAttribute('docked', '');
    document.body.append(log);
  };
  // A script in the head runs before there is a body.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', open, { once: true });
  else open();
}
