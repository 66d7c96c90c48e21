import type { DxMessage } from '../../data/message.js';
import type { Outcome } from '../../data/outcome.js';
import { registryFor } from './connection-context.js';

/** Hears what elements of a page make of messages. */
export type Reporter = (element: HTMLElement, message: DxMessage, outcome: Outcome) => void;

/** Where the event logs of a page listen; not there while none does. */
const REPORTERS = 'reporters';

/**
 * Tells the event logs of the page what an element made of a message. Costs nothing while there is none.
 *
 * @param message null = no message was the cause, and nothing is told
 */
export function report(element: HTMLElement, message: DxMessage | null, outcome: Outcome): void {
  const reporters = registryFor(element)?.shared.get(REPORTERS) as Set<Reporter> | undefined;
  if (message !== null && reporters !== undefined)
    for (const reporter of reporters) reporter(element, message, outcome);
}

/** Listens to all reports of the page that an element lies in. @returns the way to stop */
export function listenToReports(host: HTMLElement, reporter: Reporter): () => void {
  const shared = registryFor(host)?.shared;
  if (shared === undefined) return () => undefined;
  const reporters = (shared.get(REPORTERS) ?? new Set()) as Set<Reporter>;
  shared.set(REPORTERS, reporters.add(reporter));
  return () => {
    reporters.delete(reporter);
    if (reporters.size === 0) shared.delete(REPORTERS);
  };
}
