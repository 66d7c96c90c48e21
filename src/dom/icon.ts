import { svg, type TemplateResult } from 'lit/html.js';

/** A line drawing in the colour of the text; decoration, so there is always a word with it. */
export function icon(size: number, shape: TemplateResult): TemplateResult {
  return svg`<svg viewBox="0 0 ${size} ${size}" fill="none" stroke="currentColor" stroke-width="1.6"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${shape}</svg>`;
}
