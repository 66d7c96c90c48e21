import { html, nothing, render, svg, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ConnectionStatus } from '../connection/connection-state.js';
import { icon } from '../dom/icon.js';
import { numberFormat } from '../i18n/intl-cache.js';
import type { Translator } from '../i18n/translator.js';
import { shownState } from '../connection/shown-state.js';
import type { LogEntry } from './event-log.js';
import { previewText } from './json.js';
import type { EventLogTranslator } from './event-log-host.js';
import { detailsTemplate, timeText, type Selected } from './details.view.js';
import { simulateTemplate } from './simulate.view.js';
import { textOfTwo } from './remarks.js';
import type { EventLogWords } from './terms.js';

export interface PanelViewOptions {
  /** Those that are drawn, the newest first. */
  entries: readonly LogEntry[];
  /** How many the filter lets through, and how many are kept. */
  found: number;
  kept: number;
  /** How many came since the log was paused. */
  waiting: number;
  isPaused: boolean;
  filter: string;
  status: ConnectionStatus;
  note: string;
  names: readonly string[];
  isSimulating: boolean;
  canClose: boolean;
  selected: Selected | null;
  wording: EventLogTranslator;
}

/** What a person does with the log. */
export interface PanelDelegate {
  filter(text: string): void;
  pause(): void;
  clear(): void;
  copy(): void;
  copyOne(entry: LogEntry): void;
  save(): void;
  select(entry: LogEntry): void;
  simulating(isOpen: boolean): void;
  simulate(eventName: string, text: string): void;
  scrolled(list: Element): void;
  close(): void;
}

const cross = icon(16, svg`<path d="m4 4 8 8m0-8-8 8" />`);

/** Draws a log. Everything from a message is text. */
export function renderPanel(root: HTMLElement, drawing: PanelViewOptions, on: PanelDelegate): void {
  const { entries, selected, wording } = drawing;
  const template = html`<section aria-label=${wording.own.text('eventLog')} part="log">
    ${headerTemplate(drawing, on)}
    <p class="note" role="status">${drawing.note}</p>
    ${drawing.isSimulating ? simulateTemplate(drawing.names, (eventName, text) => on.simulate(eventName, text), wording.own) : nothing}
    <div class="columns ${selected === null ? '' : 'divided'}">
      <div
        class="list"
        part="list"
        tabindex="0"
        role="group"
        aria-label=${wording.own.text('newestFirst')}
        @scroll=${({ currentTarget }: Event) => on.scrolled(currentTarget as Element)}
      >
        ${
          entries.length === 0
            ? html`<p class="empty">${emptyText(drawing)}</p>`
            : html`<ol>
                ${repeat(
                  entries,
                  ({ number }) => number,
                  (entry) =>
                    guard([entry, selected?.entry === entry, wording.own.language], () =>
                      rowTemplate(entry, selected?.entry === entry, wording.own, on),
                    ),
                )}
              </ol>`
        }
      </div>
      ${selected === null ? nothing : detailsTemplate(selected, wording.own, (entry) => on.copyOne(entry))}
    </div>
  </section>`;
  render(template, root);
}

function headerTemplate(drawing: PanelViewOptions, on: PanelDelegate): TemplateResult {
  const { filter, status, isSimulating, canClose, isPaused, wording } = drawing;
  const { own, shared } = wording;
  return html`<header part="header">
    <h2>${own.text('events')} <span class="count">${countText(drawing)}</span></h2>
    <span class="state" title=${status.reason || nothing}>${shared.text(shownState(status.state))}</span>
    <input
      type="search"
      aria-label=${own.text('filterLabel')}
      placeholder=${own.text('filter')}
      .value=${live(filter)}
      @input=${({ target }: Event) => on.filter((target as HTMLInputElement).value)}
    />
    <span class="tools">
      <button type="button" aria-pressed=${isPaused} @click=${() => on.pause()}>${pauseText(drawing)}</button>
      <button type="button" @click=${() => on.clear()}>${own.text('clearLog')}</button>
      <button type="button" @click=${() => on.copy()}>${own.text('copy')}</button>
      <button type="button" @click=${() => on.save()}>${own.text('exportLog')}</button>
      <button type="button" aria-expanded=${isSimulating} @click=${() => on.simulating(!isSimulating)}>
        ${own.text('simulate')}
      </button>
      ${
        canClose
          ? html`<button
              type="button"
              class="icon"
              aria-label=${shared.text('close')}
              @click=${() => on.close()}
            >
              ${cross}
            </button>`
          : nothing
      }
    </span>
  </header>`;
}

function rowTemplate(
  entry: LogEntry,
  isSelected: boolean,
  wording: Translator<EventLogWords>,
  on: PanelDelegate,
): TemplateResult {
  const { message, at, isSimulated } = entry;
  return html`<li part="event">
    <button type="button" class="row" aria-pressed=${isSelected} @click=${() => on.select(entry)}>
      <time datetime=${new Date(at).toISOString()}>${timeText(at, wording.language)}</time>
      <b>${message.eventName}</b>${isSimulated ? html`<em>${wording.text('simulated')}</em>` : nothing}
      <span class="preview" dir="ltr">${previewText(message.data)}</span>
    </button>
  </li>`;
}

function countText({ kept, found, filter, wording: { own } }: PanelViewOptions): string {
  const [few, all] = [found, kept].map((count) => numberFormat(own.language).format(count)) as [
    string,
    string,
  ];
  return filter === '' ? all : textOfTwo(own, 'share', few, all);
}

function pauseText({ isPaused, waiting, wording: { own } }: PanelViewOptions): string {
  if (!isPaused) return own.text('pause');
  return waiting === 0 ? own.text('paused') : own.count('pausedNew', waiting);
}

function emptyText({ filter, kept, isPaused, wording: { own } }: PanelViewOptions): string {
  if (filter !== '' && kept > 0) return own.text('noneFits');
  return own.text(isPaused ? 'whilePaused' : 'noneYet');
}
