/** `detail` of `dx-conflict`: the server and the person changed the same field; the person's value stays. */
export interface ConflictDetail {
  field: Element;
  /** What the person entered. For a checkbox or radio button `true` or `false`, for editable text its HTML. */
  mine: string | boolean;
  /** What the server has now. */
  theirs: string | boolean;
}

export function reportConflict(field: Element, mine: string | boolean, theirs: string | boolean): void {
  const detail: ConflictDetail = { field, mine, theirs };
  field.dispatchEvent(new CustomEvent('dx-conflict', { bubbles: true, composed: true, detail }));
}
