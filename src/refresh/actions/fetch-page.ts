import { readAnswer, type Answer } from './read-answer.js';

/** A request that several targets may share. */
interface SharedRequest {
  /** When it was sent, on the page's performance clock. */
  startedAt: number;
  answer: Promise<Answer>;
  /** For whom it asks; no more can join when it is on its way. */
  targets: string[];
  isSent: boolean;
  /** How many still want the answer. */
  users: number;
  abort: AbortController;
}

const requests = new Map<string, SharedRequest>();

/** A fresh page. */
export interface FreshPage extends Answer {
  /** Others merge from it too: its nodes are not for the taking. */
  isShared: boolean;
}

/** What a target wants to be fetched. */
export interface PageRequest {
  /** Absolute. */
  url: string;
  /** For whom. */
  target: Element;
  /** When the event came, on the page's performance clock. */
  requestedAt: number;
  /** Leaves the browser's copy of the page as it is. */
  sparesCache: boolean;
  signal: AbortSignal;
}

/** Tells the server which parts of a page a refresh is for. */
export const REFRESH_HEADER = 'X-DX-Refresh';

/**
 * Fetches an HTML page. Targets that want the same page share a request, but only one that was sent after the
 * event they react to: an older answer may lack what the event is about.
 *
 * @throws RefreshError where the answer is no HTML page
 */
export async function fetchPage(wish: PageRequest): Promise<FreshPage> {
  const { url, signal, requestedAt } = wish;
  const name = wish.target.id === '' ? '*' : encodeURIComponent(wish.target.id);
  let request = requests.get(url);
  const isTooOld = request === undefined || request.startedAt < requestedAt || request.abort.signal.aborted;
  if (isTooOld || (request!.isSent && !request!.targets.includes(name))) request = startRequest(wish);
  const shared = request!;
  if (!shared.targets.includes(name)) shared.targets.push(name);
  shared.users += 1;
  signal.addEventListener(
    'abort',
    () => {
      shared.users -= 1;
      if (shared.users === 0) shared.abort.abort();
    },
    { once: true },
  );
  const answer = await shared.answer;
  return { ...answer, isShared: shared.users > 1 };
}

function startRequest(wish: PageRequest): SharedRequest {
  const { url } = wish;
  const request: SharedRequest = {
    startedAt: performance.now(),
    users: 0,
    targets: [],
    isSent: false,
    abort: new AbortController(),
    // Sent when all who ask in this task have joined.
    answer: Promise.resolve()
      .then(() => load(request, wish))
      .finally(() => {
        if (requests.get(url) === request) requests.delete(url);
      }),
  };
  requests.set(url, request);
  return request;
}

async function load(request: SharedRequest, { url, target, sparesCache }: PageRequest): Promise<Answer> {
  request.isSent = true;
  const page = target.ownerDocument;
  const headers: Record<string, string> = { Accept: 'text/html' };
  // Another origin would have to allow it first.
  if (new URL(url).origin === page.defaultView?.origin) headers[REFRESH_HEADER] = request.targets.join();
  const response = await fetch(url, {
    signal: request.abort.signal,
    // Revalidates, so that a cache between may answer 304 but never with what it has not checked.
    cache: sparesCache ? 'no-store' : 'no-cache',
    headers,
  });
  return readAnswer(response, url, page.characterSet);
}
