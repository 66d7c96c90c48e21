/**
 * Decides whether a page may talk to the gateway. A page of the gateway's own host always may, and so may a
 * program, which sends no `Origin`.
 *
 * @param origin - the `Origin` header
 * @param host - the `Host` header
 * @param allowed - what the app allows beside its own host; `*` = any page
 */
export function originAllowed(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[] | '*',
): boolean {
  if (origin === undefined || allowed === '*' || allowed.includes(origin.toLowerCase())) return true;
  return host !== undefined && hostOf(origin) === host.toLowerCase();
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
