import { css } from '@lit/reactive-element/css-tag.js';
import { emptyState } from '../../dom/common-styles.js';

/** The alerts in the list, and what stands there where there are none or more. */
export const rowStyles = css`
  li {
    --_icon: var(--_info);
    position: relative;
    display: grid;
    grid-template-columns: 16px auto 1fr 28px;
    column-gap: 8px;
    padding-block: 10px;
    padding-inline: 4px;
    border-radius: 10px;
    /* Whole pixels: rows that come above do not make those that are read tremble. */
    line-height: round(1.45em, 1px);
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
  .icon {
    inline-size: 1.4em;
    block-size: 1.4em;
    color: var(--_icon);
  }
  .content {
    min-inline-size: 0;
    padding-inline-start: 4px;
  }
  p {
    margin: 0;
  }
  .head {
    display: flex;
    align-items: baseline;
    gap: 10px;
  }
  .head p {
    flex: 1;
    min-inline-size: 0;
  }
  .title {
    font-weight: 600;
  }
  .title,
  .text {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .head + .text {
    color: var(--_muted);
  }
  .lines {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 6;
    overflow: hidden;
    white-space: pre-line;
    /* Signs that turn a text round end with it. */
    unicode-bidi: isolate;
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
    color: var(--_muted);
    font-size: 0.857em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
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
    padding: 0.3em 0.9em;
    min-block-size: 30px;
    border: 1px solid transparent;
    border-radius: 7px;
    background: var(--dx-inbox-action-background, var(--_text));
    color: var(--dx-inbox-action-color, var(--_page));
    font-size: 0.929em;
    font-weight: 550;
    text-decoration: none;
    cursor: pointer;
  }
  /* As high as a line, whatever is in it: a row keeps its height when it is read or dismissed. */
  .mark,
  .tools {
    display: grid;
    place-items: center;
    block-size: 1lh;
    align-content: center;
  }
  .action[aria-disabled] {
    opacity: 0.55;
    cursor: default;
  }
  .outcome {
    margin-block-start: 6px;
    color: var(--_muted);
    font-weight: 550;
  }
  .outcome:is(.refused, .unanswered) {
    color: var(--_danger);
  }
  .outcome.done {
    color: var(--_success);
  }
  .mark button,
  .tools button {
    position: relative;
    display: grid;
    place-items: center;
    border-radius: 7px;
    color: var(--_muted);
  }
  .mark button {
    inline-size: 24px;
    block-size: 24px;
    margin-inline: -4px;
  }
  .tools button {
    inline-size: 28px;
    block-size: 28px;
  }
  :is(.close-button, .dismiss) svg {
    inline-size: 13px;
    block-size: 13px;
  }
  .dot span {
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--_accent);
  }

  /* The place of a row that is gone: as high as the row was. */
  .gone > :not(.cover) {
    visibility: hidden;
  }
  .cover,
  .cleared {
    display: flex;
    align-items: center;
    gap: 6px 12px;
    color: var(--_muted);
  }
  .cover {
    position: absolute;
    inset: 0;
    padding-inline: 28px 44px;
  }
  .cleared {
    flex-wrap: wrap;
    padding: 14px 18px;
  }
  .undo {
    padding: 2px 10px;
    min-block-size: 28px;
    border-radius: 7px;
    background: var(--_hover);
    color: var(--_text);
    font-weight: 550;
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
    gap: 4px;
    padding: 40px 20px 48px;
    text-align: center;
  }
  ${emptyState}
  .picture svg {
    inline-size: 26px;
    block-size: 26px;
  }
`;
