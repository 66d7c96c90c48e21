import { DESKTOP_CHANGED, DESKTOP_NAME } from '../attention/desktop.js';

/** Calls back where whether notifications may be shown may have changed: by a choice on this page or in another tab, or in the browser. */
export function watchDesktop(view: Window, changed: () => void): void {
  view.document.addEventListener(DESKTOP_CHANGED, changed);
  view.addEventListener('storage', ({ key }) => {
    if (key === null || key === DESKTOP_NAME) changed();
  });
  // Not all browsers can be asked for this permission.
  const { permissions } = view.navigator as { permissions?: Permissions };
  permissions?.query({ name: 'notifications' }).then(
    (permission) => permission.addEventListener('change', changed),
    () => undefined,
  );
}
