import { css } from 'lit';
import { colorTokens } from '../drawing/tokens.js';

/** What the bell and its list look like. Everything that a page may change is a custom property. */
export const inboxStyles = css`
  ${colorTokens}
  :host {
    display: inline-block;
    inline-size: var(--dx-inbox-size, 40px);
    block-size: var(--dx-inbox-size, 40px);
    vertical-align: middle;
    --_accent: var(--dx-inbox-accent, var(--_info));
    --_badge: var(--dx-inbox-badge-background, #d11f2f);
    --_page: var(--dx-inbox-background, var(--_surface));
  }
  :host([hidden]) {
    display: none;
  }
  .inbox {
    display: contents;
  }
  :where(button) {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }

  .bell {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 100%;
    block-size: 100%;
    border-radius: var(--dx-inbox-radius, 10px);
    color: var(--dx-inbox-color, inherit);
  }
  .bell svg {
    inline-size: 55%;
    block-size: 55%;
  }
  .badge {
    position: absolute;
    inset-block-start: 1px;
    inset-inline-end: 1px;
    box-sizing: border-box;
    min-inline-size: 18px;
    block-size: 18px;
    padding-inline: 4px;
    border-radius: 9px;
    background: var(--_badge);
    color: var(--dx-inbox-badge-color, #fff);
    font:
      700 11px / 18px system-ui,
      sans-serif;
    font-variant-numeric: tabular-nums;
    text-align: center;
    letter-spacing: -0.01em;
  }

  .panel {
    position: fixed;
    inset: auto;
    top: var(--_top, 0);
    left: var(--_left, 0);
    box-sizing: border-box;
    inline-size: var(--dx-inbox-width, 26rem);
    max-inline-size: calc(100vw - 16px);
    max-block-size: min(var(--_max, 80vh), var(--dx-inbox-height, 38rem));
    margin: 0;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--dx-inbox-panel-radius, 14px);
    overflow: clip;
    background: var(--_page);
    color: var(--_text);
    box-shadow:
      0 2px 6px -1px var(--_shadow),
      0 18px 44px -10px var(--_shadow);
    font: 400 var(--dx-inbox-font-size, max(14px, 0.875rem)) / 1.45
      var(--dx-inbox-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    text-align: start;
    cursor: default;
  }
  .panel:popover-open {
    display: flex;
    flex-direction: column;
  }
  .panel:focus {
    outline: none;
  }

  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 14px 10px 6px 18px;
    padding-inline: 18px 10px;
  }
  h2 {
    margin: 0;
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
    inline-size: 20px;
    block-size: 20px;
  }
  .tool:disabled {
    opacity: 0.35;
    cursor: default;
  }

  .filter {
    display: flex;
    gap: 4px;
    padding: 0 14px 10px;
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

  .list {
    flex: 1;
    min-block-size: 0;
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
    padding: 0 8px 6px;
    list-style: none;
  }
  li {
    --_icon: var(--_info);
    position: relative;
    display: grid;
    grid-template-columns: auto 1fr auto;
    column-gap: 12px;
    padding: 10px 6px 10px 10px;
    padding-inline: 10px 6px;
    border-radius: 10px;
    overflow-wrap: anywhere;
  }
  li[data-variant='success'] {
    --_icon: var(--_success);
  }
  li[data-variant='warning'] {
    --_icon: var(--_warning);
  }
  li[data-variant='danger'] {
    --_icon: var(--_danger);
  }
  li.unread {
    background: color-mix(in srgb, var(--_accent) 7%, transparent);
  }
  li + li {
    margin-block-start: 2px;
  }
  .icon {
    inline-size: 1.4em;
    block-size: 1.4em;
    color: var(--_icon);
  }
  .content {
    min-inline-size: 0;
  }
  p {
    margin: 0;
  }
  .title {
    font-weight: 550;
  }
  .unread .title {
    font-weight: 650;
  }
  .title,
  .text {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .title + .text {
    color: var(--_muted);
  }
  .lines {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 6;
    overflow: hidden;
    white-space: pre-line;
  }
  p:has(.count) .lines {
    display: inline;
  }
  .count {
    display: inline-block;
    padding-inline: 0.5em;
    border-radius: 1em;
    background: var(--_hover);
    font-size: 0.857em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  time {
    display: block;
    margin-block-start: 2px;
    color: var(--_muted);
    font-size: 0.857em;
    font-variant-numeric: tabular-nums;
  }
  .link {
    color: inherit;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);
    text-underline-offset: 0.2em;
  }
  .action {
    display: inline-block;
    box-sizing: border-box;
    margin-block: 8px 2px;
    padding: 0.3em 0.8em;
    min-block-size: 28px;
    border: 1px solid var(--_line);
    border-radius: 7px;
    background: var(--_page);
    color: var(--_text);
    font-size: 0.929em;
    font-weight: 550;
    text-decoration: none;
    cursor: pointer;
  }
  .tools {
    display: flex;
    align-items: flex-start;
    margin-block-start: -3px;
  }
  .tools button {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 7px;
    color: var(--_muted);
  }
  .dismiss svg {
    inline-size: 13px;
    block-size: 13px;
  }
  .dot span {
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--_accent);
  }
  .more {
    display: block;
    margin: 4px auto 12px;
    padding: 6px 14px;
    border-radius: 8px;
    color: var(--_muted);
    font-size: 0.929em;
    font-weight: 550;
  }

  .empty {
    display: grid;
    justify-items: center;
    gap: 12px;
    padding: 44px 20px 52px;
    color: var(--_muted);
    text-align: center;
  }
  .picture {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_hover);
  }
  .picture svg {
    inline-size: 26px;
    block-size: 26px;
  }

  footer {
    display: grid;
    gap: 4px;
    padding: 8px 18px;
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-size: 0.857em;
  }
  label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 12px;
    min-block-size: 28px;
  }
  select {
    max-inline-size: 100%;
    padding: 3px 4px;
    border: 1px solid transparent;
    border-radius: 7px;
    background: var(--_page);
    color: var(--_text);
    font: inherit;
  }
  input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0 4px;
    accent-color: var(--_accent);
  }

  @media (hover: hover) {
    .bell:hover,
    .tool:not(:disabled):hover,
    .filter button:hover,
    .tools button:hover,
    .more:hover,
    select:hover,
    li.read:hover {
      background: var(--_hover);
    }
    li.unread:hover {
      background: color-mix(in srgb, var(--_accent) 12%, transparent);
    }
    .action:hover {
      background: var(--_hover);
    }
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (max-width: 480px) {
    .panel {
      inset: auto 8px 8px;
      inline-size: auto;
      max-block-size: 85vh;
      max-block-size: 85dvh;
    }
    .tools button {
      inline-size: 36px;
      block-size: 36px;
    }
  }

  @media (forced-colors: active) {
    .badge,
    .filter button[aria-pressed='true'],
    .action {
      border: 1px solid CanvasText;
    }
    .filter button[aria-pressed='true'] {
      border-color: Highlight;
    }
    .badge {
      line-height: 16px;
      background: Canvas;
      color: CanvasText;
    }
    .panel {
      border: 2px solid CanvasText;
    }
    .dot span {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
