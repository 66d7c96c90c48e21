import { css } from '@lit/reactive-element/css-tag.js';

/** Text that only screen readers get. */
export const visuallyHidden = css`
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** What an empty list says: a picture, a sentence and a hint. */
export const emptyState = css`
  .empty p {
    font-weight: 550;
  }
  .empty .hint {
    color: var(--_muted);
    font-weight: 400;
  }
  .picture {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    margin-block-end: 8px;
    border-radius: 50%;
    background: var(--_hover);
    color: var(--_muted);
  }
`;
