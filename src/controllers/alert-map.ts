import { ALERT_FIELDS, parseMap, type AlertMap } from '../messages/map.js';
import { warnAttribute } from '../warn.js';

/** Reads a `map` attribute; each part that is none warns. */
export function readMap(host: Element, text: string | null): AlertMap {
  const { map, mistakes } = parseMap(text);
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
