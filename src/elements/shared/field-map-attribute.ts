import { ALERT_FIELDS, parseFieldMap } from '../../alerts/field-map.js';
import { warnAttribute } from '../../warn.js';
import { checked } from './attribute.js';

/** Where the fields of an alert are in a message; each part that is no field and path warns. */
export const fieldMap = checked((host, name, written) => {
  const { map, mistakes } = parseFieldMap(written);
  const fields = ALERT_FIELDS.join(', ');
  for (const mistake of mistakes)
    warnAttribute(
      host,
      name,
      mistake,
      `must be a field and a path, like "text: body.note", the field one of ${fields}; it is left out`,
    );
  return map;
});
