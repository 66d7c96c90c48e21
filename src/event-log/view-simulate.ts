import { html, type TemplateResult } from 'lit';

/** The form that gives an event to the page itself. */
export function simulateTemplate(
  names: readonly string[],
  simulate: (eventName: string, text: string) => void,
): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    simulate((fields.get('name') as string).trim(), fields.get('message') as string);
  };
  return html`<form part="simulate" @submit=${submit}>
    <label
      >Event name
      <input id="name" name="name" list="names" autocomplete="off" spellcheck="false" required />
    </label>
    <datalist id="names">${names.map((name) => html`<option value=${name}></option>`)}</datalist>
    <label
      >Message, JSON or text
      <textarea name="message" rows="2" spellcheck="false" placeholder='{ "order": { "id": 42 } }'></textarea>
    </label>
    <button type="submit">Give to this page</button>
  </form>`;
}
