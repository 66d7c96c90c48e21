import type { ResolvedSettings } from '../resolve-settings.js';
import type { RefusalCode } from './link.js';

/**
 * Says why a server refused, and what to do about it.
 *
 * @param reason in the server's words
 * @param source where the session came from; null = nobody is signed in
 * @param origin of the page
 */
export function explainRefusal(
  code: RefusalCode,
  reason: string,
  { settings, source, origin }: { settings: ResolvedSettings; source: string | null; origin: string },
): string {
  const { url, appId, namespace } = settings;
  if (code === 'unknown-app' && appId === '')
    return `${reason} app-id is missing: give the id of an app of ${url}.`;
  if (code === 'unknown-app')
    return `${reason} Check app-id="${appId}", or add the app to "apps" in the configuration of ${url}.`;
  if (code === 'foreign-origin')
    return `${reason} This page comes from ${origin}: add that to "allowedOrigins" of the app "${appId}" at ${url}.`;
  if (code === 'unauthorised' && source !== null)
    return `${reason} Sign in again: the session came from ${source}.`;
  if (code === null && reason === 'Invalid namespace')
    return `Invalid namespace: ${url} has none of the name "${namespace}", which is the path of the url.`;
  return reason;
}
