import { RefreshError, statusError } from '../refresh-error.js';

/** A request that several targets may share. */
interface SharedRequest {
  /** When it was sent, on the page's performance clock. */
  startedAt: number;
  page: Promise<Document>;
  /** How many still want the answer. */
  users: number;
  abort: AbortController;
}

const requests = new Map<string, SharedRequest>();

/** A fresh page. */
export interface FreshPage {
  page: Document;
  /** Others merge from it too: its nodes are not for the taking. */
  isShared: boolean;
}

/**
 * Fetches an HTML page. Targets that want the same page share a request, but only one that was sent after the
 * event they react to: an older answer may lack what the event is about.
 *
 * @param url absolute
 * @param requestedAt when the event came, on the page's performance clock
 * @throws RefreshError where the answer is no HTML page
 */
export async function fetchPage(url: string, requestedAt: number, signal: AbortSignal): Promise<FreshPage> {
  let request = requests.get(url);
  if (request === undefined || request.startedAt < requestedAt || request.abort.signal.aborted) {
    request = startRequest(url);
  }
  const shared = request;
  shared.users += 1;
  signal.addEventListener(
    'abort',
    () => {
      shared.users -= 1;
      if (shared.users === 0) shared.abort.abort();
    },
    { once: true },
  );
  const page = await shared.page;
  return { page, isShared: shared.users > 1 };
}

function startRequest(url: string): SharedRequest {
  const abort = new AbortController();
  const request: SharedRequest = {
    startedAt: performance.now(),
    users: 0,
    abort,
    page: load(url, abort.signal).finally(() => {
      if (requests.get(url) === request) requests.delete(url);
    }),
  };
  requests.set(url, request);
  return request;
}

async function load(url: string, signal: AbortSignal): Promise<Document> {
  // Revalidates, so that a cache between may answer 304 but never with what it has not checked.
  const response = await fetch(url, { signal, cache: 'no-cache', headers: { Accept: 'text/html' } });
  const problem = findProblem(response, url);
  if (problem !== null) throw problem;
  return parseHtml(await response.text());
}

function findProblem(response: Response, url: string): RefreshError | null {
  if (!response.ok) {
    return statusError(url, response.status, readRetryAfter(response.headers.get('Retry-After')));
  }
  if (response.redirected && new URL(response.url).pathname !== new URL(url).pathname) {
    // Most often the login page: it must not replace what the person sees.
    return new RefreshError(`${url} led to ${response.url}`, { canRetry: false });
  }
  const type = response.headers.get('Content-Type') ?? 'nothing';
  if (!/^(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
    return new RefreshError(`${url} sent ${type}, not HTML`, { canRetry: false });
  }
  return null;
}

/** @returns milliseconds from now; null where the header is absent or neither seconds nor a date */
export function readRetryAfter(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === '') return null;
  const delay = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(delay) ? null : Math.max(0, delay);
}

interface HtmlPolicy {
  createHTML(html: string): string;
}

let policy: HtmlPolicy | undefined;

/**
 * Parses into a document of its own, in which scripts do not run. Where the page requires Trusted Types the
 * text passes a policy named `dx-realtime`, since it is HTML of the author's own server.
 */
function parseHtml(html: string): Document {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy };
  };
  policy ??= trustedTypes?.createPolicy('dx-realtime', { createHTML: (text) => text }) ?? {
    createHTML: (text) => text,
  };
  return new DOMParser().parseFromString(policy.createHTML(html), 'text/html');
}
