import { RefreshError, statusError } from '../refresh-error.js';

/** An answer of the server, as a browser would read it. */
export interface Answer {
  page: Document;
  /** What came; a part of a table or of a drawing must be read where it belongs. */
  html: string;
  headers: Headers;
  /** Bytes, without what compresses them on their way. */
  size: number;
}

/**
 * Reads an answer.
 *
 * @param url what was asked for
 * @param pageCharset how the page itself is written, for an answer that does not say how it is
 * @throws RefreshError where it is no HTML page, or another one than was asked for
 */
export async function readAnswer(response: Response, url: string, pageCharset: string): Promise<Answer> {
  const problem = findProblem(response, url);
  if (problem !== null) throw problem;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get('Content-Type') ?? '';
  const html = decode(bytes, type, pageCharset);
  return { page: parseDocument(html, type), html, headers: response.headers, size: bytes.length };
}

function findProblem(response: Response, url: string): RefreshError | null {
  if (!response.ok) {
    return statusError(url, response.status, readRetryAfter(response.headers.get('Retry-After')));
  }
  if (response.redirected && !isTidied(url, response.url)) {
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

/**
 * Whether a redirect only tidied the address: a slash more or less, another letter case, a language in front, an index file or
 * an ending that is not shown.
 */
export function isTidied(from: string, to: string): boolean {
  return plainPath(from) === plainPath(to);
}

function plainPath(address: string): string {
  const path = new URL(address).pathname.toLowerCase();
  return path
    .replace(/^\/[a-z]{2}([-_][a-z]{2,4})?(?=\/|$)/, '')
    .replace(/\/+/g, '/')
    .replace(/(\/index)?\.(html?|php|aspx?)$|\/index$/, '')
    .replace(/\/$/, '');
}

/** As browsers find it out: a byte order mark, the header, a `<meta>`, and how the page itself is written. */
function decode(bytes: Uint8Array, type: string, pageCharset: string): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const meta = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1];
  const mark = /^(ÿþ|þÿ)/.exec(start)?.[0];
  const marked = mark === undefined ? undefined : mark === 'ÿþ' ? 'utf-16le' : 'utf-16be';
  const isUtf8 = start.startsWith('ï»¿');
  const header = /charset\s*=\s*["']?([\w-]+)/i.exec(type)?.[1];
  return decoderOf([isUtf8 ? 'utf-8' : marked, header, meta, pageCharset]).decode(bytes);
}

function decoderOf(names: readonly (string | undefined)[]): TextDecoder {
  for (const name of names) {
    try {
      if (name !== undefined) return new TextDecoder(name);
    } catch {
      // No such encoding: browsers go on to the next, too.
    }
  }
  return new TextDecoder();
}

interface HtmlPolicy {
  createHTML(html: string): string;
}

let policy: HtmlPolicy | undefined;

/**
 * Parses into a document of its own, in which scripts do not run. Where the page requires Trusted Types the
 * text passes a policy named `dx-realtime`, since it is HTML of the author's own server.
 */
function parseDocument(html: string, type: string): Document {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy };
  };
  policy ??= trustedTypes?.createPolicy('dx-realtime', { createHTML: (text) => text }) ?? {
    createHTML: (text) => text,
  };
  const kind = type.startsWith('application/xhtml') ? 'application/xhtml+xml' : 'text/html';
  const page = new DOMParser().parseFromString(policy.createHTML(html), kind);
  // In the page scripts run, and so what lies in there is text.
  for (const element of page.querySelectorAll('noscript')) element.textContent = element.innerHTML;
  return page;
}

const NAMESPACES: Record<string, string> = {
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/Math/MathML': 'math',
};

/**
 * Parses an answer that is only a part, where the target belongs: outside a table browsers drop the tags of rows and cells,
 * outside a drawing its shapes are unknown.
 *
 * @returns where to look for the target; null where it can stand anywhere
 */
export function parseInContext(html: string, target: Element): ParentNode | null {
  const drawing =
    target.localName === 'svg' || target.localName === 'math'
      ? undefined
      : NAMESPACES[target.namespaceURI ?? ''];
  const isTablePart = /^(tr|td|th|tbody|thead|tfoot|caption|col|colgroup)$/.test(target.localName);
  if (drawing === undefined && !isTablePart) return null;
  const name = drawing ?? 'template';
  const root = parseDocument(`<body><${name}>${html}</${name}>`, '').body.firstElementChild!;
  if (drawing !== undefined) return root;
  const { content } = root as HTMLTemplateElement;
  // Scripts from a template would run.
  for (const script of content.querySelectorAll('script')) {
    const inert = parseDocument(script.outerHTML, '').querySelector('script');
    if (inert !== null) script.replaceWith(inert);
  }
  return content;
}
