import type { Alert, AlertVariant } from '../messages/alert.js';

/** Every word that alerts say by themselves. */
export const WORDS = {
  region: 'Notifications',
  close: 'Close',
  closeAll: 'Clear all',
  more: (count: number): string => (count === 1 ? '1 more alert' : `${count.toLocaleString()} more alerts`),
  times: (count: number): string => `${count} times`,
  several: (count: number): string => `${count.toLocaleString()} new alerts`,
  action: (label: string): string => `Action: ${label}`,
} as const;

const SEVERITY: Record<AlertVariant, string> = {
  info: 'Information',
  success: 'Success',
  warning: 'Warning',
  danger: 'Error',
};

/** The severity in a word, for those who see neither colour nor icon. */
export function severityWord(variant: AlertVariant): string {
  return SEVERITY[variant];
}

/** What a screen reader says about an alert: severity, title, text and what can be done. */
export function spokenText({ variant, title, text, action }: Alert): string {
  const parts = [title, text, action === null ? '' : WORDS.action(action.label)].filter(
    (part) => part !== '',
  );
  return `${severityWord(variant)}: ${parts.join('. ')}`;
}
