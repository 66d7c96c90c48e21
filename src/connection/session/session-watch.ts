import { readSession } from './read-session.js';
import type { ConnectionSettings, SessionGetter } from '../settings.js';

/** How often the stored session is compared, in milliseconds: a tab hears nothing of its own storage writes. */
const CHECK_INTERVAL = 1_000;

/** Knows who is signed in and notices when that changes. */
export interface SessionWatch {
  /** Reads the session id; `changed` tells whether it is another one than at the last read. */
  read(): Promise<{ session: string | null; changed: boolean }>;
  /** Compares now; used when something hints at a change. */
  check(): void;
  start(): void;
  stop(): void;
}

/**
 * Watches the session of a page. A stored session is compared every second, which costs one storage read; a
 * getter of the page's own may be expensive and is asked only at hints and at every new link.
 *
 * @param changed called when another session than the last one read is there
 */
export function watchSession(
  settings: ConnectionSettings,
  view: Window,
  getter: SessionGetter | undefined,
  changed: () => void,
): SessionWatch {
  let known: string | null | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const current = async (): Promise<string | null> => {
    if (settings.sessionId !== '') return settings.sessionId;
    if (getter === undefined) return readSession(settings.sessionKey, view);
    try {
      return (await getter()) || null;
    } catch (error) {
      console.error('[dx-realtime] getSession failed; nobody counts as signed in:', error);
      return null;
    }
  };

  const compare = async (): Promise<void> => {
    if (known === undefined) return;
    if ((await current()) !== known) changed();
  };

  return {
    async read() {
      const session = await current();
      const isOther = known !== undefined && known !== session;
      known = session;
      return { session, changed: isOther };
    },
    check: () => void compare(),
    start() {
      if (getter === undefined && settings.sessionId === '')
        timer = setInterval(() => void compare(), CHECK_INTERVAL);
    },
    stop: () => clearInterval(timer),
  };
}
