/**
 * What the alerts of a message are about, as elements read it that have no `map`: `category`, or `parameters.category`, of an
 * object, of its JSON text, or of each item of a list.
 *
 * @returns one for each alert; null = it has none
 */
export function categoriesOf(message: unknown): (string | null)[] {
  const value = typeof message === 'string' && /^\s*[[{]/.test(message) ? parsed(message) : message;
  return Array.isArray(value) && value.length > 0 ? value.map(categoryOf) : [categoryOf(value)];
}

function categoryOf(item: unknown): string | null {
  const { category, parameters } = (item ?? {}) as { category?: unknown; parameters?: unknown };
  const { category: inner } = (parameters ?? {}) as { category?: unknown };
  return [category, inner].map(plain).find((text) => text !== '') ?? null;
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, 200) : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
