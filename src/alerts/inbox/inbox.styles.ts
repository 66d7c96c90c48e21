import { css } from '@lit/reactive-element/css-tag.js';
import { visuallyHidden } from '../../dom/common-styles.js';
import { colorTokens } from '../../dom/tokens.js';
import { bellStyles } from './bell.styles.js';
import { panelStyles } from './inbox-panel.styles.js';
import { preferenceStyles } from './preferences.styles.js';
import { rowStyles } from './inbox-rows.styles.js';
import { sheetStyles } from './sheet.styles.js';

/** What the bell and its list look like. Everything that a page may change is a custom property. */
export const inboxStyles = css`
  ${colorTokens}
  ${bellStyles}
  ${panelStyles}
  ${rowStyles}
  ${preferenceStyles}

  @media (hover: hover) {
    .dismiss {
      opacity: 0;
    }
    li:is(:hover, :focus-within) .dismiss {
      opacity: 1;
    }
    .bell:hover,
    .tool:not(:disabled):hover,
    .filter button:not(.waiting):hover,
    .tools button:hover,
    .mark button:hover,
    .more:hover,
    select:hover,
    li:not(.gone):hover {
      background: var(--_hover);
    }
    .action:hover,
    .waiting:hover {
      opacity: 0.88;
    }
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }

  ${visuallyHidden}

  ${sheetStyles}

  @media (forced-colors: active) {
    .badge,
    .filter button[aria-pressed='true'],
    .waiting,
    .undo,
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
