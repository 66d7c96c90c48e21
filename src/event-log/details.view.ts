import { html, svg, type TemplateResult } from 'lit/html.js';
import { icon } from '../dom/icon.js';
import { dateFormat } from '../i18n/intl-cache.js';
import type { Translator } from '../i18n/translator.js';
import type { Diagnosis } from './diagnose.js';
import type { LogEntry } from './event-log.js';
import { remarksText } from './remarks.js';
import type { EventLogWords } from './terms.js';

/** The event that was chosen. */
export interface Selected {
  entry: LogEntry;
  json: string;
  doctor: readonly Diagnosis[];
}

const acted = icon(16, svg`<path d="m3 8.4 3.2 3.3L13 4.6" />`);
const idle = icon(16, svg`<circle cx="8" cy="8" r="5.5" /><path d="M5.6 8h4.8" />`);

export function detailsTemplate(
  { entry, json, doctor }: Selected,
  wording: Translator<EventLogWords>,
  copy: (entry: LogEntry) => void,
): TemplateResult {
  const { eventName } = entry.message;
  return html`<article class="details" part="details" aria-label=${wording.text('event', eventName)}>
    <h3>${eventName}</h3>
    <p class="origin">${originText(entry, wording)}</p>
    <h4>${wording.text('heard')}</h4>
    ${doctorTemplate(doctor, wording)}
    <h4>
      ${wording.text('message')}
      <button type="button" @click=${() => copy(entry)}>${wording.text('copyMessage')}</button>
    </h4>
    <pre dir="ltr" tabindex="0" role="region" aria-label=${wording.text('messageJson')} part="json">
${json}</pre>
  </article>`;
}

function doctorTemplate(doctor: readonly Diagnosis[], wording: Translator<EventLogWords>): TemplateResult {
  if (doctor.length === 0) return html`<p class="origin">${wording.text('nobody')}</p>`;
  return html`<ul part="doctor">
    ${doctor.map(
      ({ label, steps, hasActed }) =>
        html`<li class=${hasActed ? 'acted' : 'idle'}>
          ${hasActed ? acted : idle}<code dir="ltr">${label}</code><span>${remarksText(steps, wording)}</span>
        </li>`,
    )}
  </ul>`;
}

/** When and where an event came from. */
function originText(
  { message: { meta }, at, isSimulated }: LogEntry,
  wording: Translator<EventLogWords>,
): string {
  const source =
    meta === null
      ? wording.text(isSimulated ? 'simulatedHere' : 'noLog')
      : wording.text('channelNumber', String(meta.offset));
  const origin = meta?.origin === undefined ? [] : [wording.text('origin', meta.origin)];
  return [timeText(at, wording.language), source, ...origin].join(' · ');
}

export const timeText = (at: number, language: string): string =>
  dateFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(at);
