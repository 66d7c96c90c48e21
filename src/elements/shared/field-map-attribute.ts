import { ALERT_FIELDS, parseFieldMap, type FieldMap } from '../../alerts/field-map.js';
import { warnAttribute } from '../../warn.js';

/** Reads a `map` attribute; each part that is none warns. */
export function readFieldMap(host: Element, text: string | null): FieldMap {
  const { map, mistakes } = parseFieldMap(text);
  const fields = ALERT_FIELDS.join(', ');
  for (const mistake of mistakes)
    warnAttribute(
      host,
      'map',
      mistake,
      `must be a field and a path, like "text: body.note", the field one of ${fields}; it is left out`,
    );
  return map;
}
