/** Fields of an alert that a `map` attribute can point elsewhere. Each is also the path that is read by default. */
export const ALERT_FIELDS = [
  'id',
  'key',
  'title',
  'text',
  'variant',
  'href',
  'action.label',
  'action.href',
  'action.event',
  'progress',
  'duration',
  'sticky',
  'icon',
  'placement',
  'page',
  'category',
] as const;

export type AlertField = (typeof ALERT_FIELDS)[number];

/** Where fields are found in the data of a message. A field that is absent is found under its own name. */
export type FieldMap = ReadonlyMap<AlertField, string>;

/**
 * Reads a `map` attribute: `text: body.note, title: subject`.
 *
 * @returns the paths by field, and the parts that are none
 */
export function parseFieldMap(text: string | null | undefined): { map: FieldMap; mistakes: string[] } {
  const map = new Map<AlertField, string>();
  const mistakes: string[] = [];
  for (const part of (text ?? '').split(',').map((item) => item.trim())) {
    if (part === '') continue;
    const colon = part.indexOf(':');
    const field = part.slice(0, Math.max(colon, 0)).trim();
    const path = part.slice(colon + 1).trim();
    if (isField(field) && path !== '') map.set(field, path);
    else mistakes.push(part);
  }
  return { map, mistakes };
}

function isField(name: string): name is AlertField {
  return (ALERT_FIELDS as readonly string[]).includes(name);
}
