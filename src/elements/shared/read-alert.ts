import { isForPage } from '../../alerts/alert-data.js';
import { alertProblem, problemText, toAlert, type Alert, type AlertReading } from '../../alerts/alert.js';
import type { DxMessage } from '../../data/message.js';
import { warnOnce } from '../../warn.js';
import { report } from './diagnostics.js';

/**
 * Makes an alert of what an element was given. Where there is nothing to show in it, the console and the event logs say
 * why.
 *
 * @param message that brought the data; null where the page itself called `show()`
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
  const name = message?.eventName ?? 'show()';
  warnOnce(`<${host.localName}> message "${name}" ${problemText(problem)}; ${consequence}`);
  return null;
}
