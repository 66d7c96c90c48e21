/** Which control of which row has the focus. */
export interface RowFocus {
  readonly index: number;
  /** First class of the control. */
  readonly name: string;
}

export function focusedRow(root: HTMLElement): RowFocus | null {
  const active = activeElement(root);
  const row = active?.closest('li');
  if (!active || !row) return null;
  return { index: rowsIn(root).indexOf(row), name: active.classList[0] ?? 'dismiss' };
}

/** After a row or its control with the focus is gone: to the row in its place, the one before, or the panel. */
export function restoreRowFocus(root: HTMLElement, former: RowFocus | null, panel: HTMLElement): void {
  if (former === null || activeElement(root)?.closest('li')) return;
  const rows = rowsIn(root);
  const row = rows[former.index] ?? rows[former.index - 1];
  const names = ['undo', former.name, 'dismiss'];
  const control = names.map((name) => row?.querySelector<HTMLElement>(`.${name}`)).find((found) => found);
  (control ?? panel).focus({ preventScroll: control === undefined });
}

export function activeElement(root: HTMLElement): Element | null {
  return (root.getRootNode() as ShadowRoot).activeElement;
}

const rowsIn = (root: HTMLElement): Element[] => [...root.querySelectorAll('li')];
