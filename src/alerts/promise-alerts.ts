import { randomId } from '../data/random-id.js';
import type { Alert, AlertVariant } from './alert.js';

/** A message, or a function that makes one of what the promise gave. */
export type PromiseMessage<Given> = ((given: Given) => unknown) | string | object | null | undefined;

/** What a toast says of something that goes on: each is a message, a text or an object with the fields of an alert. */
export interface PromiseAlerts<Value = unknown> {
  /** While it goes on. Default: "In progress" in the language of the page. */
  loading?: unknown;
  /** When it is done: a message, or a function that makes one of the value. Default: the toast goes. */
  done?: PromiseMessage<Value>;
  /** When it has failed: a message, or a function that makes one of the error. Default: the toast goes. */
  failed?: PromiseMessage<unknown>;
}

/** What an alert is beside what its message says. `variant` counts where the message names none. */
export interface PromiseState extends Pick<Alert, 'key' | 'progress'> {
  variant: AlertVariant | null;
}

/** Follows a promise with one toast. @returns its id */
export function followPromise<Value>(
  promise: PromiseLike<Value>,
  { loading, done, failed }: PromiseAlerts<Value>,
  show: (message: unknown, state: PromiseState) => string | null,
  dismiss: (id: string) => void,
): string | null {
  const key = randomId();
  const id = show(loading, { key, progress: 'busy', variant: null });
  const end = <Given>(alert: PromiseMessage<Given>, value: Given, variant: AlertVariant): void => {
    let message: unknown = alert;
    if (typeof alert === 'function')
      try {
        message = (alert as (given: Given) => unknown)(value);
      } catch (error) {
        // The page's own fault: its console says so, and nothing says "in progress" for ever.
        message = null;
        reportError(error);
      }
    if ((message ?? null) !== null) show(message, { key, progress: null, variant });
    else if (id !== null) dismiss(id);
  };
  void promise.then(
    (value) => end(done, value, 'success'),
    (error: unknown) => end(failed, error, 'danger'),
  );
  return id;
}
