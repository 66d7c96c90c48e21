import { html, nothing, render, svg, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../dom/icon.js';
import { MAX_CHAT_LENGTH } from './chat-message.js';
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
  /** There is no connection, and has been none for some time. */
  isCutOff: boolean;
  wording: Translator;
}

/** What a person does with a messenger. */
export interface MessengerViewDelegate extends RowDelegate {
  scrolled(): void;
  toEnd(): void;
  reload(): void;
  /** @returns whether the text was taken */
  submit(text: string): boolean;
  typed(): void;
}

const down = icon(20, svg`<path d="M10 4v12m-5-5 5 5 5-5" />`);
const plane = icon(20, svg`<path d="M3.2 10 2 3.4 18 10 2 16.6 3.2 10Zm0 0H10" />`);

/** Draws a conversation and the field to write in. Everything from a message is a text or a link that was checked. */
export function renderMessenger(
  root: HTMLElement,
  drawing: MessengerViewOptions,
  on: MessengerViewDelegate,
): void {
  const { rows, label, wording, isQuiet, history, isEmpty } = drawing;
  const template = html`<section part="messenger" aria-label=${label}>
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
      >
        <div class="content">
          ${history === 'failed' ? failedTemplate(wording, on) : nothing}
          ${
            isEmpty
              ? html`<p class="empty" part="empty">
                  ${history === 'loading' ? '…' : wording.text('noMessages')}
                </p>`
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
      <span class="hidden" role="status">${drawing.isCut ? arrivedText(drawing) : ''}</span>
    </div>
    <p class="typing" part="typing">${typingText(drawing)}</p>
    ${drawing.canWrite ? composerTemplate(drawing, on) : nothing}
  </section>`;
  render(template, root);
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

function typingText({ typing, wording }: MessengerViewOptions): string {
  if (typing.length === 0) return '';
  return typing.length === 1 ? wording.text('typing', typing[0]) : wording.text('typingSeveral');
}

function composerTemplate(drawing: MessengerViewOptions, on: MessengerViewDelegate): TemplateResult {
  const { wording, isCutOff, placeholder } = drawing;
  const submit = (event: Event): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLElement).querySelector('textarea')!;
    if (on.submit(field.value)) setText(field, '');
    field.focus({ preventScroll: true });
  };
  const typed = (event: Event): void => {
    fitField(event.currentTarget as HTMLTextAreaElement);
    on.typed();
  };
  return html`<form part="composer" @submit=${submit}>
    <p class="notice" part="notice" role="status">${isCutOff ? wording.text('waiting') : ''}</p>
    <div class="line">
      <textarea
        part="field"
        rows="1"
        maxlength=${MAX_CHAT_LENGTH}
        aria-label=${placeholder}
        placeholder=${placeholder}
        enterkeyhint="send"
        @input=${typed}
        @keydown=${sendOnEnter}
      ></textarea>
      <button type="submit" class="send" part="send-button" aria-label=${wording.text('send')}>
        ${plane}
      </button>
    </div>
  </form>`;
}

/** Enter sends; with Shift it breaks the line, and within a word of an input method it belongs to that word. */
function sendOnEnter(event: KeyboardEvent): void {
  // Safari ends the word before this event and tells only by the old code.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way in Safari
  const isComposing = event.isComposing || event.keyCode === 229;
  if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
  event.preventDefault();
  (event.currentTarget as HTMLTextAreaElement).form!.requestSubmit();
}
