/** What the gateway sends: a notification, or what is to be closed. */
export type PushContent =
  | { close: readonly string[] }
  | { tag: string; id: string; title: string; text: string; href: string; lang: string };

/**
 * Reads what came.
 *
 * @returns null where it is not of a gateway of this package: a site may have pushes of its own
 */
export function readPush(text: string): PushContent | null {
  const payload = parsed(text) as Record<string, unknown> | null;
  if (payload === null || typeof payload !== 'object' || payload['dx'] !== 1) return null;
  const { close } = payload;
  if (Array.isArray(close)) return { close: close.map(String) };
  const word = (name: string): string => (typeof payload[name] === 'string' ? payload[name] : '');
  const content = { tag: word('tag'), id: word('id'), title: word('title'), text: word('text') };
  return { ...content, href: word('href'), lang: word('lang') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Where a click may lead: on this site, over http.
 *
 * @returns null where it leads elsewhere, or nowhere
 */
export function targetOf(href: unknown, base: string): string | null {
  if (typeof href !== 'string' || href === '' || !URL.canParse(href, base)) return null;
  const { origin, protocol, href: address } = new URL(href, base);
  return origin === new URL(base).origin && /^https?:$/.test(protocol) ? address : null;
}
