import { readFile } from 'node:fs/promises';
import { wrong, ok, type Finding } from './finding.js';
import { ask } from './http-checks.js';
import { readPage, type Page } from './page.js';
import { checkWebPush } from './web-push-check.js';
import { checkParts, checkPolicy, checkScript, checkSettings } from './page-checks.js';

/** Checks that look at a page, in their order. */
export const PAGE_CHECKS: readonly [name: string, check: (page: Page) => Promise<Finding>][] = [
  ['Script', checkScript],
  ['Parts', async (page) => checkParts(page, await readPartNames())],
  ['Settings', (page) => Promise.resolve(checkSettings(page))],
  ['Policy', (page) => Promise.resolve(checkPolicy(page))],
  ['Web Push', checkWebPush],
];

/** Fetches a page as a browser without a session does. @returns the page, and what to say of it */
export async function loadPage(address: URL): Promise<{ page: Page | null; finding: Finding }> {
  const response = await ask(address, { redirect: 'follow', headers: { Accept: 'text/html' } });
  const found = new URL(response.url);
  if (!response.ok || !/html/.test(response.headers.get('content-type') ?? '')) {
    const finding = wrong(
      `The page answers ${response.status}, ${response.headers.get('content-type') ?? 'without a type'}.`,
      'Give the address of a page that needs no login.',
    );
    return { page: null, finding };
  }
  const policy = response.headers.get('content-security-policy');
  const page = readPage(await response.text(), found, policy === null ? [] : [policy]);
  return { page, finding: ok(`The page is at ${found.href}.`) };
}

/** The parts of this version, from the manifest. */
async function readPartNames(): Promise<string[]> {
  const text = await readFile(new URL('../../../manifest.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: { parts: { src: string }[] } };
  return scripts.parts.map(({ src }) => src.split('/').pop()!);
}
