import { diagnose } from './diagnose.js';
import { inEnglish, remarksText } from './remarks.js';
import type { LogEntry } from './event-log.js';
import { jsonText } from './json.js';
import { describeListener, findListeners, type EventLogHost } from './event-log-host.js';

/**
 * All of the entries as JSON, the oldest first, each with what the elements of the page made of it: in English whatever
 * the language of the page, for those it is sent to.
 */
export function exportText(entries: readonly LogEntry[], page: EventLogHost): string {
  const elements = findListeners(page.document).map(
    (element) => [element, describeListener(element, page)] as const,
  );
  return jsonText(
    entries.map(({ at, message, isSimulated, outcomes }) => ({
      at: new Date(at).toISOString(),
      ...message,
      ...(isSimulated ? { simulated: true } : {}),
      elements: elements.map(([element, listener]) => {
        const { label, steps } = diagnose(listener, message.eventName, outcomes.get(element) ?? []);
        return { element: label, verdict: remarksText(steps, inEnglish) };
      }),
    })),
    2,
  );
}

/** Lets the person save a text as a file. */
export function saveText(document: Document, name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has the file by now, or takes it within the task.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/** @returns whether the browser let the page do it */
export async function copyText(document: Document, text: string): Promise<boolean> {
  try {
    // Not there on pages without https.
    await document.defaultView!.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
