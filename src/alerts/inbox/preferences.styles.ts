import { css } from '@lit/reactive-element/css-tag.js';

/** What a person may choose, at the foot of the panel. */
export const preferenceStyles = css`
  .settings {
    overflow: auto;
    overscroll-behavior: contain;
    padding: 8px 18px;
    border-block-start: 1px solid var(--_line);
  }
  .settings h3 {
    padding: 6px 0 0;
  }
  label,
  .category {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
    min-block-size: 28px;
    padding-block: 2px;
  }
  .critical {
    display: block;
    color: var(--_muted);
    font-size: 0.857em;
  }
  select {
    max-inline-size: 100%;
    padding: 3px 4px;
    border: 1px solid transparent;
    border-radius: 7px;
    background: var(--_page);
    color: var(--_text);
    font: inherit;
    /* Beside its arrow: what is chosen may be shorter than the longest choice. */
    text-align-last: end;
  }
  /* All at the end, also those that need a line of their own. */
  select,
  input {
    margin-inline-start: auto;
  }
  input {
    inline-size: 18px;
    block-size: 18px;
    accent-color: var(--_accent);
  }
`;
