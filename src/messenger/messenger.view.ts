import { html, nothing, render, svg, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../dom/icon.js';
import { isTouch, sendOnEnter } from './composer.js';
import type { Translator } from '../i18n/translator.js';
import type { HistoryState } from './history-loader.js';
import type { Row } from './rows.js';
import { fitField, setText } from './fit-field.js';
import { rowTemplate, type RowDelegate } from './rows.view.js';

export interface MessengerViewOptions {
  rows: readonly Row[];
  isEmpty: boolean;
  history: HistoryState;
  /** What is new in the list is not said: earlier messages. */
  isQuiet: boolean;
  isAtEnd: boolean;
  /** Later messages are not drawn, so that the list does not say those that come. */
  isCut: boolean;
  unseen: number;
  /** Names of those who are typing. */
  typing: readonly string[];
  label: string;
  placeholder: string;
  canWrite: boolean;
  /** What is shown above the field; empty = nothing. */
  notice: string;
  /** The same as screen readers say it. */
  saidNotice: string;
  wording: Translator;
}

/** What a person does with a messenger. */
export interface MessengerViewDelegate extends RowDelegate {
  scrolled(): void;
  toEnd(): void;
  reload(): void;
  /** @returns whether the text was taken */
  submit(text: string): boolean;
  /** The text in the field is another one. */
  typed(text: string): void;
}

const down = icon(20, svg`<path d="M10 4v12m-5-5 5 5 5-5" />`);
const bubbles = icon(
  20,
  svg`<path d="M3 3.5h10.5a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H7.2L3.9 14v-2.5H3a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1Zm14.2 4.6v9l-2.9-2.4H8.6" />`,
);
const plane = icon(20, svg`<path d="M3.2 10 2 3.4 18 10 2 16.6 3.2 10Zm0 0H10" />`);

/** Draws a conversation and the field to write in. Everything from a message is a text or a link that was checked. */
export function renderMessenger(
  root: HTMLElement,
  drawing: MessengerViewOptions,
  on: MessengerViewDelegate,
): void {
  const { rows, label, wording, isQuiet, history, isEmpty } = drawing;
  const template = html`<section part="messenger" aria-label=${label}>
    <header part="header">
      <h2 part="title" dir="auto">${label}</h2>
      <p class="typing" part="typing">${typingTemplate(drawing)}</p>
    </header>
    <div class="frame">
      <div
        class="list"
        part="list"
        role="log"
        tabindex="0"
        aria-label=${label}
        aria-live=${isQuiet ? 'off' : 'polite'}
        aria-busy=${history === 'loading'}
        @scroll=${() => on.scrolled()}
        @click=${ignoreSecond}
      >
        <div class="content">
          ${history === 'failed' ? failedTemplate(wording, on) : nothing}
          ${
            isEmpty
              ? emptyTemplate(drawing)
              : html`<ol>
                  ${repeat(
                    rows,
                    ({ key }) => key,
                    (row) => rowTemplate(row, wording, on),
                  )}
                </ol>`
          }
          <div class="gap"></div>
        </div>
      </div>
      ${jumpTemplate(drawing, on)}
      <span class="visually-hidden" role="status">${drawing.isCut ? arrivedText(drawing) : ''}</span>
    </div>
    ${drawing.canWrite ? composerTemplate(drawing, on) : nothing}
  </section>`;
  render(template, root);
}

/** The second click of two was meant for what lay there before the first, and a link is not opened twice. */
function ignoreSecond(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}

function emptyTemplate({ history, canWrite, wording }: MessengerViewOptions): TemplateResult {
  if (history === 'loading') return html`<p class="empty" part="empty">…</p>`;
  return html`<div class="empty" part="empty">
    <span class="picture">${bubbles}</span>
    <p>${wording.text('noMessages')}</p>
    ${canWrite ? html`<p class="hint" part="hint">${wording.text('noMessagesHint')}</p>` : nothing}
  </div>`;
}

function failedTemplate(wording: Translator, on: MessengerViewDelegate): TemplateResult {
  return html`<p class="failed" role="alert">
    ${wording.text('historyFailed')}
    <button type="button" @click=${() => on.reload()}>${wording.text('retry')}</button>
  </p>`;
}

const arrivedText = ({ unseen, wording }: MessengerViewOptions): string =>
  unseen === 0 ? '' : wording.count('arrived', unseen);

function jumpTemplate(
  drawing: MessengerViewOptions,
  on: MessengerViewDelegate,
): TemplateResult | typeof nothing {
  const { isAtEnd, wording } = drawing;
  if (isAtEnd) return nothing;
  const text = arrivedText(drawing);
  return html`<button
    type="button"
    class="jump"
    part="jump-button"
    aria-label=${text || wording.text('latest')}
    @click=${() => on.toEnd()}
  >
    ${text}${down}
  </button>`;
}

/** The name runs in its own direction. */
function typingTemplate({ typing, wording }: MessengerViewOptions): unknown {
  if (typing.length === 0) return '';
  if (typing.length > 1) return wording.text('typingSeveral');
  const [before, after] = wording.text('typing', '\0').split('\0');
  return html`${before}<bdi>${typing[0]}</bdi>${after}`;
}

function composerTemplate(drawing: MessengerViewOptions, on: MessengerViewDelegate): TemplateResult {
  const { wording, notice, saidNotice, placeholder } = drawing;
  const submit = (event: Event): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLElement).querySelector('textarea')!;
    if (on.submit(field.value)) setText(field, '');
    // On a touch screen that would open the keyboard.
    if (!isTouch(field)) field.focus({ preventScroll: true });
  };
  const typed = ({ currentTarget }: Event): void => {
    const field = currentTarget as HTMLTextAreaElement;
    fitField(field);
    on.typed(field.value);
  };
  return html`<form part="composer" @submit=${submit}>
    <p class="notice" part="notice" aria-hidden="true">${notice}</p>
    <span class="visually-hidden" role="status">${saidNotice}</span>
    <div class="line">
      <textarea
        part="field"
        rows="1"
        dir="auto"
        aria-label=${placeholder}
        placeholder=${placeholder}
        @input=${typed}
        @keydown=${sendOnEnter}
      ></textarea>
      <button
        type="submit"
        class="send"
        part="send-button"
        aria-label=${wording.text('send')}
        @mousedown=${(event: Event) => event.preventDefault()}
      >
        ${plane}
      </button>
    </div>
  </form>`;
}
