import { css } from '@lit/reactive-element/css-tag.js';
import { textReset } from '../../dom/text-reset.js';

/** What opens: its head, its filter and the list as a whole. */
export const panelStyles = css`
  .panel {
    position: fixed;
    inset: auto;
    top: var(--_top, 0);
    left: max(var(--_left, 0px), env(safe-area-inset-left, 0px));
    box-sizing: border-box;
    inline-size: var(--dx-inbox-width, 26rem);
    max-inline-size: calc(100% - 16px);
    max-block-size: min(var(--_max, 80%), var(--dx-inbox-height, 38rem));
    margin: 0;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--dx-inbox-panel-radius, 14px);
    overflow: clip;
    background: var(--_page);
    color: var(--_text);
    overflow-wrap: anywhere;
    box-shadow:
      0 2px 6px -1px var(--_shadow),
      0 18px 44px -10px var(--_shadow);
    ${textReset}
    font: 400 var(--dx-inbox-font-size, max(14px, 0.875rem)) / 1.45
      var(--dx-inbox-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
  }
  .panel:popover-open {
    display: flex;
    flex-direction: column;
  }
  .panel:focus {
    outline: none;
  }
  [hidden] {
    display: none !important;
  }

  .header {
    display: flex;
    align-items: center;
    padding-block: 10px 4px;
    padding-inline: 18px 10px;
  }
  h2 {
    flex: 1;
    margin: 0;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    font-size: 1.143em;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .tool {
    display: grid;
    place-items: center;
    inline-size: 34px;
    block-size: 34px;
    border-radius: 8px;
    color: var(--_muted);
  }
  .tool svg {
    inline-size: 19px;
    block-size: 19px;
  }
  .tool:disabled {
    opacity: 0.35;
    cursor: default;
  }
  .tool[aria-expanded='true'] {
    background: var(--_hover);
    color: var(--_text);
  }
  .close-button {
    display: none;
  }

  .filter {
    display: flex;
    gap: 4px;
    padding: 0 12px 8px;
    border-block-end: 1px solid var(--_line);
  }
  .filter button {
    padding: 3px 12px;
    min-block-size: 28px;
    border-radius: 14px;
    color: var(--_muted);
    font-size: 0.929em;
    font-weight: 550;
  }
  .filter button[aria-pressed='true'] {
    background: var(--_hover);
    color: var(--_text);
  }
  .number {
    margin-inline-start: 0.3em;
    font-variant-numeric: tabular-nums;
    opacity: 0.85;
  }
  .filter .waiting {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-inline-start: auto;
    background: var(--_text);
    color: var(--_page);
    font-variant-numeric: tabular-nums;
  }
  .waiting svg {
    inline-size: 1em;
    block-size: 1em;
  }

  .list {
    /* Not from zero: a popover is as high as what is in it, and WebKit counts this as nothing then. */
    flex: 1 99 auto;
    /* Beside open settings something of it is still seen; then they scroll. */
    min-block-size: 4em;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  h3 {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    margin: 0;
    padding: 10px 18px 4px;
    background: var(--_page);
    color: var(--_muted);
    font-size: 0.857em;
    font-weight: 600;
  }
  ol {
    margin: 0;
    padding: 0 6px 6px;
    list-style: none;
  }
`;
