import { html, nothing, render, svg, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { startOfDay } from '../../i18n/days.js';
import { timeFormat } from '../../i18n/intl-cache.js';
import type { AlertRecord } from '../history/record.js';
import { badgeText, timeLabel, timeStep, type Day } from './inbox-list.js';
import { rowTemplate, undoTemplate, type RowDelegate } from './inbox-rows.view.js';
import { icon } from '../../dom/icon.js';
import { bellIcon, closeIcon } from '../variant-icons.js';
import {
  preferencesTemplate,
  type PreferencesViewDelegate,
  type PreferencesViewOptions,
} from './preferences.view.js';

/** What a person does with the inbox. */
export interface InboxViewDelegate extends RowDelegate, PreferencesViewDelegate {
  /** The panel was opened or closed. */
  toggled(isOpen: boolean): void;
  close(): void;
  filter(onlyUnread: boolean): void;
  /** The end of what is drawn was reached. */
  more(): void;
  /** Shows what came while nothing could move. */
  showWaiting(): void;
  markAllRead(): void;
  dismissAll(): void;
  toggleSettings(): void;
}

export interface InboxViewOptions extends PreferencesViewOptions {
  /** The newest first; of the first page or pages. */
  days: readonly Day[];
  /** How many more there are. */
  more: number;
  unread: number;
  /** How many came that are not drawn, since nothing may move. */
  waiting: number;
  /** How many were dismissed all at once and can come back. */
  cleared: number;
  /** Whether only the place of an alert is left. */
  isGone: (record: AlertRecord) => boolean;
  canUndo: (record: AlertRecord) => boolean;
  /** What became of the last action, for those who do not see the list. */
  said: string;
  /** Name of the button and of the panel. */
  label: string;
  isOpen: boolean;
  onlyUnread: boolean;
  now: number;
}

const checks = icon(20, svg`<path d="m2 10.6 3.6 3.7L13 6.6M9.4 13.4l.9.9L17.9 6.6" />`);
const bin = icon(
  20,
  svg`<path d="M3.5 5.5h13M8 5.3V3.2h4v2.1M5.3 5.7l.8 11.1h7.8l.8-11.1M8.4 8.6v5.2m3.2-5.2v5.2" />`,
);
const gear = icon(
  20,
  svg`<path d="M3 6h8.2m4.3 0H17M3 14h1.5m4.3 0H17" /><circle cx="13.3" cy="6" r="2.1" /><circle cx="6.7" cy="14" r="2.1" />`,
);
const up = icon(20, svg`<path d="M10 16V4M5 9l5-5 5 5" />`);

/** Draws the bell and, while it is open, the list. Everything from a message is a text or a link that was checked. */
export function renderInbox(root: HTMLElement, drawing: InboxViewOptions, on: InboxViewDelegate): void {
  const { unread, label, wording } = drawing;
  const name = unread === 0 ? label : `${label}, ${wording.count('unread', unread)}`;
  const template = html`<button
      id="bell"
      class="bell"
      part="button"
      type="button"
      popovertarget="panel"
      aria-haspopup="dialog"
      aria-label=${name}
    >
      ${bellIcon}
      ${
        unread === 0
          ? nothing
          : html`<span class="badge" part="badge" aria-hidden="true">${badgeText(unread, wording)}</span>`
      }
    </button>
    <div
      id="panel"
      class="panel"
      part="panel"
      popover="auto"
      role="dialog"
      aria-label=${label}
      tabindex="-1"
      autofocus
      @toggle=${(event: ToggleEvent) => on.toggled(event.newState === 'open')}
    >
      ${drawing.isOpen ? panel(drawing, on) : nothing}
    </div>`;
  render(template, root, { creationScope: root.ownerDocument });
}

function panel(drawing: InboxViewOptions, on: InboxViewDelegate): TemplateResult {
  const { days, label, onlyUnread, wording, more, cleared } = drawing;
  return html`${header(drawing, on)}
    <div class="filter" part="filter" role="group" aria-label=${label}>
      ${filterButton(wording.text('all'), !onlyUnread, () => on.filter(false))}
      ${filterButton(wording.text('onlyUnread'), onlyUnread, () => on.filter(true), numberTemplate(drawing))}
      ${waitingButton(drawing, on)}
    </div>
    <div class="list" part="list">
      ${cleared === 0 ? nothing : html`<div class="cleared" part="dismissed">${undoTemplate(cleared, wording, () => on.undo(null))}</div>`}
      ${days.length === 0 ? empty(drawing) : nothing}
      ${repeat(
        days,
        ({ label: day }) => day,
        (day) => dayTemplate(day, drawing, on),
      )}
      ${
        more === 0
          ? nothing
          : html`<button class="more" part="more-button" type="button" @click=${() => on.more()}>
              ${wording.count('more', more)}
            </button>`
      }
    </div>
    <span class="visually-hidden" role="status">${drawing.said}</span>
    ${preferencesTemplate(drawing, on)}`;
}

function header(drawing: InboxViewOptions, on: InboxViewDelegate): TemplateResult {
  const { label, wording, unread, days, showsSettings } = drawing;
  const hasNone = days.every(({ records }) => records.every(drawing.isGone));
  return html`<div class="header" part="header">
    <h2 dir="auto">${label}</h2>
    ${tool('mark-all-button', wording.text('markAllRead'), checks, () => on.markAllRead(), unread === 0)}
    ${tool('clear-button', wording.text('clear'), bin, () => on.dismissAll(), hasNone)}
    <button
      class="tool"
      part="settings-button"
      type="button"
      title=${wording.text('settings')}
      aria-label=${wording.text('settings')}
      aria-controls="settings"
      aria-expanded=${showsSettings ? 'true' : 'false'}
      @click=${() => on.toggleSettings()}
    >
      ${gear}
    </button>
    ${tool('close-button', wording.text('close'), closeIcon, () => on.close())}
  </div>`;
}

function tool(
  part: string,
  name: string,
  picture: TemplateResult,
  act: () => void,
  isDisabled = false,
): TemplateResult {
  return html`<button
    class="tool ${part}"
    part=${part}
    type="button"
    title=${name}
    aria-label=${name}
    ?disabled=${isDisabled}
    @click=${act}
  >
    ${picture}
  </button>`;
}

function filterButton(
  text: string,
  isOn: boolean,
  choose: () => void,
  number: unknown = nothing,
): TemplateResult {
  return html`<button type="button" aria-pressed=${isOn ? 'true' : 'false'} @click=${choose}>
    ${text}${number}
  </button>`;
}

function numberTemplate({ unread, wording }: InboxViewOptions): unknown {
  return unread === 0 ? nothing : html` <span class="number">${badgeText(unread, wording)}</span>`;
}

/** In a place that is free for it: coming, it moves nothing. */
function waitingButton({ waiting, wording }: InboxViewOptions, on: InboxViewDelegate): unknown {
  if (waiting === 0) return nothing;
  const name = wording.count('several', waiting);
  return html`<button
    class="waiting"
    part="new-button"
    type="button"
    title=${name}
    aria-label=${name}
    @click=${() => on.showWaiting()}
  >
    ${up}${badgeText(waiting, wording)}
  </button>`;
}

function empty({ onlyUnread, cleared, wording }: InboxViewOptions): unknown {
  if (cleared > 0) return nothing;
  return html`<div class="empty" part="empty">
    <span class="picture">${onlyUnread ? checks : bellIcon}</span>
    <p>${wording.text(onlyUnread ? 'noneUnread' : 'empty')}</p>
    ${onlyUnread ? nothing : html`<p class="hint" part="hint">${wording.text('emptyHint')}</p>`}
  </div>`;
}

function dayTemplate(
  { label, records }: Day,
  drawing: InboxViewOptions,
  on: InboxViewDelegate,
): TemplateResult {
  const { now, wording, isGone, canUndo } = drawing;
  const today = startOfDay(now);
  return html`<section>
    <h3 part="day">${label}</h3>
    <ol>
      ${repeat(
        records,
        ({ id }) => id,
        // Of thousands of rows, few change.
        (record) =>
          guard(
            // The format of times is another one in another language and in another time zone.
            [record, timeStep(record.at, now, today), timeFormat(wording), isGone(record), canUndo(record)],
            () =>
              rowTemplate(
                {
                  record,
                  ago: timeLabel(record.at, now, wording),
                  isGone: isGone(record),
                  canUndo: canUndo(record),
                  wording,
                },
                on,
              ),
          ),
      )}
    </ol>
  </section>`;
}
