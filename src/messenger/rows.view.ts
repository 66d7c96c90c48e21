import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { icon } from '../dom/icon.js';
import { splitLinks } from './links.js';
import { dateFormat } from '../i18n/intl-cache.js';
import type { Translator } from '../i18n/translator.js';
import type { ShownMessage } from './conversation.js';
import type { Row } from './rows.js';

/** What a person does with one message. */
export interface RowDelegate {
  retry(id: string): void;
  discard(id: string): void;
}

const clock = icon(16, svg`<circle cx="8" cy="8" r="6" /><path d="M8 4.6V8l2.2 1.6" />`);
const mark = icon(16, svg`<path d="M8 2.4 14.4 13.4H1.6ZM8 6.4v3M8 11.3v.1" />`);

/** Draws one line of a conversation, anew only where it has changed. */
export function rowTemplate(row: Row, wording: Translator, on: RowDelegate): unknown {
  const { language } = wording;
  if (row.kind === 'day') return html`<li class="day" part="day"><span>${row.label}</span></li>`;
  if (row.kind === 'mark')
    return html`<li class="mark" part="new-mark"><span>${wording.text('newMessages')}</span></li>`;
  return guard([row.message, row.isOwn, row.isFirst, language], () => messageTemplate(row, wording, on));
}

function messageTemplate(
  { message, isOwn, isFirst }: Extract<Row, { kind: 'message' }>,
  wording: Translator,
  on: RowDelegate,
): TemplateResult {
  const { text, at, delivery } = message;
  const author = isOwn ? wording.text('you') : message.name || (message.user ?? '');
  const kind = `${isOwn ? 'own' : 'other'}${isFirst ? ' first' : ''}${delivery === 'sent' ? '' : ` ${delivery}`}`;
  return html`<li class="message ${kind}" part="message ${isOwn ? 'own' : 'other'}">
    <span class=${isFirst && !isOwn ? 'author' : 'hidden'} part="author">${author}</span>
    <div class="bubble" part="bubble">
      <span class="text" part="text"
        >${splitLinks(text).map((part) =>
          part.href === null
            ? part.text
            : html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc"
                >${part.text}</a
              >`,
        )}</span
      ><time part="time" datetime=${new Date(at).toISOString()}
        >${dateFormat(wording.language, { timeStyle: 'short' }).format(at)}</time
      >
    </div>
    ${delivery === 'sent' ? nothing : deliveryTemplate(message, wording, on)}
  </li>`;
}

function deliveryTemplate(
  { id, delivery, problem }: ShownMessage,
  wording: Translator,
  on: RowDelegate,
): TemplateResult {
  if (delivery === 'waiting')
    return html`<span class="delivery" part="delivery">${clock}${wording.text('notSent')}</span>`;
  return html`<span class="delivery" part="delivery"
    >${mark}<span>${wording.text('refused')}${problem === '' ? '' : `: ${problem}`}</span
    ><button type="button" @click=${() => on.retry(id)}>${wording.text('retry')}</button
    ><button type="button" @click=${() => on.discard(id)}>${wording.text('discard')}</button></span
  >`;
}
