import { css } from '@lit/reactive-element/css-tag.js';

/** What the lines of a conversation look like. */
export const rowStyles = css`
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    position: relative;
    /* The heights of one line without and with its author: the nearer to the truth, the less moves in scrolling. */
    contain-intrinsic-size: auto 37px;
  }
  .other.first {
    contain-intrinsic-size: auto 58px;
  }
  .last {
    contain-intrinsic-size: auto 56px;
  }
  .other.first.last {
    contain-intrinsic-size: auto 77px;
  }
  /* Elsewhere, in WebKit, a line that gets its true height would move what a person reads. */
  @supports (overflow-anchor: auto) {
    li {
      content-visibility: auto;
    }
  }
  .day,
  .mark {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-block: 12px 6px;
    color: var(--_muted);
    font-size: 0.83em;
    font-weight: 600;
  }
  .day::before,
  .day::after,
  .mark::before,
  .mark::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  .mark {
    color: var(--_danger);
  }
  .mark::before,
  .mark::after {
    border-color: currentColor;
  }
  .message {
    display: flex;
    flex-direction: column;
    align-items: start;
    padding-block-start: 3px;
    padding-inline-end: 15%;
  }
  .first {
    padding-block-start: 10px;
  }
  .own {
    align-items: end;
    padding-inline: 15% 0;
  }
  .author {
    padding: 0 12px 2px;
    color: var(--_muted);
    font-size: 0.87em;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .bubble {
    display: flow-root;
    box-sizing: border-box;
    max-inline-size: 100%;
    padding: 7px 12px 8px;
    border-radius: var(--dx-messenger-bubble-radius, 17px);
    background: var(--_other);
    color: var(--_other-text);
    overflow-wrap: anywhere;
  }
  .own .bubble {
    background: var(--_own);
    color: var(--_own-text);
  }
  .other:not(.first) .bubble {
    border-start-start-radius: 5px;
  }
  .own:not(.first) .bubble {
    border-start-end-radius: 5px;
  }
  .other:not(.last) .bubble {
    border-end-start-radius: 5px;
  }
  .own:not(.last) .bubble {
    border-end-end-radius: 5px;
  }
  .waiting .bubble,
  .refused .bubble {
    outline: 1px dashed color-mix(in srgb, var(--_text) 70%, transparent);
    outline-offset: -1px;
  }
  .text {
    display: block;
    white-space: pre-wrap;
    /* Each line in its own direction. */
    unicode-bidi: plaintext;
  }
  a {
    /* An address is read from left to right, whatever the text around it does. */
    direction: ltr;
    unicode-bidi: isolate;
    color: inherit;
    text-underline-offset: 2px;
  }
  .meta {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 2px 12px 0;
    color: var(--_muted);
    font-size: 0.78em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .sent svg {
    inline-size: 14px;
    block-size: 14px;
  }
  .delivery {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 3px 6px;
    text-align: end;
    justify-content: end;
    padding: 3px 4px 2px;
    color: var(--_muted);
    font-size: 0.87em;
  }
  .refused .delivery {
    color: var(--_danger);
  }
  .delivery svg {
    inline-size: 15px;
    block-size: 15px;
  }
  .delivery button {
    min-block-size: 26px;
    padding: 1px 8px;
    border-radius: 7px;
    background: var(--_hover);
    color: var(--_text);
    font-weight: 550;
  }
`;
