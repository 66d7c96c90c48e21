import { css } from '@lit/reactive-element/css-tag.js';

/** The element and its bell. */
export const bellStyles = css`
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
`;
