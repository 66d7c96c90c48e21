import type { LoggedMessage } from '../protocol.js';

/** Names of the packets about the alerts that a gateway keeps for a person; only where the hello has `inbox`. */
export const INBOX_PACKET = {
  /** Client → gateway, acknowledged: {@link InboxRequest} → {@link InboxPage}. */
  list: 'dx:inbox',
  /** Client → gateway, acknowledged: {@link InboxMark} → {@link InboxMarked}. */
  mark: 'dx:inbox-mark',
  /** Gateway → every client of a person: {@link InboxMarked}, what changed on one of their devices. */
  marked: 'dx:inbox-marked',
} as const;

/** What can become of an alert of a person; each implies those that it cannot be without. */
export const ALERT_MARKS = ['seen', 'read', 'dismissed', 'acted'] as const;

export type AlertMark = (typeof ALERT_MARKS)[number];

/**
 * What became of one alert of one person: when it first was so, in milliseconds since 1970 by the gateway's clock; absent
 * = not yet. A time never changes once it is there, so that the order in which devices tell makes no difference.
 */
export interface AlertStates extends Partial<Record<AlertMark, number>> {
  /** Of the alert: channel, epoch and offset of its message, separated by blanks. */
  id: string;
  /** It is kept no longer: taken back, or one of too many. */
  gone?: number;
}

/** An alert that a gateway keeps for a person. */
export interface KeptAlert extends LoggedMessage {
  /** Until when it is kept, in milliseconds since 1970. */
  ends: number;
  /** Absent = nothing became of it. */
  states?: AlertStates;
}

/** Payload of {@link INBOX_PACKET.list}. */
export interface InboxRequest {
  /** `cursor` of the last page of the same list that the client has taken; null = from the beginning. */
  cursor: string | null;
  /**
   * The list of a topic to which the connection listens; absent or null = that of the person: what was for the person and
   * for everybody. To a topic to which it may not listen there is nothing.
   */
  topic?: string | null;
}

/**
 * Acknowledgement of {@link INBOX_PACKET.list}: what is new since the cursor.
 *
 * @example { alerts: [{ channel: 'u:alice', epoch: 'b1…', offset: 7, at: 1767225600000, eventName: 'alert',
 *   message: 'Order 7 has left', ends: 1769817600000 }], states: [], cursor: 'b2…:1 c3…:0', more: false }
 */
export interface InboxPage {
  /** Alerts that came, of each channel in the order of its log. */
  alerts: KeptAlert[];
  /** What became of alerts that came before; of those of topics, too, where the list is that of the person. */
  states: AlertStates[];
  /** Opaque: where the next page begins. */
  cursor: string;
  /** Whether another request brings more now. */
  more: boolean;
}

/** Payload of {@link INBOX_PACKET.mark}. */
export interface InboxMark {
  /** Ids of alerts, at most 200. */
  ids: string[];
  mark: AlertMark;
}

/** Acknowledgement of {@link INBOX_PACKET.mark}, and payload of {@link INBOX_PACKET.marked}. */
export interface InboxMarked {
  /** Of the alerts that were named: those that are kept for this person. */
  states: AlertStates[];
}
