import { html, svg, type TemplateResult } from 'lit/html.js';
import { icon } from '../dom/icon.js';
import type { Alert, AlertVariant } from './alert.js';
import { isNamedIcon, type AlertIcon } from './alert-icon.js';

const shapes: Record<AlertVariant, TemplateResult> = {
  info: svg`<circle cx="10" cy="10" r="8.25" /><path d="M10 9v5M10 6.2v.1" />`,
  success: svg`<circle cx="10" cy="10" r="8.25" /><path d="m6.6 10.3 2.3 2.3 4.6-5" />`,
  warning: svg`<path d="M8.6 2.9 1.8 14.7A1.65 1.65 0 0 0 3.2 17.2h13.6a1.65 1.65 0 0 0 1.4-2.5L11.4 2.9a1.65 1.65 0 0 0-2.8 0ZM10 7.4v3.8M10 14v.1" />`,
  danger: svg`<path d="M6.6 1.8h6.8l4.8 4.8v6.8l-4.8 4.8H6.6l-4.8-4.8V6.6ZM10 6v4.8M10 13.8v.1" />`,
};

export const bellIcon = icon(
  20,
  svg`<path d="M10 2.2a5.3 5.3 0 0 0-5.3 5.3c0 4.6-1.9 5.9-1.9 6.7h14.4c0-.8-1.9-2.1-1.9-6.7A5.3 5.3 0 0 0 10 2.2Z" /><path d="M8.1 16.9a2 2 0 0 0 3.8 0" />`,
);

const named: Record<AlertIcon, TemplateResult> = {
  Info: icon(20, shapes.info),
  CheckCircle: icon(20, shapes.success),
  AlertTriangle: icon(20, shapes.warning),
  AlertCircle: icon(20, shapes.danger),
  Bell: bellIcon,
};

/** The picture that the message asks for, else that of the variant; never the only sign of it. */
export function alertIcon({ icon: wanted, variant }: Alert): TemplateResult {
  if (!wanted) return icon(20, shapes[variant]);
  return isNamedIcon(wanted) ? named[wanted] : html`<span aria-hidden="true">${wanted}</span>`;
}

export const closeIcon = icon(14, svg`<path d="m2.5 2.5 9 9m0-9-9 9" />`);
