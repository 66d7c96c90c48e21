import { svg, type TemplateResult } from 'lit/html.js';
import { icon } from '../dom/icon.js';
import type { AlertVariant } from './alert.js';

const shapes: Record<AlertVariant, TemplateResult> = {
  info: svg`<circle cx="10" cy="10" r="8.25" /><path d="M10 9v5M10 6.2v.1" />`,
  success: svg`<circle cx="10" cy="10" r="8.25" /><path d="m6.6 10.3 2.3 2.3 4.6-5" />`,
  warning: svg`<path d="M8.6 2.9 1.8 14.7A1.65 1.65 0 0 0 3.2 17.2h13.6a1.65 1.65 0 0 0 1.4-2.5L11.4 2.9a1.65 1.65 0 0 0-2.8 0ZM10 7.4v3.8M10 14v.1" />`,
  danger: svg`<path d="M6.6 1.8h6.8l4.8 4.8v6.8l-4.8 4.8H6.6l-4.8-4.8V6.6ZM10 6v4.8M10 13.8v.1" />`,
};

/** The variant as a picture; never the only sign of it. */
export function variantIcon(variant: AlertVariant): TemplateResult {
  return icon(20, shapes[variant]);
}

export const closeIcon = icon(14, svg`<path d="m2.5 2.5 9 9m0-9-9 9" />`);
