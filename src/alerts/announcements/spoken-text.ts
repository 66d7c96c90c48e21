import type { Alert } from '../alert.js';
import type { Translator } from '../../i18n/translator.js';

/** What a screen reader says about an alert: severity, title, text and what can be done. */
export function spokenText({ variant, title, text, action }: Alert, wording: Translator): string {
  const parts = [title, text, action === null ? '' : wording.text('action', action.label)].filter(
    (part) => part !== '',
  );
  return `${wording.text(variant)}: ${parts.join('. ')}`;
}
