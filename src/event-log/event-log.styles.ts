import { css } from '@lit/reactive-element/css-tag.js';
import { colorTokens } from '../dom/tokens.js';
import { detailsStyles } from './details.styles.js';

/** What a log looks like. Everything that a page may change is a custom property. */
export const panelStyles = css`
  ${colorTokens}
  :host {
    display: block;
    block-size: var(--dx-event-log-height, 28rem);
    --_page: var(--dx-event-log-background, var(--_surface));
    --_accent: var(--dx-event-log-accent, var(--_info));
    --_mono: var(--dx-event-log-code-font-family, ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
  }
  :host([hidden]) {
    display: none;
  }
  :host([docked]:not([docked='false'])) {
    position: fixed;
    inset-block: auto 0;
    inset-inline: 0;
    z-index: 2147483646;
    block-size: var(--dx-event-log-height, min(24rem, 60vh));
    box-shadow: 0 -8px 30px var(--_shadow);
  }
  :host([docked]:not([docked='false'])) section {
    border-inline: 0;
    border-block-end: 0;
    border-radius: 0;
  }
  .log {
    block-size: 100%;
  }
  section {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    block-size: 100%;
    border: 1px solid var(--_line);
    border-radius: var(--dx-event-log-radius, 12px);
    overflow: clip;
    background: var(--_page);
    color: var(--_text);
    font: 400 var(--dx-event-log-font-size, max(13px, 0.8125rem)) / 1.45
      var(--dx-event-log-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    text-align: start;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    padding: 8px 12px;
    border-block-end: 1px solid var(--_line);
  }
  h2 {
    margin: 0;
    font-size: 1.08em;
    font-weight: 650;
  }
  .count {
    margin-inline-start: 0.2em;
    color: var(--_muted);
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .state {
    color: var(--_muted);
  }
  input,
  textarea {
    box-sizing: border-box;
    min-block-size: 32px;
    padding: 4px 8px;
    border: 1px solid color-mix(in srgb, var(--_text) 45%, transparent);
    border-radius: 7px;
    background: transparent;
    color: inherit;
    font: inherit;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input[type='search'] {
    flex: 1 1 9em;
    min-inline-size: 0;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  button {
    box-sizing: border-box;
    min-block-size: 32px;
    padding: 3px 10px;
    border: 0;
    border-radius: 7px;
    background: var(--_hover);
    color: inherit;
    font: inherit;
    font-weight: 550;
    cursor: pointer;
  }
  button[aria-pressed='true']:not(.row),
  button[aria-expanded='true'] {
    background: color-mix(in srgb, var(--_accent) 18%, var(--_page));
  }
  button.icon {
    padding: 7px;
  }
  svg {
    display: block;
    inline-size: 16px;
    block-size: 16px;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }

  .note {
    margin: 0;
    padding: 6px 12px;
    border-block-end: 1px solid var(--_line);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_page));
  }
  .note:empty {
    padding: 0;
    border: 0;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
    padding: 10px 12px;
    border-block-end: 1px solid var(--_line);
  }
  form label {
    display: grid;
    gap: 3px;
    flex: 1 1 12em;
    min-inline-size: 0;
    color: var(--_muted);
  }
  form label:has(textarea) {
    flex-grow: 3;
  }
  form :is(input, textarea) {
    inline-size: 100%;
    color: var(--_text);
    font-family: var(--_mono);
  }
  textarea {
    resize: vertical;
  }

  .columns {
    display: grid;
    flex: 1;
    min-block-size: 0;
  }
  .list,
  .details {
    min-inline-size: 0;
    min-block-size: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .divided {
    grid-template-rows: minmax(0, 2fr) minmax(0, 3fr);
  }
  .details {
    border-block-start: 1px solid var(--_line);
  }
  @container (min-inline-size: 720px) {
    .divided {
      grid-template: minmax(0, 1fr) / minmax(0, 1fr) minmax(0, 1fr);
    }
    .details {
      border-block-start: 0;
      border-inline-start: 1px solid var(--_line);
    }
  }

  ol,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ol li {
    content-visibility: auto;
    contain-intrinsic-size: auto 33px;
    border-block-end: 1px solid var(--_line);
  }
  .row {
    display: flex;
    gap: 10px;
    align-items: baseline;
    inline-size: 100%;
    padding: 6px 12px;
    border-radius: 0;
    background: none;
    font-weight: 400;
    text-align: start;
  }
  .row:hover {
    background: var(--_hover);
  }
  .row[aria-pressed='true'] {
    background: color-mix(in srgb, var(--_accent) 14%, var(--_page));
  }
  time {
    flex: none;
    color: var(--_muted);
    font: 0.92em var(--_mono);
    font-variant-numeric: tabular-nums;
  }
  .row b {
    flex: 0 1 auto;
    max-inline-size: 45%;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  em {
    flex: none;
    padding-inline: 6px;
    border: 1px dashed;
    border-radius: 5px;
    color: var(--_muted);
    font-size: 0.9em;
    font-style: normal;
  }
  .preview {
    flex: 1 1 0;
    min-inline-size: 0;
    overflow: hidden;
    color: var(--_muted);
    font: 0.92em var(--_mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .empty {
    margin: 0;
    padding: 28px 12px;
    color: var(--_muted);
    text-align: center;
  }

  ${detailsStyles}
  @media (forced-colors: active) {
    button {
      border: 1px solid;
    }
    .row {
      border: 0;
    }
    button[aria-pressed='true'],
    button[aria-expanded='true'] {
      outline: 2px solid Highlight;
      outline-offset: -3px;
    }
  }
  @media print {
    :host([docked]:not([docked='false'])) {
      display: none;
    }
  }
`;
