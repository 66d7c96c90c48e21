import { css } from '@lit/reactive-element/css-tag.js';

/**
 * Declarations that keep the text style of the page around an element out of it: capitals of a menu would make codes and
 * names wrong. What a person reads by stays: direction, language, colour scheme. The font is set beside it. What is read can
 * be selected and copied, and fields can be written in, also where the page forbids to select its own text.
 */
export const textReset = css`
  letter-spacing: normal;
  word-spacing: normal;
  text-align: start;
  text-align-last: auto;
  text-indent: 0;
  text-transform: none;
  text-shadow: none;
  text-emphasis: none;
  white-space: normal;
  text-wrap: wrap;
  caret-color: auto;
  word-break: normal;
  line-break: auto;
  hyphens: manual;
  tab-size: 8;
  -webkit-text-fill-color: currentcolor;
  -webkit-text-stroke: 0;
  cursor: default;
  -webkit-user-select: text;
  user-select: text;
  writing-mode: horizontal-tb;
  text-orientation: mixed;
`;
