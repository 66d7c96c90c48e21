import type { Alert } from '../messages/alert.js';
import type { Wording } from '../words/wording.js';

/** What a screen reader says about an alert: severity, title, text and what can be done. */
export function spokenText({ variant, title, text, action }: Alert, wording: Wording): string {
  const parts = [title, text, action === null ? '' : wording.text('action', action.label)].filter(
    (part) => part !== '',
  );
  return `${wording.text(variant)}: ${parts.join('. ')}`;
}
