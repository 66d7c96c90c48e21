/**
 * Why there is a conflict. `changed`: the server and the person changed the same field. `removed`: the server took away what a
 * person works on; it stays. `replaced`: the server changed what a script has replaced; what the script made stays.
 */
export type ConflictKind = 'changed' | 'removed' | 'replaced';

/** `detail` of `dx-conflict`: what a person or a script did and what the server says do not go together; the former stays. */
export interface ConflictDetail {
  kind: ConflictKind;
  /** The field or the element that stays. */
  field: Element;
  /** What is there. For a checkbox or radio button `true` or `false`, for editable text and whole elements the HTML. */
  mine: string | boolean;
  /** What the server has now; empty where it has nothing. */
  theirs: string | boolean;
}

export function reportConflict(
  field: Element,
  kind: ConflictKind,
  mine: string | boolean,
  theirs: string | boolean,
): void {
  const detail: ConflictDetail = { kind, field, mine, theirs };
  field.dispatchEvent(new CustomEvent('dx-conflict', { bubbles: true, composed: true, detail }));
}
