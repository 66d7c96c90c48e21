import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { icon } from '../dom/icon.js';
import { splitLinks } from './links.js';
import { timeFormat } from '../i18n/intl-cache.js';
import type { Translator } from '../i18n/translator.js';
import type { ShownMessage } from './conversation.js';
import type { Row } from './rows.js';

type MessageRow = Extract<Row, { kind: 'message' }>;

/** What a person does with one message. */
export interface RowDelegate {
  retry(id: string): void;
  discard(id: string): void;
}

const clock = icon(16, svg`<circle cx="8" cy="8" r="6" /><path d="M8 4.6V8l2.2 1.6" />`);
const sent = icon(16, svg`<path d="m3 8.4 3.4 3.4L13 4.6" />`);
const mark = icon(16, svg`<path d="M8 2.4 14.4 13.4H1.6ZM8 6.4v3M8 11.3v.1" />`);

/** Draws one line of a conversation, anew only where it has changed. */
export function rowTemplate(row: Row, wording: Translator, on: RowDelegate): unknown {
  if (row.kind === 'day') return html`<li class="day" part="day"><span>${row.label}</span></li>`;
  if (row.kind === 'mark')
    return html`<li class="mark" part="new-mark"><span>${wording.text('newMessages')}</span></li>`;
  // The format of times is another one in another language and in another time zone.
  return guard([row.message, row.isOwn, row.isFirst, row.isLast, timeFormat(wording)], () =>
    messageTemplate(row, wording, on),
  );
}

function messageTemplate(row: MessageRow, wording: Translator, on: RowDelegate): TemplateResult {
  const { message, isOwn, isFirst } = row;
  const author = isOwn ? wording.text('you') : message.name || (message.user ?? '');
  return html`<li class="message ${kindOf(row)}" part="message ${isOwn ? 'own' : 'other'}">
    <span class=${isFirst && !isOwn ? 'author' : 'visually-hidden'} part="author"><bdi>${author}</bdi></span>
    <div class="bubble" part="bubble">
      <span class="text" part="text" dir="auto"
        >${message.isRemoved ? html`<i>${wording.text('removed')}</i>` : textTemplate(message.text)}</span
      >
    </div>
    ${metaTemplate(row, wording)}
    ${message.delivery === 'sent' ? nothing : deliveryTemplate(message, wording, on)}
  </li>`;
}

function kindOf({ message: { delivery }, isOwn, isFirst, isLast }: MessageRow): string {
  const words = [
    isOwn ? 'own' : 'other',
    isFirst && 'first',
    isLast && 'last',
    delivery !== 'sent' && delivery,
  ];
  return words.filter(Boolean).join(' ');
}

/** Time and delivery, seen below the last of several messages. */
function metaTemplate({ message, isOwn, isLast }: MessageRow, wording: Translator): TemplateResult {
  const { at, delivery, isRemoved } = message;
  const tick = html`<span class="sent" part="sent"
    >${sent}<span class="visually-hidden"> ${wording.text('sent')}</span></span
  >`;
  const time = html`<time part="time" datetime=${new Date(at).toISOString()}
    >${timeFormat(wording).format(at)}</time
  >`;
  return html`<span class=${isLast ? 'meta' : 'visually-hidden'}
    >${at > 0 ? time : nothing}${isOwn && delivery === 'sent' && !isRemoved ? tick : nothing}</span
  >`;
}

function textTemplate(text: string): unknown {
  return splitLinks(text).map((part) =>
    part.href === null
      ? part.text
      : html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`,
  );
}

function deliveryTemplate(
  { id, delivery, problem }: ShownMessage,
  wording: Translator,
  on: RowDelegate,
): TemplateResult {
  // The second click of a double click would take the message that has come there.
  const discard = ({ detail }: MouseEvent): void => (detail > 1 ? undefined : on.discard(id));
  if (delivery === 'waiting')
    return html`<span class="delivery" part="delivery">${clock}${wording.text('notSent')}</span>`;
  return html`<span class="delivery" part="delivery"
    >${mark}<span>${wording.text('refused')}${problem === '' ? nothing : html`: <bdi>${problem}</bdi>`}</span
    ><button type="button" @click=${() => on.retry(id)}>${wording.text('retry')}</button
    ><button type="button" @click=${discard}>${wording.text('discard')}</button></span
  >`;
}
