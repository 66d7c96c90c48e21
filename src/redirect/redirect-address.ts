/** Where a message sends a page. */
export interface RedirectAddress {
  /** Absolute address, http or https; null = back, to the page before this one in the history. */
  readonly href: string | null;
  /** The page that is left stays out of the history. */
  readonly replace: boolean;
}

/** Why a message sends a page nowhere: as the end of a sentence that begins with it. */
export interface RedirectProblem {
  readonly problem: string;
}

/** What an address is resolved against and checked with. */
export interface RedirectRules {
  /** Address of the page. */
  page: string;
  /** What relative addresses of objects start from. */
  base: string;
  /** Origins beside that of the page to which it may be sent. */
  allow: readonly string[];
}

/** Longer ones are nobody's address. */
const MAX_LENGTH = 2_048;

/**
 * Reads where a message sends the page. A text says it as the Directual platform does: `<=` back, `../` one level up in
 * the path (`../../` two), `/segment` appended to the path; a whole address may stand there, too. An object, or its
 * JSON text, has a web address: `{ href: '/orders/7', replace: true }`.
 *
 * The origin of the address is compared after the browser's own parser has resolved it: `//elsewhere`, `\\elsewhere` and
 * their like are other origins, whatever they look like.
 *
 * @example readRedirect('/edit', { page: 'https://shop.example/orders/7', base: …, allow: [] }).href
 *   // 'https://shop.example/orders/7/edit'
 */
export function readRedirect(data: unknown, rules: RedirectRules): RedirectAddress | RedirectProblem {
  const value = typeof data === 'string' ? (parseObject(data) ?? data.trim()) : data;
  if (typeof value === 'string') return ofText(value, rules);
  const { href, replace } = (value ?? {}) as { href?: unknown; replace?: unknown };
  if (typeof href !== 'string' || href.trim() === '') return { problem: 'has no href' };
  return checked(href, rules.base, rules, replace === true);
}

function ofText(text: string, rules: RedirectRules): RedirectAddress | RedirectProblem {
  if (text === '<=') return { href: null, replace: false };
  if (text.length > MAX_LENGTH) return { problem: 'is too long for an address' };
  if (/^https?:\/\//i.test(text)) return checked(text, rules.base, rules, false);
  const path = pathFor(text, new URL(rules.page).pathname);
  if (path === null)
    return { problem: 'is none of "<=", "../" and "/segment"; an address is sent as { "href": "…" }' };
  const [, pathname = '', search = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(path)!;
  const url = new URL(rules.page);
  // Set one by one: whatever stands in a path, it cannot change the origin.
  Object.assign(url, { pathname, search, hash });
  return checked(url.href, rules.base, rules, false);
}

/** @returns null where the text is none that the platform knows */
function pathFor(text: string, pathname: string): string | null {
  const segments = pathname.split('/').filter(Boolean);
  const up = /^(?:\.\.\/)*(?:\.\.\/?)$/.test(text) ? text.split('..').length - 1 : 0;
  if (up > 0) return `/${segments.slice(0, Math.max(0, segments.length - up)).join('/')}`;
  const [path] = text.split(/[?#]/, 1) as [string];
  // What leads up again, or is empty, would be no segment on the right: `/../..//elsewhere`.
  const isAppended =
    /^\/[^/\\]/.test(path) && !/[\t\r\n]|[/\\](\.|%2e){0,2}[/\\]|[/\\](\.|%2e){1,2}$/i.test(path);
  if (!isAppended) return null;
  return `/${[...segments, text.slice(1)].join('/')}`;
}

function checked(
  address: string,
  base: string,
  { page, allow }: RedirectRules,
  replace: boolean,
): RedirectAddress | RedirectProblem {
  if (address.length > MAX_LENGTH) return { problem: 'is too long for an address' };
  if (!URL.canParse(address, base)) return { problem: 'has an href that is no address' };
  const url = new URL(address, base);
  if (!['http:', 'https:'].includes(url.protocol)) return { problem: 'has an href that is no web address' };
  if (url.username !== '' || url.password !== '')
    return { problem: 'has an href with a user name or a password' };
  if (url.origin !== new URL(page).origin && !allow.includes(url.origin))
    return { problem: `leads to ${url.origin}, which the attribute allow does not name` };
  return { href: url.href, replace };
}

/** The object that a JSON text stands for; null where it is none. */
function parseObject(text: string): object | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}
