import { css } from '@lit/reactive-element/css-tag.js';
import { colorTokens } from '../../dom/tokens.js';
import { toastStyles } from './toast.styles.js';

/**
 * What a toast looks like. Everything that a page may change is a custom property, read with its default where it
 * is used. The host's own box is `!important`: a page's `div { … }` would win otherwise.
 */
export const toastRegionStyles = css`
  ${colorTokens}
  :host {
    all: initial !important;
    color-scheme: var(--dx-theme, inherit) !important;
    position: fixed !important;
    inset: auto var(--_right, 0px) auto var(--_left, 0px) !important;
    box-sizing: border-box !important;
    inline-size: min(
      100% - var(--_left, 0px) - var(--_right, 0px),
      var(--dx-alert-toast-width, 24rem) + var(--_safe-left) + var(--_safe-right)
    ) !important;
    block-size: auto !important;
    max-block-size: calc(100% - var(--_top, 0px) - var(--_bottom, 0px) - var(--_clear, 0px)) !important;
    overflow: hidden auto !important;
    overscroll-behavior: contain !important;
    scrollbar-width: thin !important;
    scrollbar-color: var(--_line) transparent !important;
    background: none !important;
    pointer-events: none !important;
    z-index: var(--dx-alert-toast-z-index, 2147483647) !important;
    --_edge: var(--dx-alert-toast-edge, 16px);
    --_safe-left: max(var(--_edge), env(safe-area-inset-left, 0px));
    --_safe-right: max(var(--_edge), env(safe-area-inset-right, 0px));
    --_gap: var(--dx-alert-toast-gap, 10px);
  }

  :host([data-dark]) {
    color-scheme: var(--dx-theme, dark) !important;
  }
  /* Written for the page's own dialogs. */
  :host::backdrop {
    display: none !important;
  }
  :host(:popover-open) {
    display: flex !important;
    flex-direction: column !important;
  }
  :host(:not(:popover-open)) {
    display: none !important;
  }
  @media print {
    :host(:popover-open) {
      display: none !important;
    }
  }

  :host(:is([data-placement^='top']:not([data-aside]), [data-placement^='bottom'][data-aside])) {
    inset-block-start: calc(var(--_top, 0px) + var(--_clear, 0px)) !important;
  }
  :host(:is([data-placement^='bottom']:not([data-aside]), [data-placement^='top'][data-aside])) {
    inset-block-end: calc(var(--_bottom, 0px) + var(--_clear, 0px)) !important;
    /* Where there is no room for all, scrolling begins at the newest. */
    flex-direction: column-reverse !important;
  }
  :host([data-placement$='start']) {
    margin-inline-end: auto !important;
  }
  :host([data-placement$='end']) {
    margin-inline-start: auto !important;
  }
  :host([data-placement$='center']) {
    margin-inline: auto !important;
  }

  section {
    flex: none;
    padding: calc(max(var(--_edge), env(safe-area-inset-top, 0px)) - var(--_gap) / 2) var(--_safe-right)
      calc(max(var(--_edge), env(safe-area-inset-bottom, 0px)) - var(--_gap) / 2) var(--_safe-left);
    /* A page's 62.5 % trick must not make the text tiny; a person's larger text must make it larger. */
    font: 400 var(--dx-alert-toast-font-size, max(14px, 0.875rem)) / 1.45
      var(--dx-alert-toast-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    color: var(--dx-alert-toast-color, var(--_text));
    cursor: default;
    /* What is read can be copied, also where the page forbids that of itself. */
    -webkit-user-select: text;
    user-select: text;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  /* The row grows and shrinks, so that its neighbours slide instead of jumping. */
  li {
    display: grid;
    grid-template-rows: 1fr;
    animation: enter 0.32s cubic-bezier(0.21, 0.9, 0.3, 1);
  }
  li.leaving {
    animation: leave 0.2s ease-in forwards;
  }
  /* Under the pointer nothing moves: the place of what goes stays, and takes the second click of two. */
  li.kept {
    animation: none;
  }
  .kept .row {
    pointer-events: auto;
  }
  .row {
    min-block-size: 0;
    padding-block: calc(var(--_gap) / 2);
    pointer-events: none;
  }

  /* A pile: of what lies under the newest only an edge is seen, until a pointer or the focus comes. */
  .stack:not(:hover, :focus-within) .folded .row {
    block-size: 14px;
    box-sizing: border-box;
    padding-block: 0;
    margin-block: 0 calc(var(--_gap) / -2);
    margin-inline: 12px;
    overflow: hidden;
  }
  :host(:is([data-placement^='top']:not([data-aside]), [data-placement^='bottom'][data-aside]))
    .stack:not(:hover, :focus-within)
    .folded
    .row {
    display: flex;
    align-items: end;
    margin-block: calc(var(--_gap) / -2) 0;
  }
  .folded .toast {
    flex: 1;
  }
  /* What the pointer crosses on its way to an older one does not fold it. */
  .stack:is(:hover, :focus-within) .row {
    pointer-events: auto;
  }

  :host {
    --_from: 0 1rem;
  }
  :host([data-placement^='top']) {
    --_from: 0 -1rem;
  }
  @keyframes enter {
    from {
      grid-template-rows: 0fr;
      opacity: 0;
      translate: var(--_from);
    }
  }
  @keyframes leave {
    60% {
      opacity: 0;
    }
    to {
      grid-template-rows: 0fr;
      opacity: 0;
      scale: 0.97;
    }
  }

  ${toastStyles}

  @media (prefers-reduced-motion: reduce) {
    li,
    li.leaving {
      animation-name: fade;
      animation-duration: 0.15s;
    }
    li.leaving {
      animation-direction: reverse;
    }
    @keyframes fade {
      from {
        opacity: 0;
      }
    }
  }

  @media (forced-colors: active) {
    .toast,
    .more,
    .close,
    .action,
    .clear {
      border: 1px solid CanvasText;
    }
    .toast {
      border-width: 2px;
      background: Canvas;
    }
    .icon {
      color: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
