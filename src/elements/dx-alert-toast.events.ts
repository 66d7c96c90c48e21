import type { ActionOutcome, DismissReason } from '../alerts/alert-entry.js';
import type { Alert, AlertAction } from '../alerts/alert.js';
import type { DxMessage } from '../data/message.js';

/** `detail` of `dx-alert`. */
export interface AlertDetail {
  alert: Alert;
  /** Null where the page itself called `show()`. */
  message: DxMessage | null;
}

/** `detail` of `dx-alert-shown`. */
export interface AlertShownDetail {
  /** For `dismiss()`. */
  id: string;
  alert: Alert;
}

/** `detail` of `dx-alert-action`. */
export interface AlertActionDetail extends AlertShownDetail {
  /** What was chosen: the action, or the link of the alert. */
  action: AlertAction;
}

/** `detail` of `dx-alert-outcome`. */
export interface AlertOutcomeDetail extends AlertShownDetail {
  /** `done`, `refused` or `unanswered`: the back end may have taken it, but did not say so. */
  outcome: ActionOutcome['state'];
  /** The sentence with which the back end refused; may be empty. */
  reason: string;
}

/** `detail` of `dx-alert-dismissed`. */
export interface AlertDismissedDetail extends AlertShownDetail {
  reason: DismissReason;
}

/** The events of a toast element and what each carries. */
export interface AlertEvents {
  'dx-alert': AlertDetail;
  'dx-alert-shown': AlertShownDetail;
  'dx-alert-action': AlertActionDetail;
  'dx-alert-outcome': AlertOutcomeDetail;
  'dx-alert-dismissed': AlertDismissedDetail;
}
