import type { DxMessage } from '../data/message.js';
import type { HoldReason } from './hold/hold-reasons.js';
import type { RefreshReason, RefreshTiming } from './schedule.js';
import type { RefreshError } from './refresh-error.js';

/** What an action is told. */
export interface RefreshContext {
  /** The newest message that caused it; null where none did. */
  message: DxMessage | null;
  reason: RefreshReason;
  /** Ends when the result is of no use any more. Made when it is read first. */
  readonly signal: AbortSignal;
  /** When the newest of the requests it answers came, on the clock of the job. */
  requestedAt: number;
  /** Tells that another element takes the place of the target: that the target leaves the page is no end then. */
  replaces(): void;
}

/** Whether a target could be refreshed: at once, or later. */
export type Handled = boolean | Promise<boolean>;

/** Carries out a refresh; false = the target has no way to be refreshed. */
export type RefreshAction = (target: Element, context: RefreshContext) => Handled;

/**
 * What became of a request. `merged`: a newer one of the same owner took its place. `gone`: the target was taken
 * out of the page before its turn.
 */
export type RefreshResult = 'refreshed' | 'unhandled' | 'merged' | 'failed' | 'dropped' | 'gone';

/** Where a request is. `held`: it waits for the tab to be shown, or for a person to finish. */
export interface RefreshProgress {
  state: 'held' | 'waiting' | 'running';
  /** Why it is held: `hidden tab`, or what a person does; null = it is not. */
  hold: string | null;
  /** The target is under sustained load and refreshed less often than the author asked for. */
  throttled: boolean;
}

/** What hears of a request, for each target of which it was asked. */
export interface RequestDelegate {
  progress(progress: RefreshProgress): void;
  /** @param retryIn milliseconds; null = it is not tried again */
  failed(target: Element, error: RefreshError, retryIn: number | null): void;
  /** The last that is heard for this target. */
  finished(target: Element, result: RefreshResult): void;
}

/** A request to refresh a target; the same one may be made of many targets. */
export interface RefreshRequest {
  /** Who asks: a newer request of the same owner replaces its older one. */
  owner: object;
  reason: RefreshReason;
  message: DxMessage | null;
  timing: RefreshTiming;
  /** Upper bound of the random delay, in milliseconds. */
  spread: number;
  holdWhile: readonly HoldReason[];
  action: RefreshAction;
  delegate: RequestDelegate;
}
