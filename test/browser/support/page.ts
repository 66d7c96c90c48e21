import { waitUntil } from '@open-wc/testing';
import { configure, connect } from '../../../src/page-api.js';
import type { ConnectionHandle } from '../../../src/connection/connection-registry.js';

/** Waits for a condition, longer than a loaded machine needs. */
export function until(condition: () => unknown, what: string): Promise<void> {
  return waitUntil(condition, what, { timeout: 30_000, interval: 10 });
}

/** Waits for a condition that takes a question to a server. */
export async function eventually(condition: () => Promise<unknown>, what: string): Promise<void> {
  const limit = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > limit) throw new Error(`Timeout: ${what}`);
  }
}

/** Test files share an origin and its storage; each has a session of its own. */
const SESSION_NAME = `session-${crypto.randomUUID()}`;
export const SESSION_KEY = `localStorage:${SESSION_NAME}`;

/** Points the page at a server; the session is read from a key of the test's own. */
export function useServer(url: string): void {
  configure({ url, appId: 'test', sessionKey: SESSION_KEY });
}

export function signIn(session: string): void {
  localStorage.setItem(SESSION_NAME, session);
}

export function signOut(): void {
  localStorage.removeItem(SESSION_NAME);
}

/** A connection that is live. */
export async function liveConnection(): Promise<ConnectionHandle> {
  const connection = connect();
  await until(() => connection.state === 'live', 'live');
  return connection;
}

/** What was written to the console as a warning while the function ran and until the condition holds. */
export async function warningsDuring(run: () => unknown): Promise<string[]> {
  const original = console.warn;
  const warnings: string[] = [];
  console.warn = (text: string) => warnings.push(text);
  try {
    await run();
  } finally {
    console.warn = original;
  }
  return warnings;
}

/**
 * Makes the page say that it is shown and its window in front, or hidden: whether it really is depends on the machine.
 */
export function setVisibility(state: 'visible' | 'hidden'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.hasFocus = () => state === 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
}

/**
 * Lets tests say what a media query answers: some engines of the tests have a mouse, others have none. Called in the
 * `describe` of the tests, after each of which the engine answers itself again.
 */
export function mediaForEach(query: string): (matches: boolean) => void {
  const matchMedia = window.matchMedia.bind(window);
  afterEach(() => void (window.matchMedia = matchMedia));
  return (matches) => {
    window.matchMedia = (asked) => (asked === query ? ({ matches } as MediaQueryList) : matchMedia(asked));
  };
}
