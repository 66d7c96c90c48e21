import { html, nothing, render, svg, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AlertAction } from '../alert.js';
import { startOfDay } from '../../i18n/days.js';
import { dateFormat } from '../../i18n/intl-cache.js';
import { isUnread, type AlertRecord } from '../history/record.js';
import { badgeText, timeLabel, timeStep, type InboxList } from './inbox-list.js';
import type { PreferenceChoice, Preferences } from '../preferences/preferences.js';
import { icon } from '../../dom/icon.js';
import { closeIcon, variantIcon } from '../variant-icons.js';
import { preferencesTemplate } from './preferences.view.js';
import type { Translator } from '../../i18n/translator.js';

/** What a person does with the inbox. */
export interface InboxViewDelegate {
  /** The panel was opened or closed. */
  toggled(isOpen: boolean): void;
  filter(onlyUnread: boolean): void;
  /** The end of what is drawn was reached. */
  more(): void;
  markRead(records: readonly AlertRecord[]): void;
  markAllRead(): void;
  dismiss(record: AlertRecord): void;
  /** False = a link is not to be followed. */
  act(record: AlertRecord, action: AlertAction): boolean;
  prefer(choice: PreferenceChoice): void;
}

export interface InboxViewOptions {
  list: InboxList;
  /** Name of the button and of the panel. */
  label: string;
  isOpen: boolean;
  onlyUnread: boolean;
  now: number;
  wording: Translator;
  preferences: Preferences;
}

const bell = icon(
  20,
  svg`<path d="M10 2.2a5.3 5.3 0 0 0-5.3 5.3c0 4.6-1.9 5.9-1.9 6.7h14.4c0-.8-1.9-2.1-1.9-6.7A5.3 5.3 0 0 0 10 2.2Z" /><path d="M8.1 16.9a2 2 0 0 0 3.8 0" />`,
);
const checks = icon(20, svg`<path d="m2 10.6 3.6 3.7L13 6.6M9.4 13.4l.9.9L17.9 6.6" />`);

/** Draws the bell and, while it is open, the list. Everything from a message is a text or a link that was checked. */
export function renderInbox(root: HTMLElement, drawing: InboxViewOptions, on: InboxViewDelegate): void {
  const { list, label, wording } = drawing;
  const unread = list.unread.length;
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
      ${bell}
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
  const { list, label, onlyUnread, now, wording, preferences } = drawing;
  const today = startOfDay(now);
  return html`<header part="header">
      <h2>${label}</h2>
      <button
        class="tool"
        part="mark-all-button"
        type="button"
        title=${wording.text('markAllRead')}
        aria-label=${wording.text('markAllRead')}
        ?disabled=${list.unread.length === 0}
        @click=${() => on.markAllRead()}
      >
        ${checks}
      </button>
    </header>
    <div class="filter" role="group" aria-label=${label}>
      ${filterButton(wording.text('all'), !onlyUnread, () => on.filter(false))}
      ${filterButton(wording.text('onlyUnread'), onlyUnread, () => on.filter(true), list.unread.length, wording)}
    </div>
    <div class="list" part="list">
      ${list.days.length === 0 ? empty(drawing) : nothing}
      ${repeat(
        list.days,
        ({ label: day }) => day,
        ({ label: day, records }) =>
          html`<section>
            <h3>${day}</h3>
            <ol>
              ${repeat(
                records,
                ({ id }) => id,
                // Of thousands of rows, few change.
                (record) =>
                  guard([record, timeStep(record.at, now, today), wording.language], () =>
                    row(record, timeLabel(record.at, now, wording), wording, on),
                  ),
              )}
            </ol>
          </section>`,
      )}
      ${
        list.more === 0
          ? nothing
          : html`<button class="more" part="more-button" type="button" @click=${() => on.more()}>
              ${wording.count('more', list.more)}
            </button>`
      }
    </div>
    ${preferencesTemplate(preferences, wording, (choice) => on.prefer(choice))}`;
}

function filterButton(
  text: string,
  isOn: boolean,
  choose: () => void,
  count = 0,
  wording?: Translator,
): TemplateResult {
  return html`<button type="button" aria-pressed=${isOn ? 'true' : 'false'} @click=${choose}>
    ${text}${
      count === 0 || wording === undefined
        ? nothing
        : html` <span class="number">${badgeText(count, wording)}</span>`
    }
  </button>`;
}

function empty({ onlyUnread, wording }: InboxViewOptions): TemplateResult {
  return html`<p class="empty" part="empty">
    <span class="picture">${onlyUnread ? checks : bell}</span>${wording.text(
      onlyUnread ? 'noneUnread' : 'empty',
    )}
  </p>`;
}

function row(record: AlertRecord, ago: string, wording: Translator, on: InboxViewDelegate): TemplateResult {
  const { alert, at, id } = record;
  const unread = isUnread(record);
  const date = new Date(at);
  return html`<li
    class=${unread ? 'unread' : 'read'}
    part="alert ${alert.variant}"
    data-id=${id}
    data-variant=${alert.variant}
    @click=${() => on.markRead([record])}
  >
    <span class="icon" part="icon">${variantIcon(alert.variant)}</span>
    <div class="content">
      <span class="visually-hidden">${wording.text(alert.variant)}: </span>${texts(record, wording, on)}
      <time
        datetime=${date.toISOString()}
        title=${dateFormat(wording.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date)}
        >${ago}</time
      >
      ${actionButton(record, on)}
    </div>
    <div class="tools">
      ${unread ? rowButton('dot', wording.text('markRead'), html`<span></span>`, () => on.markRead([record])) : nothing}
      ${rowButton('dismiss', wording.text('dismiss'), closeIcon, () => on.dismiss(record))}
    </div>
  </li>`;
}

function texts(record: AlertRecord, wording: Translator, on: InboxViewDelegate): unknown {
  const { title, text, href } = record.alert;
  const count = record.parts.length;
  const times =
    count < 2
      ? nothing
      : html` <span class="count" part="count" aria-hidden="true">×${count}</span
          ><span class="visually-hidden"> ${wording.count('times', count)}</span>`;
  const first = title || text;
  const words = html`<span class="lines">${first}</span>`;
  const action = { label: first, href, event: null };
  const linked =
    href === null
      ? words
      : html`<a class="link" part="link" href=${href} @click=${follow(record, action, on)}>${words}</a>`;
  return html`<p class=${title === '' ? 'text' : 'title'} part=${title === '' ? 'text' : 'title'} dir="auto">
      ${linked}${times}
    </p>
    ${
      title === '' || text === ''
        ? nothing
        : html`<p class="text" part="text" dir="auto"><span class="lines">${text}</span></p>`
    }`;
}

function actionButton(record: AlertRecord, on: InboxViewDelegate): unknown {
  const { action } = record.alert;
  if (action === null) return nothing;
  const { label, href } = action;
  const listener = follow(record, action, on);
  return href === null
    ? html`<button class="action" part="action" type="button" dir="auto" @click=${listener}>${label}</button>`
    : html`<a class="action" part="action" dir="auto" href=${href} @click=${listener}>${label}</a>`;
}

function follow(record: AlertRecord, action: AlertAction, on: InboxViewDelegate): (event: Event) => void {
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
