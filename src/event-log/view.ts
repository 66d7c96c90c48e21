import { html, nothing, render, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ConnectionStatus } from '../connection/connection-state.js';
import { icon } from '../drawing/icon.js';
import { dateFormat } from '../words/formats.js';
import type { Diagnosis } from './diagnose.js';
import type { LogEntry } from './event-log.js';
import { previewText } from './json.js';
import { simulateTemplate } from './view-simulate.js';

export interface PanelDrawing {
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
  selected: { entry: LogEntry; json: string; doctor: readonly Diagnosis[] } | null;
}

/** What a person does with the log. */
export interface PanelHandlers {
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

const acted = icon(16, svg`<path d="m3 8.4 3.2 3.3L13 4.6" />`);
const idle = icon(16, svg`<circle cx="8" cy="8" r="5.5" /><path d="M5.6 8h4.8" />`);
const cross = icon(16, svg`<path d="m4 4 8 8m0-8-8 8" />`);

/** Draws a log. Everything from a message is text. */
export function drawPanel(root: HTMLElement, drawing: PanelDrawing, on: PanelHandlers): void {
  const { entries, selected } = drawing;
  const template = html`<section aria-label="Event log" part="log">
    ${headerTemplate(drawing, on)}
    <p class="note" role="status">${drawing.note}</p>
    ${drawing.isSimulating ? simulateTemplate(drawing.names, (eventName, text) => on.simulate(eventName, text)) : nothing}
    <div class="columns ${selected === null ? '' : 'divided'}">
      <div
        class="list"
        part="list"
        tabindex="0"
        role="group"
        aria-label="Events, the newest first"
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
                    guard([entry, selected?.entry === entry], () =>
                      rowTemplate(entry, selected?.entry === entry, on),
                    ),
                )}
              </ol>`
        }
      </div>
      ${selected === null ? nothing : detailsTemplate(selected, on)}
    </div>
  </section>`;
  render(template, root);
}

function headerTemplate(drawing: PanelDrawing, on: PanelHandlers): TemplateResult {
  const { kept, found, waiting, isPaused, filter, status, isSimulating, canClose } = drawing;
  const count = filter === '' ? `${kept}` : `${found} of ${kept}`;
  return html`<header part="header">
    <h2>Events <span class="count">${count}</span></h2>
    <span class="state" title=${status.reason || nothing}>${status.state}</span>
    <input
      type="search"
      aria-label="Filter by name or content"
      placeholder="Filter"
      .value=${live(filter)}
      @input=${({ target }: Event) => on.filter((target as HTMLInputElement).value)}
    />
    <span class="tools">
      <button type="button" aria-pressed=${isPaused} @click=${() => on.pause()}>
        ${isPaused ? `Paused${waiting === 0 ? '' : ` · ${waiting} new`}` : 'Pause'}
      </button>
      <button type="button" @click=${() => on.clear()}>Clear</button>
      <button type="button" @click=${() => on.copy()}>Copy</button>
      <button type="button" @click=${() => on.save()}>Export</button>
      <button type="button" aria-expanded=${isSimulating} @click=${() => on.simulating(!isSimulating)}>
        Simulate event
      </button>
      ${
        canClose
          ? html`<button type="button" class="icon" aria-label="Close" @click=${() => on.close()}>
              ${cross}
            </button>`
          : nothing
      }
    </span>
  </header>`;
}

function rowTemplate(entry: LogEntry, isSelected: boolean, on: PanelHandlers): TemplateResult {
  const { message, at, isSimulated } = entry;
  return html`<li part="event">
    <button type="button" class="row" aria-pressed=${isSelected} @click=${() => on.select(entry)}>
      <time datetime=${new Date(at).toISOString()}>${timeText(at)}</time>
      <b>${message.eventName}</b>${isSimulated ? html`<em>simulated</em>` : nothing}
      <span class="preview">${previewText(message.data)}</span>
    </button>
  </li>`;
}

function detailsTemplate(
  { entry, json, doctor }: NonNullable<PanelDrawing['selected']>,
  on: PanelHandlers,
): TemplateResult {
  const { eventName, meta } = entry.message;
  return html`<article class="details" part="details" aria-label="Event ${eventName}">
    <h3>${eventName}</h3>
    <p class="origin">
      ${timeText(entry.at)} ·
      ${meta === null ? (entry.isSimulated ? 'simulated on this page' : 'no log on this server') : `number ${meta.offset} in its channel`}${
        meta?.origin === undefined ? nothing : ` · origin ${meta.origin}`
      }
    </p>
    <h4>Who heard it</h4>
    ${
      doctor.length === 0
        ? html`<p class="origin">No element of this page listens to events.</p>`
        : html`<ul part="doctor">
            ${doctor.map(
              ({ label, verdict, hasActed }) =>
                html`<li class=${hasActed ? 'acted' : 'idle'}>
                  ${hasActed ? acted : idle}<code>${label}</code><span>${verdict}</span>
                </li>`,
            )}
          </ul>`
    }
    <h4>Message <button type="button" @click=${() => on.copyOne(entry)}>Copy message</button></h4>
    <pre tabindex="0" role="region" aria-label="Message as JSON" part="json">${json}</pre>
  </article>`;
}

function emptyText({ filter, kept, isPaused }: PanelDrawing): string {
  if (filter !== '' && kept > 0) return 'Nothing fits the filter.';
  return isPaused ? 'Paused: what comes waits.' : 'No event has come yet.';
}

const timeText = (at: number): string =>
  dateFormat('en', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(at);
