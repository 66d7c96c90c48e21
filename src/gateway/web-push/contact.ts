/** Domains that no mail reaches: Apple refuses what is signed with one. */
const NOWHERE = /(^|[.@])(localhost|local|invalid|test|internal)$/i;

/** What is wrong with the address by which push services reach an operator; null = nothing. */
export function contactProblem(contact: string): string | null {
  const [, mail] = /^mailto:([^\s@]+@[^\s@]+\.[^\s@]+)$/.exec(contact) ?? [];
  const isWeb = contact.startsWith('https://') && URL.canParse(contact);
  if (mail === undefined && !isWeb)
    return 'must be like "mailto:operator@site.example" or "https://site.example"';
  const domain = mail ?? new URL(contact).hostname;
  return NOWHERE.test(domain) ? 'must have a domain that exists: push services refuse others' : null;
}
