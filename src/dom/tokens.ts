import { css } from '@lit/reactive-element/css-tag.js';

/** The colours of everything that elements draw, for light and dark pages. */
export const colorTokens = css`
  :host {
    /* Without the property this is invalid, and what the page says is inherited. */
    color-scheme: var(--dx-theme);
    --_surface: #fff;
    --_text: #18181b;
    --_muted: #52525b;
    --_line: rgb(0 0 0 / 10%);
    --_hover: rgb(0 0 0 / 6%);
    --_shadow: rgb(16 18 40 / 12%);
    --_info: #2563eb;
    --_success: #15803d;
    --_warning: #b45309;
    --_danger: #dc2626;
  }

  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }

  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_surface: light-dark(#fff, #1f1f23);
      --_text: light-dark(#18181b, #f4f4f5);
      --_muted: light-dark(#52525b, #b4b4bd);
      --_line: light-dark(rgb(0 0 0 / 10%), rgb(255 255 255 / 14%));
      --_hover: light-dark(rgb(0 0 0 / 6%), rgb(255 255 255 / 10%));
      --_shadow: light-dark(rgb(16 18 40 / 12%), rgb(0 0 0 / 50%));
      --_info: light-dark(#2563eb, #7fb0ff);
      --_success: light-dark(#15803d, #5fd38a);
      --_warning: light-dark(#b45309, #f6b94f);
      --_danger: light-dark(#dc2626, #ff8a84);
    }
  }
`;
