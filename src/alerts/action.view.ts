import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Translator } from '../i18n/translator.js';
import type { AlertAction } from './alert.js';
import type { ActionOutcome } from './alert-entry.js';
import { isOpen } from './history/choice.js';
import { outcomeText } from './outcome-text.js';

/**
 * Draws the action of an alert while it can be chosen or is on its way, under what became of it.
 *
 * @param outcome null = nothing was chosen
 * @param listener called where it is chosen
 */
export function actionTemplate(
  action: AlertAction,
  outcome: ActionOutcome | null,
  wording: Translator,
  listener: (event: MouseEvent) => void,
): TemplateResult {
  const text = outcome === null ? '' : outcomeText(outcome, wording);
  return html`${
    text === '' ? nothing : html`<p class="outcome ${outcome!.state}" part="outcome" dir="auto">${text}</p>`
  }${outcome?.state === 'done' ? nothing : control(action, outcome, listener)}`;
}

/** The middle button opens a link as a click does, and browsers tell it apart. */
export function onMiddle(listener: (event: MouseEvent) => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.button === 1) listener(event);
  };
}

/** A link or a button. What is on its way cannot be chosen again. */
function control(
  { label, href }: AlertAction,
  outcome: ActionOutcome | null,
  listener: (event: MouseEvent) => void,
): TemplateResult {
  if (href !== null)
    return html`<a
      class="action"
      part="action"
      dir="auto"
      href=${href}
      @click=${listener}
      @auxclick=${onMiddle(listener)}
      >${label}</a
    >`;
  const isBusy = outcome !== null && isOpen(outcome);
  return html`<button
    class="action"
    part="action"
    type="button"
    dir="auto"
    aria-disabled=${isBusy ? 'true' : nothing}
    aria-busy=${outcome?.state === 'pending' ? 'true' : nothing}
    @click=${isBusy ? nothing : listener}
  >
    ${label}
  </button>`;
}
