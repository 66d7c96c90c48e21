const said = new Set<string>();

/**
 * Warns on the console, once per text and page: a page with a hundred equal mistakes says it once.
 *
 * @param text a sentence that says what is wrong and what is used instead
 */
export function warnOnce(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  console.warn(`[dx-realtime] ${text}`);
}

/**
 * Warns about an attribute in the one form that all elements use.
 *
 * @param element the element that carries the attribute
 * @param attribute its name
 * @param value what the author wrote; null where the attribute is missing
 * @param problem what is wrong and what is used instead, as the rest of a sentence
 */
export function warnAttribute(
  element: Element,
  attribute: string,
  value: string | null,
  problem: string,
): void {
  const id = element.id ? ` id="${element.id}"` : '';
  const written = value === null ? attribute : `${attribute}="${value.slice(0, 100)}"`;
  warnOnce(`<${element.localName}${id}> ${written}: ${problem}`);
}
