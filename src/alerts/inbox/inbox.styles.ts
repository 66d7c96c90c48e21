import { css } from '@lit/reactive-element/css-tag.js';
import { colorTokens } from '../../dom/tokens.js';
import { bellStyles } from './bell.styles.js';
import { panelStyles } from './inbox-panel.styles.js';
import { preferenceStyles } from './preferences.styles.js';
import { rowStyles } from './inbox-rows.styles.js';

/** What the bell and its list look like. Everything that a page may change is a custom property. */
export const inboxStyles = css`
  ${colorTokens}
  ${bellStyles}
  ${panelStyles}
  ${rowStyles}
  ${preferenceStyles}

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
