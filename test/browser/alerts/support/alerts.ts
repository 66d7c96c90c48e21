import type { AlertEntry, AlertOwner, AlertRequest } from '../../../../src/alerts/alert-entry.js';
import { toAlert, type Alert } from '../../../../src/alerts/alert.js';

export { FakeClock } from '../../support/fake-clock.js';

export const silentOwner: AlertOwner = {
  shown: () => undefined,
  acted: () => true,
  reported: () => undefined,
  dismissed: () => undefined,
};

export function alertOf(data: unknown): Alert {
  return toAlert(data, { base: 'https://example.test/' })!;
}

export function requestOf(data: unknown, more: Partial<AlertRequest> = {}): AlertRequest {
  return {
    alert: alertOf(data),
    messageId: null,
    owner: silentOwner,
    eventName: null,
    placement: 'top-end',
    maxVisible: 3,
    duration: null,
    closable: true,
    body: null,
    record: null,
    run: null,
    outcome: null,
    attention: null,
    isLocal: false,
    ...more,
  };
}

export const textsOf = (entries: readonly AlertEntry[]): string[] => entries.map(({ alert }) => alert.text);
