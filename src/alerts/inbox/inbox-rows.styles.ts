import { css } from '@lit/reactive-element/css-tag.js';

/** The alerts in the list, and what stands there where there are none or more. */
export const rowStyles = css`
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
`;
