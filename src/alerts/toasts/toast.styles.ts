import { css } from '@lit/reactive-element/css-tag.js';
import { visuallyHidden } from '../../dom/common-styles.js';

/** One toast, and the button that takes all away. */
export const toastStyles = css`
  .toast {
    --_accent: var(--dx-alert-toast-info, var(--_info));
    position: relative;
    display: grid;
    grid-template-columns: auto 1fr auto;
    column-gap: 12px;
    box-sizing: border-box;
    padding: var(--dx-alert-toast-padding, 12px 14px);
    border: 1px solid var(--dx-alert-toast-border-color, var(--_line));
    border-radius: var(--dx-alert-toast-radius, 12px);
    background: var(--dx-alert-toast-background, var(--_tint, var(--_surface)));
    /* Sideways is ours, up and down and two fingers are the browser's. */
    touch-action: pan-y pinch-zoom;
    box-shadow: var(
      --dx-alert-toast-shadow,
      0 1px 2px var(--_line),
      0 4px 10px -2px var(--_shadow),
      0 14px 20px -10px var(--_shadow)
    );
    pointer-events: auto;
    overflow-wrap: anywhere;
  }
  .toast[data-theme] {
    color: var(--dx-alert-toast-color, var(--_text));
  }
  .toast[data-theme='light'] {
    color-scheme: light;
  }
  .toast[data-theme='dark'] {
    color-scheme: dark;
  }
  .toast[data-variant='success'] {
    --_accent: var(--dx-alert-toast-success, var(--_success));
  }
  /* What failed must not look like what is done. */
  .toast:is([data-variant='warning'], [data-variant='danger']) {
    --_tint: color-mix(in srgb, var(--_accent) 7%, var(--_surface));
    border-color: var(--dx-alert-toast-border-color, color-mix(in srgb, var(--_accent) 45%, var(--_surface)));
    border-inline-start: 4px solid var(--_accent);
  }
  .toast[data-variant='warning'] {
    --_accent: var(--dx-alert-toast-warning, var(--_warning));
  }
  .toast[data-variant='danger'] {
    --_accent: var(--dx-alert-toast-danger, var(--_danger));
  }
  .leaving .toast {
    pointer-events: none;
  }
  .closing .toast {
    visibility: hidden;
  }
  /* What goes takes no more clicks, but the second one of two still hits it. */
  .kept .toast {
    pointer-events: auto;
    opacity: 0;
    animation: hide 0s 0.6s forwards;
  }
  @keyframes hide {
    to {
      visibility: hidden;
    }
  }

  .icon {
    display: grid;
    place-items: center;
    block-size: 1.45em;
    color: var(--_accent);
  }
  .icon svg {
    inline-size: min(1.3em, 28px);
    block-size: min(1.3em, 28px);
  }

  .content {
    min-inline-size: 0;
  }
  .title {
    margin: 0;
    font-weight: 600;
  }
  .text {
    margin: 0;
  }
  .lines {
    white-space: pre-line;
    /* Signs that turn a text round end with it. */
    unicode-bidi: isolate;
  }
  .toast:not([data-full]) .lines {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: var(--dx-alert-toast-lines, 4);
    overflow: hidden;
  }
  .toast p:has(.count) .lines {
    display: inline;
  }
  .expand {
    display: none;
    padding-block: 0.15em;
    color: var(--dx-alert-toast-muted-color, var(--_muted));
    font-size: 0.929em;
    font-weight: 550;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  [data-long]:not([data-full]) .expand {
    display: inline-block;
  }
  /* Lines up with the page, whatever the direction of a single text. */
  .title,
  .text,
  .body {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  /* Each piece of a template in its own direction. */
  .body,
  .body :not([dir]) {
    unicode-bidi: plaintext;
  }
  .title + .text {
    margin-block-start: 0.15em;
    color: var(--dx-alert-toast-muted-color, var(--_muted));
  }
  .count {
    display: inline-block;
    margin-inline-start: 0.4em;
    padding-inline: 0.5em;
    border-radius: 1em;
    background: var(--_hover);
    color: var(--_text);
    font-size: 0.857em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  a.link {
    color: inherit;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);
    text-underline-offset: 0.2em;
  }
  a.link:hover {
    text-decoration-color: currentcolor;
  }

  :where(button, a.action) {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    border-radius: 7px;
    -webkit-tap-highlight-color: transparent;
  }
  .action {
    display: inline-block;
    margin-block-start: 0.75em;
    padding: 0.36em 0.8em;
    min-block-size: 28px;
    border: 1px solid transparent;
    background: var(--_accent);
    color: var(--_surface);
    font-size: 0.929em;
    font-weight: 600;
    text-align: center;
  }
  .action[aria-disabled] {
    opacity: 0.65;
    cursor: default;
  }
  .action[aria-busy]::before,
  progress:indeterminate {
    animation: busy 1.4s ease-in-out infinite alternate;
  }
  .action[aria-busy]::before {
    content: '…';
    margin-inline-end: 0.4em;
  }
  @keyframes busy {
    to {
      opacity: 0.35;
    }
  }
  .outcome {
    margin: 0.4em 0 0;
    font-weight: 550;
  }
  progress {
    display: block;
    inline-size: 100%;
    block-size: 6px;
    margin-block-start: 0.6em;
    accent-color: var(--_accent);
  }
  /* Its own track is white on dark, too. */
  @supports (-moz-appearance: none) {
    progress {
      background: var(--_line);
      border: 0;
    }
    ::-moz-progress-bar {
      background: var(--_accent);
    }
  }
  .close {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    margin-block: calc((1.45em - 28px) / 2);
    margin-inline-end: -0.35em;
    color: var(--dx-alert-toast-muted-color, var(--_muted));
  }
  .close svg {
    inline-size: min(1em, 20px);
    block-size: min(1em, 20px);
  }
  @media (hover: hover) {
    .close:hover {
      background: var(--_hover);
      color: var(--_text);
    }
    .action:hover {
      background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
    }
    .clear:hover {
      background: var(--_line);
    }
  }
  .more {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75em;
    inline-size: fit-content;
    min-block-size: 36px;
    margin-inline: auto;
    box-sizing: border-box;
    padding-block: 3px;
    padding-inline: 14px 4px;
    border: 1px solid var(--dx-alert-toast-border-color, var(--_line));
    border-radius: 18px;
    background: var(--dx-alert-toast-background, var(--_surface));
    color: var(--dx-alert-toast-muted-color, var(--_muted));
    box-shadow: 0 2px 8px -2px var(--_shadow);
    font-size: 0.929em;
    pointer-events: auto;
  }
  .clear {
    display: grid;
    place-items: center;
    min-block-size: 28px;
    padding-inline: 0.8em;
    border-radius: 14px;
    color: var(--_text);
    font-weight: 550;
    white-space: nowrap;
  }

  @media (pointer: coarse) {
    .close,
    .action,
    .expand,
    .clear {
      min-inline-size: 44px;
      min-block-size: 44px;
    }
    .close {
      margin-block: calc((1.45em - 44px) / 2);
      margin-inline-end: -10px;
    }
    .action {
      line-height: calc(44px - 2 * 0.36em);
      padding-block: 0;
    }
  }

  :focus-visible,
  .toast:focus {
    outline: 2px solid var(--dx-alert-toast-focus-color, var(--_info));
    outline-offset: 2px;
  }

  ${visuallyHidden}
`;
