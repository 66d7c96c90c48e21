/**
 * Declarative shadow roots in an answer: the parser leaves them as templates, since it reads a page that is never
 * shown.
 */

/** Takes the template of an element's shadow root out of it; null where it has none. */
export function takeShadowTemplate(element: Element): HTMLTemplateElement | null {
  const first = element.querySelector<HTMLTemplateElement>(':scope > template[shadowrootmode]');
  first?.remove();
  return first;
}

/** Gives elements that came with such templates their shadow roots. */
export function adoptShadowRoots(added: Element): void {
  const templates = added.querySelectorAll<HTMLTemplateElement>('template[shadowrootmode]');
  for (const template of templates) {
    const host = template.parentElement;
    template.remove();
    if (host === null || host.shadowRoot !== null) continue;
    const mode = template.getAttribute('shadowrootmode') === 'closed' ? 'closed' : 'open';
    const root = host.attachShadow({
      mode,
      delegatesFocus: template.hasAttribute('shadowrootdelegatesfocus'),
    });
    root.append(template.content);
    adoptShadowRootsIn(root);
  }
}

function adoptShadowRootsIn(root: ShadowRoot): void {
  for (const child of root.children) adoptShadowRoots(child);
}
