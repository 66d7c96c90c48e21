import { request, type Agent } from 'node:https';
import type { PushPayload, Subscription } from './push-store.js';

/** What a push service says of a message. `gone`: the browser has ended the subscription. `later`: try again. */
export type Delivery =
  | { outcome: 'sent' | 'gone' }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'later'; reason: string; after: number | null };

/** How the gateway proves to push services who it is. */
export interface VapidDetails {
  /** An address under which its operator is reached: `mailto:` or `https:`. */
  subject: string;
  /** base64url */
  publicKey: string;
  /** base64url */
  privateKey: string;
}

export interface PushMessage {
  payload: PushPayload;
  /** Seconds for which the push service keeps it for a browser that is not running. */
  ttl: number;
  urgency: 'low' | 'normal' | 'high';
}

/** How long a push service may take, in milliseconds. */
const PATIENCE = 15_000;
/** The longest that push services keep a message: four weeks, in seconds. */
const LONGEST_TTL = 2_419_200;

/** Encrypts a message for one browser and gives it to its push service. Never rejects. */
export async function deliver(
  { endpoint, p256dh, auth }: Pick<Subscription, 'endpoint' | 'p256dh' | 'auth'>,
  { payload, ttl, urgency }: PushMessage,
  vapidDetails: VapidDetails,
  agent: Agent,
): Promise<Delivery> {
  try {
    // Only gateways that send need it.
    const { default: webPush } = await import('web-push');
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(payload),
      {
        ...{ vapidDetails, urgency, contentEncoding: 'aes128gcm' },
        TTL: Math.max(0, Math.min(LONGEST_TTL, Math.round(ttl))),
        ...(payload.tag !== undefined && { topic: payload.tag.replaceAll(/[^\w-]/g, '').slice(0, 32) }),
      },
    );
    return await post(endpoint, { headers, body: body ?? Buffer.alloc(0), agent });
  } catch (error) {
    // A key of a browser that is none cannot become one.
    return { outcome: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A redirect is a refusal: it would lead past the check of the address. */
function post(
  endpoint: string,
  given: { headers: Record<string, string | number>; body: Buffer; agent: Agent },
): Promise<Delivery> {
  return new Promise((resolve) => {
    const { headers, body, agent } = given;
    const signal = AbortSignal.timeout(PATIENCE);
    const sent = request(endpoint, { method: 'POST', headers, agent, signal }, (response) => {
      const { statusCode = 0, headers: answered } = response;
      resolve(deliveryOf(statusCode, answered['retry-after']));
      // What else it says is not read.
      if (statusCode < 300) response.resume();
      else response.destroy();
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ outcome: 'later', reason: error.code ?? error.message, after: null }),
    );
    sent.end(body);
  });
}

/** @param retryAfter seconds, as the header says */
export function deliveryOf(status: number, retryAfter: string | undefined): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (status === 404 || status === 410) return { outcome: 'gone' };
  const reason = `the push service answered ${status}`;
  if (status !== 429 && status !== 408 && status < 500) return { outcome: 'refused', reason };
  const seconds = Number(retryAfter);
  return { outcome: 'later', reason, after: seconds > 0 ? seconds * 1000 : null };
}
