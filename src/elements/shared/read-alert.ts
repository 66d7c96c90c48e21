import { alertItems, isForPage } from '../../alerts/alert-data.js';
import { alertProblem, problemText, toAlert, type Alert, type AlertReading } from '../../alerts/alert.js';
import type { DxMessage } from '../../data/message.js';
import { warnOnce } from '../../warn.js';
import { report } from './diagnostics.js';

/** How many alerts of one message are taken. */
const MOST_ITEMS = 100;

/** The data of each alert that an element was given. @param message null where the page itself called `show()` */
export function readItems(
  host: HTMLElement & { asText: boolean },
  data: unknown,
  message: DxMessage | null,
): unknown[] {
  const items = alertItems(data, host.asText);
  if (items.length > MOST_ITEMS)
    warn(host, message, `has ${items.length} alerts; the first ${MOST_ITEMS} are taken`);
  return items.slice(0, MOST_ITEMS);
}

/**
 * Makes an alert of what an element was given. Where there is nothing to show in it, the console and the event logs say
 * why.
 *
 * @param data of one alert
 * @param message that brought it; null where the page itself called `show()`
 * @param consequence what the element does without it, as the end of a sentence
 * @returns null where no alert can be made of it, or it is for other pages
 */
export function readAlert(
  host: HTMLElement,
  data: unknown,
  message: DxMessage | null,
  reading: AlertReading,
  consequence: string,
): Alert | null {
  const alert = toAlert(data, reading);
  if (alert !== null && !isForPage(data, host.ownerDocument.location.pathname, reading.map)) {
    report(host, message, { code: 'otherPage' });
    return null;
  }
  if (alert !== null) return alert;
  const problem = alertProblem(data);
  report(host, message, problem);
  warn(host, message, `${problemText(problem)}; ${consequence}`);
  return null;
}

const warn = (host: HTMLElement, message: DxMessage | null, text: string): void =>
  warnOnce(`<${host.localName}> message "${message?.eventName ?? 'show()'}" ${text}`);
