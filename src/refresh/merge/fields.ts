/** `detail` of `dx-conflict`: the server and the person changed the same field; the person's value stays. */
export interface ConflictDetail {
  field: Element;
  /** What the person entered. For a checkbox or radio button `true` or `false`. */
  mine: string | boolean;
  /** What the server has now. */
  theirs: string | boolean;
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * Merges a form field three ways: what the server sent before (the field's default), what the person made of
 * it, what the server sends now. A field the person has not touched follows the server.
 *
 * @param old the field in the page
 * @param fresh the same field of the fresh page
 * @returns false where the element is no such field
 */
export function mergeField(old: Element, fresh: Element): boolean {
  if (old.localName !== fresh.localName) return false;
  if (old.localName === 'textarea') mergeTextarea(old as HTMLTextAreaElement, fresh as HTMLTextAreaElement);
  else if (old.localName === 'input') mergeInput(old as HTMLInputElement, fresh as HTMLInputElement);
  else return false;
  return true;
}

function mergeInput(old: HTMLInputElement, fresh: HTMLInputElement): void {
  const before = {
    value: old.value,
    default: old.defaultValue,
    checked: old.checked,
    defaultChecked: old.defaultChecked,
  };
  copyAttributes(old, fresh);
  if (fresh.type === 'file') return;
  if (fresh.type === 'checkbox' || fresh.type === 'radio') {
    if (before.checked === before.defaultChecked) setChecked(old, fresh.defaultChecked);
    else if (fresh.defaultChecked !== before.defaultChecked)
      tellConflict(old, before.checked, fresh.defaultChecked);
    return;
  }
  settleText(old, before.value, before.default, fresh.value);
}

function mergeTextarea(old: HTMLTextAreaElement, fresh: HTMLTextAreaElement): void {
  const { value, defaultValue } = old;
  copyAttributes(old, fresh);
  if (defaultValue !== fresh.defaultValue) old.defaultValue = fresh.defaultValue;
  settleText(old, value, defaultValue, fresh.value);
}

function settleText(field: TextField, value: string, formerDefault: string, fresh: string): void {
  if (value === formerDefault) {
    if (field.value !== fresh) field.value = fresh;
    return;
  }
  if (field.value !== value) field.value = value;
  if (fresh !== formerDefault && fresh !== value) tellConflict(field, value, fresh);
}

function setChecked(field: HTMLInputElement, checked: boolean): void {
  if (field.checked !== checked) field.checked = checked;
}

/**
 * Notes what a person chose in a select, before its options are merged.
 *
 * @returns puts the choice back afterwards, as far as its options still exist
 */
export function rememberSelect(select: HTMLSelectElement): () => void {
  const chosen = new Set([...select.selectedOptions].map(({ value }) => value));
  const defaults = defaultChoice(select);
  const touched = chosen.size !== defaults.size || [...chosen].some((value) => !defaults.has(value));
  return () => {
    const fresh = defaultChoice(select);
    const options = [...select.options];
    const wanted = touched && options.some(({ value }) => chosen.has(value)) ? chosen : fresh;
    for (const option of options) {
      const selected = wanted.has(option.value);
      if (option.selected !== selected) option.selected = selected;
    }
    const theirs = [...fresh].join();
    if (touched && theirs !== [...defaults].join() && theirs !== [...chosen].join()) {
      tellConflict(select, [...chosen].join(), theirs);
    }
  };
}

/** What the markup alone selects: a list box may select nothing, a drop-down selects its first option. */
function defaultChoice(select: HTMLSelectElement): Set<string> {
  const options = [...select.options];
  const marked = options.filter(({ defaultSelected }) => defaultSelected);
  if (select.multiple) return new Set(marked.map(({ value }) => value));
  const only = marked.at(-1) ?? (select.size > 1 ? undefined : options.find(({ disabled }) => !disabled));
  return new Set(only === undefined ? [] : [only.value]);
}

function copyAttributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const attribute of fresh.attributes) {
    // Cloned, because setAttribute rejects names such as "@click".
    if (old.getAttribute(attribute.name) !== attribute.value)
      old.setAttributeNode(attribute.cloneNode() as Attr);
  }
}

function tellConflict(field: Element, mine: string | boolean, theirs: string | boolean): void {
  const detail: ConflictDetail = { field, mine, theirs };
  field.dispatchEvent(new CustomEvent('dx-conflict', { bubbles: true, composed: true, detail }));
}
