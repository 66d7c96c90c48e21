import type { LinkOpener } from './link.js';
import type { ResolvedSettings } from '../resolve-settings.js';
import type { SharedLinkOptions } from '../sharing/shared-link.js';

/**
 * Prepares a link that tabs of the browser share. Its code is loaded only where a page asks for it.
 *
 * @param session null = nobody is signed in
 * @returns opens the link; where this browser cannot share one it is a socket of the page, and `problem` says why
 */
export async function loadSharedLink(
  settings: ResolvedSettings,
  session: string | null,
  page: Omit<SharedLinkOptions, 'name'>,
): Promise<{ open: LinkOpener; problem: string }> {
  let problem: string | null = 'the code for it could not be loaded';
  try {
    const { prepareShared, sharingProblem } = await import('../sharing/open-shared.js');
    problem = await sharingProblem(page.view);
    if (problem === null) return { open: await prepareShared(settings, session, page), problem: '' };
  } catch (error) {
    console.warn('[dx-realtime] share="browser":', error);
  }
  return { open: page.openSocket, problem: `not shared with other tabs: ${problem}` };
}
