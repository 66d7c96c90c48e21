/** Under which a choice is kept for the site. */
export const DESKTOP_NAME = 'dx-realtime alert desktop';
/** The event on the document that says that a person has chosen. */
export const DESKTOP_CHANGED = 'dx-realtime desktop';

type NotificationClass = typeof Notification;

function notificationsOf(document: Document): NotificationClass | undefined {
  return (document.defaultView as unknown as { Notification?: NotificationClass } | null)?.Notification;
}

/** Whether the browser allows desktop notifications and the person has not turned them off on this site. */
export function mayUseDesktop(document: Document): boolean {
  if (notificationsOf(document)?.permission !== 'granted') return false;
  try {
    return document.defaultView?.localStorage.getItem(DESKTOP_NAME) !== 'off';
  } catch {
    return true;
  }
}

/** Whether the person has told the browser that this site may not even ask. */
export const isDesktopBlocked = (document: Document): boolean =>
  notificationsOf(document)?.permission === 'denied';

/** Turns them on or off for this site; off is also kept where the browser allows them. */
export function setDesktop(document: Document, on: boolean): void {
  try {
    if (on) document.defaultView?.localStorage.removeItem(DESKTOP_NAME);
    else document.defaultView?.localStorage.setItem(DESKTOP_NAME, 'off');
  } catch {
    // Where nothing may be stored, nothing is chosen.
  }
  dispatchChanged(document);
}

const dispatchChanged = (document: Document): boolean => document.dispatchEvent(new Event(DESKTOP_CHANGED));

/**
 * Asks the person for permission. Must be called from a click.
 *
 * @returns whether it is given
 */
export async function askForDesktop(document: Document): Promise<boolean> {
  const notifications = notificationsOf(document);
  if (notifications === undefined) return false;
  setDesktop(document, true);
  const isGranted = (await notifications.requestPermission()) === 'granted';
  dispatchChanged(document);
  return isGranted;
}

/** What a desktop notification says. */
export interface DesktopAlert {
  title: string;
  text: string;
  /** The same tag in two tabs is one notification. */
  tag: string;
  language: string;
  /** Where a click on it leads; null = to the page. */
  href: string | null;
}

/**
 * Shows a desktop notification; a click on it brings the page to the front.
 *
 * @returns whether it is shown: browsers of phones know none without a service worker
 */
export function showDesktop(document: Document, { title, text, tag, language, href }: DesktopAlert): boolean {
  const notifications = notificationsOf(document);
  if (notifications === undefined || !mayUseDesktop(document)) return false;
  try {
    const shown = new notifications(title || text, {
      body: title === '' ? '' : text,
      tag,
      lang: language,
      silent: true,
    });
    shown.onclick = () => {
      document.defaultView?.focus();
      shown.close();
      if (href !== null) follow(document, href);
    };
    return true;
  } catch {
    return false;
  }
}

/** As a click on a link of the page, so that the router of the page hears of it. */
export function follow(document: Document, href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
