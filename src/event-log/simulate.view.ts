import { html, type TemplateResult } from 'lit/html.js';
import type { Translator } from '../i18n/translator.js';
import type { EventLogWords } from './terms.js';

/** The form that gives an event to the page itself. */
export function simulateTemplate(
  names: readonly string[],
  simulate: (eventName: string, text: string) => void,
  wording: Translator<EventLogWords>,
): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    simulate((fields.get('name') as string).trim(), fields.get('message') as string);
  };
  return html`<form part="simulate" @submit=${submit}>
    <label
      >${wording.text('eventName')}
      <input id="name" name="name" list="names" autocomplete="off" spellcheck="false" required />
    </label>
    <datalist id="names">${names.map((name) => html`<option value=${name}></option>`)}</datalist>
    <label
      >${wording.text('messageField')}
      <textarea name="message" rows="2" spellcheck="false" placeholder='{ "order": { "id": 42 } }'></textarea>
    </label>
    <button type="submit">${wording.text('give')}</button>
  </form>`;
}
