import { css } from '@lit/reactive-element/css-tag.js';

/** What a person may choose, at the foot of the panel. */
export const preferenceStyles = css`
  .settings,
  .categories {
    display: grid;
    gap: 4px;
  }
  .settings {
    flex: none;
    max-block-size: 45%;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 8px 18px;
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-size: 0.857em;
  }
  .settings h3,
  .settings p {
    margin: 0;
  }
  .settings h3 {
    padding-block-start: 6px;
    font-size: inherit;
    font-weight: 600;
  }
  label,
  .category {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 12px;
    min-block-size: 28px;
  }
  select {
    max-inline-size: 100%;
    padding: 3px 4px;
    border: 1px solid transparent;
    border-radius: 7px;
    background: var(--_page);
    color: var(--_text);
    font: inherit;
  }
  input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0 4px;
    accent-color: var(--_accent);
  }
`;
