import { css } from '@lit/reactive-element/css-tag.js';
import { colorTokens } from '../dom/tokens.js';

/** What the state looks like. Everything that a page may change is a custom property. */
export const statusStyles = css`
  ${colorTokens}
  :host {
    display: inline-block;
    vertical-align: middle;
    font: 500 var(--dx-connection-status-font-size, max(13px, 0.8125rem)) / 1.45
      var(--dx-connection-status-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
  }
  :host([hidden]) {
    display: none;
  }
  .state {
    --_tone: var(--dx-connection-status-neutral, var(--_muted));
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    padding: var(--dx-connection-status-padding, 4px 11px);
    border: 1px solid color-mix(in srgb, var(--_tone) 30%, transparent);
    border-radius: var(--dx-connection-status-radius, 999px);
    background: var(--dx-connection-status-background, color-mix(in srgb, var(--_tone) 9%, var(--_surface)));
    color: var(--dx-connection-status-color, var(--_text));
    white-space: nowrap;
  }
  .live {
    --_tone: var(--dx-connection-status-live, var(--_success));
  }
  .reconnecting {
    --_tone: var(--dx-connection-status-reconnecting, var(--_warning));
  }
  .offline,
  .unauthorised {
    --_tone: var(--dx-connection-status-offline, var(--_danger));
  }
  .icon {
    display: contents;
  }
  svg {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    color: var(--_tone);
  }
  .connecting svg,
  .reconnecting svg {
    animation: turn 1.6s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  [role='status'] {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    svg {
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .state {
      border-color: CanvasText;
      background: Canvas;
      color: CanvasText;
    }
    svg {
      color: CanvasText;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
