/** Names of the packets about calls by Web Push; only where the hello has `webPush`. */
export const WEB_PUSH_PACKET = {
  /** Client → gateway, acknowledged: {@link PushSubscribe} → {@link PushSubscribed}. */
  subscribe: 'dx:push-subscribe',
  /** Client → gateway, acknowledged: {@link PushUnsubscribe} → {@link PushSubscribed}. */
  unsubscribe: 'dx:push-unsubscribe',
} as const;

/**
 * Payload of {@link WEB_PUSH_PACKET.subscribe}: a browser that may be called for the person while none of its tabs is open.
 *
 * @example { endpoint: 'https://fcm.googleapis.com/fcm/send/…', keys: { p256dh: 'BN…', auth: 'k8…' }, events: ['alert'],
 *   quiet: { from: 1320, to: 420, timeZone: 'Europe/Berlin' } }
 */
export interface PushSubscribe {
  /** As `PushSubscription.toJSON()` gives them. */
  endpoint: string;
  keys: { p256dh: string; auth: string };
  /** Names of the events of which it hears, at most 50; `*` = any that the gateway keeps. */
  events: string[];
  /** Hours in which it is not called, in minutes from midnight; absent or null = none. */
  quiet?: { from: number; to: number; timeZone: string } | null;
}

/** Payload of {@link WEB_PUSH_PACKET.unsubscribe}. */
export interface PushUnsubscribe {
  endpoint: string;
}

/** Acknowledgement of {@link WEB_PUSH_PACKET.subscribe} and {@link WEB_PUSH_PACKET.unsubscribe}. */
export interface PushSubscribed {
  /** Why it is not subscribed, in a sentence; absent = it was done. */
  error?: string;
}
