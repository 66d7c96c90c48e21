import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Alert, AlertAction } from '../alert.js';
import type { ActionOutcome, AlertEntry, DismissReason } from '../alert-entry.js';
import { actionTemplate, onMiddle } from '../action.view.js';
import { closeIcon, alertIcon } from '../variant-icons.js';
import type { Translator } from '../../i18n/translator.js';

/** What a person can do with a toast. */
export interface ToastDelegate {
  dismiss(entry: AlertEntry, reason: DismissReason): void;
  /** False = the link is not to be followed. */
  act(entry: AlertEntry, action: AlertAction): boolean;
  /** What became of the action that a person chose; null = nothing was chosen. */
  outcomeOf(entry: AlertEntry): ActionOutcome | null;
  readonly wording: Translator;
}

type Content = TemplateResult | typeof nothing;

/** Draws one alert. Everything from a message is a text between tags or a link that was checked. */
export function toastTemplate(entry: AlertEntry, on: ToastDelegate): TemplateResult {
  const { alert, id } = entry;
  return html`<div
    class="toast"
    part="toast ${alert.variant}"
    role="group"
    data-id=${id}
    data-variant=${alert.variant}
    data-theme=${entry.theme ?? nothing}
    aria-labelledby="${id}-label"
  >
    <span class="icon" part="icon">${alertIcon(alert)}</span>
    <div class="content">
      <div id="${id}-label">
        <span class="visually-hidden">${on.wording.text(alert.variant)}: </span>${words(entry, on)}
      </div>
      ${moreButton(entry, on)} ${progressBar(entry, on)} ${actionOf(entry, on)}
    </div>
    ${closeButton(entry, on)}
  </div>`;
}

function words(entry: AlertEntry, on: ToastDelegate): Content {
  const { alert, body, count } = entry;
  if (body !== null)
    return html`<div class="body" part="body">${linked(html`${body}`, entry, on)}</div>
      ${counter(count, on)}`;
  // The link is on the shorter of the two, which says what it leads to.
  const hasTitle = alert.title !== '';
  const text = hasTitle ? lines(alert.text) : linked(lines(alert.text), entry, on);
  const times = counter(count, on);
  const textLine = html`<p class="text" part="text" dir="auto">${text}${hasTitle ? nothing : times}</p>`;
  if (!hasTitle) return textLine;
  return html`<p class="title" part="title" dir="auto">${linked(lines(alert.title), entry, on)}${times}</p>
    ${alert.text === '' ? nothing : textLine}`;
}

/** The line breaks of the message, and none of the markup around it. */
function lines(text: string): TemplateResult {
  return html`<span class="lines">${text}</span>`;
}

/** Shown where the text has more lines than are seen. */
function moreButton({ alert, body }: AlertEntry, on: ToastDelegate): Content {
  if (body !== null || !mayBeLong(alert)) return nothing;
  return html`<button class="expand" part="expand-button" type="button" @click=${expand}>
    ${on.wording.text('showMore')}
  </button>`;
}

/** Whether a text may take more lines than are seen: only such a one is measured. */
export function mayBeLong({ title, text }: Pick<Alert, 'title' | 'text'>): boolean {
  return [title, text].some((words) => words.length > 60 || words.split('\n').length > 4);
}

/** Shows all of the text. Screen readers have it in any case; the button can have the focus, so it is not hidden from them. */
function expand({ currentTarget }: Event): void {
  const toast = (currentTarget as Element).closest<HTMLElement>('.toast')!;
  toast.dataset['full'] = '';
  focusToast(toast);
}

/** Focusable only for now: a click on the text of a toast must not take the focus from a field. */
export function focusToast(toast: HTMLElement): void {
  toast.tabIndex = -1;
  toast.addEventListener('blur', () => toast.removeAttribute('tabindex'), { once: true });
  toast.focus({ preventScroll: true });
}

function linked(words: TemplateResult, entry: AlertEntry, on: ToastDelegate): TemplateResult {
  const { href, title, text } = entry.alert;
  if (href === null) return words;
  const action = { label: title || text, href, event: null };
  const listener = act(entry, action, on);
  return html`<a class="link" part="link" href=${href} @click=${listener} @auxclick=${onMiddle(listener)}
    >${words}</a
  >`;
}

function counter(count: number, on: ToastDelegate): Content {
  if (count < 2) return nothing;
  return html` <span class="count" part="count" aria-hidden="true">×${count}</span
    ><span class="visually-hidden"> ${on.wording.count('times', count)}</span>`;
}

function progressBar({ alert }: AlertEntry, on: ToastDelegate): Content {
  const { progress } = alert;
  if (progress === null) return nothing;
  return html`<progress
    part="progress"
    aria-label=${on.wording.text('busy')}
    value=${progress === 'busy' ? nothing : progress}
  ></progress>`;
}

function actionOf(entry: AlertEntry, on: ToastDelegate): Content {
  const { action } = entry.alert;
  if (action === null) return nothing;
  return actionTemplate(action, on.outcomeOf(entry), on.wording, act(entry, action, on));
}

function closeButton(entry: AlertEntry, on: ToastDelegate): Content {
  // One that does not go by itself can always be closed.
  if (!entry.closable && entry.duration !== null) return nothing;
  return html`<button
    class="close"
    part="close-button"
    type="button"
    aria-label=${on.wording.text('close')}
    @click=${() => on.dismiss(entry, 'close')}
  >
    ${closeIcon}
  </button>`;
}

function act(entry: AlertEntry, action: AlertAction, on: ToastDelegate): (event: MouseEvent) => void {
  return (event) => {
    if (!on.act(entry, action)) event.preventDefault();
  };
}
