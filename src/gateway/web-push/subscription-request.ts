import { z } from 'zod';
import { firstValidationMessage } from '../validation-message.js';
import { endpointProblem } from './endpoint.js';
import { isTimeZone } from './quiet-hours.js';

const minute = z.int().min(0).max(1_439);
const key = (bytes: number) =>
  z
    .string()
    .max(200)
    .refine((text) => Buffer.from(text, 'base64url').length === bytes, {
      error: `must be ${bytes} bytes in base64url`,
    });

const shape = z.object({
  endpoint: z.string(),
  keys: z.object({ p256dh: key(65), auth: key(16) }),
  events: z.array(z.string().max(128)).min(1).max(50),
  quiet: z
    .object({ from: minute, to: minute, timeZone: z.string().max(100).refine(isTimeZone, 'is unknown') })
    .nullish(),
});

/** What a page says of its browser, checked. */
export type SubscriptionRequest = z.output<typeof shape>;

/**
 * Reads what a page says of its browser.
 *
 * @param hosts hosts of push services beside those that are known
 * @returns a sentence where it cannot be used
 */
export function readSubscription(given: unknown, hosts: readonly string[]): SubscriptionRequest | string {
  const result = shape.safeParse(given);
  if (!result.success) return firstValidationMessage(result.error, given, 'The subscription').sentence;
  const problem = endpointProblem(result.data.endpoint, hosts);
  return problem === null ? result.data : `The endpoint ${problem}.`;
}
