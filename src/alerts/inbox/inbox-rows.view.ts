import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AlertAction } from '../alert.js';
import { dateFormat } from '../../i18n/intl-cache.js';
import { actionTemplate, onMiddle } from '../action.view.js';
import { isUnread, type AlertRecord } from '../history/record.js';
import { closeIcon, alertIcon } from '../variant-icons.js';
import type { Translator } from '../../i18n/translator.js';

/** What a person does with one alert. */
export interface RowDelegate {
  markRead(records: readonly AlertRecord[]): void;
  dismiss(record: AlertRecord): void;
  /** Brings one back; null = those that were dismissed all at once. */
  undo(record: AlertRecord | null): void;
  /** False = a link is not to be followed. */
  act(record: AlertRecord, action: AlertAction): boolean;
}

export interface RowOptions {
  record: AlertRecord;
  /** How long ago it came, in words. */
  ago: string;
  /** Only its place is left, so that no other row comes under the pointer. */
  isGone: boolean;
  canUndo: boolean;
  wording: Translator;
}

export function rowTemplate(row: RowOptions, on: RowDelegate): TemplateResult {
  const { record, isGone, wording } = row;
  const { alert, id } = record;
  const unread = isUnread(record) && !isGone;
  return html`<li
    class="${unread ? 'unread' : 'read'}${isGone ? ' gone' : ''}"
    part="alert ${alert.variant}${unread ? ' unread' : ''}"
    data-id=${id}
    data-variant=${alert.variant}
    @click=${() => (isGone ? undefined : on.markRead([record]))}
  >
    <span class="mark"
      >${unread ? rowButton('dot', wording.text('markRead'), html`<span></span>`, () => on.markRead([record])) : nothing}</span
    >
    <span class="icon" part="icon">${alertIcon(alert)}</span>
    <div class="content" ?inert=${isGone}>${contentTemplate(row, on)}</div>
    <div class="tools">
      ${isGone ? nothing : rowButton('dismiss', wording.text('dismiss'), closeIcon, () => on.dismiss(record))}
    </div>
    ${isGone ? goneTemplate(row, on) : nothing}
  </li>`;
}

/** What can be undone, or what is no more. @param undo null = it cannot be undone any more */
export function undoTemplate(count: number, wording: Translator, undo: (() => void) | null): TemplateResult {
  const text = wording.count('dismissed', count);
  const listener = (event: Event): void => {
    // The row that is back would be marked as read on the way.
    event.stopPropagation();
    undo?.();
  };
  return html`<span>${text}</span>${
      undo === null
        ? nothing
        : html`<button class="undo" part="undo-button" type="button" @click=${listener}>
            ${wording.text('undo')}
          </button>`
    }`;
}

function goneTemplate({ record, canUndo, wording }: RowOptions, on: RowDelegate): TemplateResult {
  return html`<div class="cover" part="dismissed">
    ${undoTemplate(1, wording, canUndo ? () => on.undo(record) : null)}
  </div>`;
}

function contentTemplate(row: RowOptions, on: RowDelegate): TemplateResult {
  const { record, wording, ago } = row;
  const { title, text, variant } = record.alert;
  const date = new Date(record.at);
  return html`<span class="visually-hidden">${wording.text(variant)}: </span>
    <div class="head">
      ${headTemplate(row, on)}
      <time
        part="time"
        datetime=${date.toISOString()}
        title=${dateFormat(wording.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date)}
        >${ago}</time
      >
    </div>
    ${
      title === '' || text === ''
        ? nothing
        : html`<p class="text" part="text" dir="auto"><span class="lines">${text}</span></p>`
    }
    ${actionOf(row, on)}`;
}

function headTemplate({ record, wording }: RowOptions, on: RowDelegate): TemplateResult {
  const { title, text, href } = record.alert;
  const kind = title === '' ? 'text' : 'title';
  const first = title || text;
  const words = html`<span class="lines">${first}</span>`;
  const action = { label: first, href, event: null };
  return html`<p class=${kind} part=${kind} dir="auto">
    ${
      href === null
        ? words
        : html`<a
            class="link"
            part="link"
            href=${href}
            @click=${follow(record, action, on)}
            @auxclick=${onMiddle(follow(record, action, on))}
            >${words}</a
          >`
    }${countTemplate(record, wording)}
  </p>`;
}

function countTemplate({ parts }: AlertRecord, wording: Translator): unknown {
  if (parts.length < 2) return nothing;
  return html` <span class="count" part="count" aria-hidden="true">×${parts.length}</span
    ><span class="visually-hidden"> ${wording.count('times', parts.length)}</span>`;
}

function actionOf({ record, wording }: RowOptions, on: RowDelegate): unknown {
  const { alert, choice, at } = record;
  if (alert.action === null) return nothing;
  // What was chosen of an alert says nothing of the same one that came again later.
  const outcome = choice !== null && choice.of >= at ? choice : null;
  return actionTemplate(alert.action, outcome, wording, follow(record, alert.action, on));
}

function follow(record: AlertRecord, action: AlertAction, on: RowDelegate): (event: Event) => void {
  return (event) => {
    if (!on.act(record, action)) event.preventDefault();
  };
}

function rowButton(name: string, label: string, content: TemplateResult, act: () => void): TemplateResult {
  const listener = (event: Event): void => {
    // The row would be marked as read on the way.
    event.stopPropagation();
    act();
  };
  return html`<button
    class=${name}
    part="${name}-button"
    type="button"
    title=${label}
    aria-label=${label}
    @click=${listener}
  >
    ${content}
  </button>`;
}
