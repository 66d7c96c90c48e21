/** Elements whose text is code: a message must not reach it. */
const CODE = new Set(['script', 'style']);
const BINDING = /\{\{\s*([^{}]+?)\s*\}\}/g;

/**
 * Draws the template that an author put into an element, with the data of a message. Only texts are bound, and they stay
 * texts: attributes are left as they are written, and so is what stands inside `<script>` and `<style>`.
 *
 * @param host its template is the author's own, trusted like the rest of the page
 * @param read gives the text at a path
 * @returns null where there is no template
 */
export function drawBody(host: Element, read: (path: string) => string): HTMLElement | null {
  const template = host.querySelector<HTMLTemplateElement>(':scope > template');
  if (template === null) return null;
  const document = host.ownerDocument;
  const body = document.createElement('div');
  body.append(document.importNode(template.content, true));
  for (const text of textsOf(body)) text.data = text.data.replace(BINDING, (_, path: string) => read(path));
  return body;
}

/** What a drawn template says, for those who hear it. */
export function textOf(body: HTMLElement): string {
  return textsOf(body)
    .map(({ data }) => data)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function textsOf(body: HTMLElement): Text[] {
  // 4 = NodeFilter.SHOW_TEXT, which is not there where there is no page.
  const walker = body.ownerDocument.createTreeWalker(body, 4);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) {
    const text = walker.currentNode as Text;
    if (!CODE.has(text.parentElement?.localName ?? '')) texts.push(text);
  }
  return texts;
}
