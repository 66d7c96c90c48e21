import { css } from '@lit/reactive-element/css-tag.js';

/** The panel on small screens and in low windows, and what fingers press. */
export const sheetStyles = css`
  @media (max-width: 480px), (max-height: 480px) {
    .panel {
      --_scrim: 1;
      inset: auto calc(max(8px, env(safe-area-inset-right, 0px)) + var(--_covered-right, 0px))
        calc(max(8px, env(safe-area-inset-bottom, 0px)) + var(--_covered-bottom, 0px))
        calc(max(8px, env(safe-area-inset-left, 0px)) + var(--_covered-left, 0px));
      inline-size: auto;
      /* However large two fingers make the page. */
      min-inline-size: min(15rem, 90%);
      max-inline-size: 34rem;
      max-block-size: min(85%, var(--_seen, 100%) - 16px - env(safe-area-inset-top, 0px));
      margin-inline: auto;
    }
    .panel::backdrop {
      background: var(--dx-inbox-scrim, rgb(0 0 0 / 45%));
    }
    .close-button {
      display: grid;
    }
  }
  /* A third of the height is all that large text leaves: head and filter share a line. */
  @media (max-height: 480px) {
    .panel {
      max-block-size: calc(var(--_seen, 100%) - 16px);
    }
    .header {
      padding-block: 4px 0;
    }
    /* There is no room for both. */
    .list:has(~ .settings:not([hidden])) {
      display: none;
    }
  }

  @media (pointer: coarse) {
    .tool {
      inline-size: 44px;
      block-size: 44px;
    }
    .filter button,
    .more,
    .action,
    .undo {
      min-block-size: 44px;
      padding-inline: 16px;
    }
    .filter button {
      border-radius: 22px;
    }
    .action {
      line-height: 2.4;
    }
    /* What is small to the eye is large under a finger. */
    .mark button::after,
    .tools button::after {
      content: '';
      position: absolute;
      inset: -10px;
    }
    .tools button::after {
      inset: -8px;
    }
    li {
      padding-block: 14px;
    }
    label {
      min-block-size: 44px;
    }
    select {
      min-block-size: 44px;
      font-size: max(16px, 1em);
    }
    input {
      inline-size: 24px;
      block-size: 24px;
    }
  }
`;
