import { isSubmitted } from '../user-edits.js';
import type { Base } from './base.js';
import { reportConflict } from './conflict.js';

/**
 * Notes what a person chose in a select, before its options are merged.
 *
 * @returns puts the choice back afterwards, as far as its options still exist
 */
export function rememberSelect(select: HTMLSelectElement, base: Base): () => void {
  const chosen = chosenValues(select);
  const { value } = select;
  const markedBefore = markedOptions(select, base);
  const isTouched = isChosen(select, base);
  return () => {
    const fresh = defaultChoice(select, base);
    // Without a mark the first option stands for nothing that the server said.
    const isChanged = !isEqual(markedOptions(select, base), markedBefore);
    const isOurs = isTouched && !(isChanged && isSubmitted(select, value));
    const options = [...select.options];
    const exists = chosen.size === 0 || options.some((option) => chosen.has(option.value));
    const wanted = isOurs && exists ? chosen : fresh;
    for (const option of options) {
      const selected = wanted.has(option.value);
      if (option.selected !== selected) option.selected = selected;
    }
    if (isOurs && (isChanged || !exists) && !isEqual(fresh, chosen))
      reportConflict(select, 'changed', textOf(chosen), textOf(fresh));
  };
}

/** Whether something else is selected than what the server says. */
export function isChosen(select: HTMLSelectElement, base: Base): boolean {
  return !isEqual(chosenValues(select), defaultChoice(select, base));
}

const chosenValues = (select: HTMLSelectElement): Set<string> =>
  new Set([...select.selectedOptions].map(({ value }) => value));

/** The values that the server's markup selects. */
function markedOptions(select: HTMLSelectElement, base: Base): Set<string> {
  const marked = [...select.options]
    .filter((option) => base.attribute(option, 'selected') !== null)
    .map(({ value }) => value);
  return new Set(select.multiple ? marked : marked.slice(-1));
}

/** What is selected where nothing was touched: a list box may select nothing, a drop-down its first option. */
function defaultChoice(select: HTMLSelectElement, base: Base): Set<string> {
  const marked = markedOptions(select, base);
  if (marked.size > 0 || select.multiple || select.size > 1) return marked;
  const first = [...select.options].find(({ disabled }) => !disabled);
  return new Set(first === undefined ? [] : [first.value]);
}

function isEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

const textOf = (values: ReadonlySet<string>): string => [...values].join(', ');
