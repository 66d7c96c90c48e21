import { html, nothing, type TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AlertDelivery } from '../../protocol/preferences.js';
import type { CategoryRow } from '../preferences/category-rows.js';
import type { CategoryPreferenceChoice, PreferenceChoice, Preferences } from '../preferences/preferences.js';
import type { TextName } from '../../i18n/terms.js';
import type { Translator } from '../../i18n/translator.js';

/** What a person chooses about alerts. */
export interface PreferencesViewDelegate {
  prefer(choice: PreferenceChoice): void;
  preferCategory(choice: CategoryPreferenceChoice): void;
}

export interface PreferencesViewOptions {
  showsSettings: boolean;
  wording: Translator;
  preferences: Preferences;
  /** For which a person can choose; none while the settings are not shown. */
  categories: readonly CategoryRow[];
}

const DELIVERY_WORDS = {
  push: 'deliveryPush',
  toast: 'deliveryToast',
  silent: 'deliverySilent',
  none: 'deliveryNone',
} as const satisfies Record<AlertDelivery, TextName>;

const valueOf = ({ target }: Event): string => (target as HTMLSelectElement).value;

/** Draws what a person can choose about alerts on this site. */
export function preferencesTemplate(
  drawing: PreferencesViewOptions,
  on: PreferencesViewDelegate,
): TemplateResult {
  const { preferences, showsSettings, wording, categories } = drawing;
  const { time, desktop, isDesktopBlocked } = preferences;
  const option = (value: number, name: 'timeNormal' | 'timeLonger' | 'timeAlways'): TemplateResult =>
    html`<option value=${value} .selected=${time === value}>${wording.text(name)}</option>`;
  return html`<div
    id="settings"
    class="settings"
    part="footer"
    role="group"
    aria-label=${wording.text('settings')}
    ?hidden=${!showsSettings}
  >
    <label
      >${wording.text('time')}
      <select @change=${(event: Event) => on.prefer({ time: Number(valueOf(event)) })}>
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
                @click=${({ target }: Event) => on.prefer({ desktop: (target as HTMLInputElement).checked })}
            /></label>
            <p id="blocked" part="desktop-blocked" role="status">
              ${isDesktopBlocked ? wording.text('desktopBlocked') : nothing}
            </p>`
    }
    ${
      categories.length === 0
        ? nothing
        : html`<h3 id="categories">${wording.text('categories')}</h3>
            <div class="categories" part="categories" role="group" aria-labelledby="categories">
              ${repeat(
                categories,
                ({ id }) => id,
                (row) => categoryTemplate(row, wording, on),
              )}
            </div>`
    }
  </div>`;
}

/** A name with one choice, or with what is so without a choice. */
function categoryTemplate(
  row: CategoryRow,
  wording: Translator,
  on: PreferencesViewDelegate,
): TemplateResult {
  const { id, label, isCritical, delivery, options } = row;
  const note = isCritical
    ? html`<span class="critical" part="critical">${wording.text('critical')}</span>`
    : nothing;
  const name = html`<span dir="auto">${label} ${note}</span>`;
  if (options.length === 1) return html`<p class="category" part="category">${name}</p>`;
  return html`<label class="category" part="category"
    >${name}
    <select
      @change=${(event: Event) =>
        on.preferCategory({ category: id, delivery: valueOf(event) as AlertDelivery })}
    >
      ${options.map(
        (option) =>
          html`<option value=${option} .selected=${live(option === delivery)}>
            ${wording.text(DELIVERY_WORDS[option])}
          </option>`,
      )}
    </select></label
  >`;
}
