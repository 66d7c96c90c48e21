import { css } from '@lit/reactive-element/css-tag.js';

/** What the event that was chosen looks like, with what the elements made of it. */
export const detailsStyles = css`
  .details {
    padding: 10px 14px 14px;
  }
  h3,
  h4 {
    margin: 0;
    font-size: 1.08em;
    overflow-wrap: anywhere;
  }
  h4 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-block: 12px 4px;
    font-size: 1em;
  }
  .origin {
    margin: 2px 0 0;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  ul li {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 8px;
    padding-block: 5px;
    border-block-end: 1px solid var(--_line);
  }
  ul svg {
    grid-row: span 2;
    margin-block-start: 2px;
    color: var(--_muted);
  }
  .acted svg {
    color: var(--_success);
  }
  ul span {
    overflow-wrap: anywhere;
  }
  code,
  pre {
    font: 0.95em/1.5 var(--_mono);
    overflow-wrap: anywhere;
  }
  code {
    color: var(--_muted);
  }
  pre {
    margin: 0;
    padding: 8px 10px;
    border-radius: 7px;
    background: var(--_hover);
    white-space: pre-wrap;
  }
`;
