import { css } from '@lit/reactive-element/css-tag.js';
import { emptyState, visuallyHidden } from '../dom/common-styles.js';
import { colorTokens } from '../dom/tokens.js';
import { textReset } from '../dom/text-reset.js';
import { rowStyles } from './rows.styles.js';

/** What a messenger looks like. Everything that a page may change is a custom property. */
export const panelStyles = css`
  ${colorTokens}
  :host {
    display: block;
    block-size: var(--dx-messenger-height, min(32rem, 100dvh));
    --_page: var(--dx-messenger-background, var(--_surface));
    --_accent: var(--dx-messenger-accent, var(--_info));
    --_own: var(--dx-messenger-own-background, #2a5bd7);
    --_own-text: var(--dx-messenger-own-color, #fff);
    --_other: var(--dx-messenger-other-background, #f0f0f4);
    --_other-text: var(--dx-messenger-other-color, var(--_text));
  }
  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_other: var(--dx-messenger-other-background, light-dark(#f0f0f4, #2e2e35));
    }
  }
  :host([hidden]) {
    display: none;
  }
  .messenger {
    block-size: 100%;
  }
  section {
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    block-size: 100%;
    border: 1px solid var(--_line);
    border-radius: var(--dx-messenger-radius, 14px);
    overflow: clip;
    background: var(--_page);
    color: var(--_text);
    ${textReset}
    font: 400 var(--dx-messenger-font-size, max(15px, 0.9375rem)) / 1.45
      var(--dx-messenger-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
  }
  header {
    box-sizing: border-box;
    flex: none;
    /* As high with a second line as without: somebody who types moves nothing. */
    min-block-size: 3.6em;
    padding: 8px 16px;
    display: grid;
    align-content: center;
    border-block-end: 1px solid var(--_line);
  }
  h2 {
    margin: 0;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    overflow: hidden;
    font-size: 1em;
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .frame {
    position: relative;
    flex: 1;
    min-block-size: 0;
  }
  .list {
    display: flex;
    /* The end is where scrolling begins: what is drawn above moves nothing. */
    flex-direction: column-reverse;
    box-sizing: border-box;
    block-size: 100%;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .content {
    flex: none;
    box-sizing: border-box;
    min-block-size: 100%;
    padding: 12px 14px;
  }
  .empty {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 4px;
    min-block-size: 12em;
  }
  .empty p {
    margin: 0;
    color: var(--_text);
  }
  ${emptyState}
  .empty,
  .failed {
    margin: 0;
    padding: 24px 8px;
    color: var(--_muted);
    text-align: center;
  }
  .failed {
    padding-block: 8px;
  }
  svg {
    display: block;
    flex: none;
    inline-size: 20px;
    block-size: 20px;
  }
  button {
    box-sizing: border-box;
    border: 0;
    font: inherit;
    cursor: pointer;
  }
  .failed button {
    min-block-size: 28px;
    padding: 2px 8px;
    border-radius: 7px;
    background: var(--_hover);
    color: var(--_text);
    font-weight: 550;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  ${visuallyHidden}
  /* Not over what is about to be pressed. */
  .pointing .jump {
    visibility: hidden;
  }
  .jump {
    position: absolute;
    inset-block-end: 10px;
    inset-inline-end: 14px;
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 36px;
    padding: 7px 8px;
    border: 1px solid var(--_line);
    border-radius: 18px;
    background: var(--_page);
    color: var(--_text);
    font-size: 0.9em;
    font-weight: 550;
    box-shadow: 0 4px 14px var(--_shadow);
  }

  .typing {
    margin: 0;
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.87em;
    line-height: 1.6;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  form {
    padding: 8px 10px 10px;
  }
  .notice {
    margin: 0;
    padding: 2px 6px 8px;
    color: var(--_warning);
    font-size: 0.87em;
  }
  .notice:empty {
    display: none;
  }
  .line {
    display: flex;
    align-items: end;
    gap: 8px;
  }
  textarea {
    flex: 1;
    box-sizing: border-box;
    min-inline-size: 0;
    min-block-size: 44px;
    max-block-size: 9.5em;
    padding: 10px 14px;
    border: 1px solid color-mix(in srgb, var(--_text) 45%, transparent);
    border-radius: 22px;
    background: transparent;
    color: inherit;
    font: inherit;
    field-sizing: content;
    resize: none;
  }
  /* Of an empty field browsers say that it runs from left to right. */
  textarea:placeholder-shown {
    direction: inherit;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .send {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    background: var(--_own);
    color: var(--_own-text);
  }
  .typing:empty {
    display: none;
  }
  @media (pointer: coarse) {
    /* Smaller ones make iOS zoom in. */
    textarea {
      font-size: max(16px, 1em);
    }
    .jump,
    .failed button,
    .delivery button {
      min-inline-size: 44px;
      min-block-size: 44px;
    }
  }
  .send:focus-visible {
    outline-offset: 2px;
  }
  :host(:dir(rtl)) .send svg {
    scale: -1 1;
  }
  ${rowStyles}
  @media (forced-colors: active) {
    .bubble,
    button {
      border: 1px solid;
    }
    .own .bubble {
      border-width: 2px;
    }
  }
`;
