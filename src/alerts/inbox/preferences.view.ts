import { html, nothing, type TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { PreferenceChoice, Preferences } from '../preferences/preferences.js';
import type { Translator } from '../../i18n/translator.js';

/** Draws what a person can choose about alerts on this site. */
export function preferencesTemplate(
  { time, desktop, isDesktopBlocked }: Preferences,
  isShown: boolean,
  wording: Translator,
  choose: (choice: PreferenceChoice) => void,
): TemplateResult {
  const option = (value: number, name: 'timeNormal' | 'timeLonger' | 'timeAlways'): TemplateResult =>
    html`<option value=${value} .selected=${time === value}>${wording.text(name)}</option>`;
  return html`<footer id="settings" part="footer" ?hidden=${!isShown}>
    <label
      >${wording.text('time')}
      <select @change=${({ target }: Event) => choose({ time: Number((target as HTMLSelectElement).value) })}>
        ${option(1, 'timeNormal')} ${option(10, 'timeLonger')} ${option(Infinity, 'timeAlways')}
      </select></label
    >
    ${
      desktop === null
        ? nothing
        : html`<label
              >${wording.text('desktop')}
              <input
                type="checkbox"
                aria-describedby="blocked"
                .checked=${live(desktop)}
                @click=${({ target }: Event) => choose({ desktop: (target as HTMLInputElement).checked })}
            /></label>
            <p id="blocked" part="desktop-blocked" role="status">
              ${isDesktopBlocked ? wording.text('desktopBlocked') : nothing}
            </p>`
    }
  </footer>`;
}
