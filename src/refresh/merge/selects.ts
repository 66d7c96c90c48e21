import { isSubmitted } from '../user-edits.js';
import { reportConflict } from './conflict.js';

/**
 * Notes what a person chose in a select, before its options are merged.
 *
 * @returns puts the choice back afterwards, as far as its options still exist
 */
export function rememberSelect(select: HTMLSelectElement): () => void {
  const chosen = new Set([...select.selectedOptions].map(({ value }) => value));
  const value = select.value;
  const before = defaultChoice(select);
  const markedBefore = markedOptions(select);
  return () => {
    const fresh = defaultChoice(select);
    // Without a mark the first option stands for nothing that the server said.
    const isChanged = !isEqual(markedOptions(select), markedBefore);
    const isOurs = !isEqual(chosen, before) && !(isChanged && isSubmitted(select, value));
    const options = [...select.options];
    const exists = chosen.size === 0 || options.some((option) => chosen.has(option.value));
    const wanted = isOurs && exists ? chosen : fresh;
    for (const option of options) {
      const selected = wanted.has(option.value);
      if (option.selected !== selected) option.selected = selected;
    }
    if (isOurs && (isChanged || !exists) && !isEqual(fresh, chosen))
      reportConflict(select, textOf(chosen), textOf(fresh));
  };
}

/** The values that the markup selects. */
function markedOptions(select: HTMLSelectElement): Set<string> {
  const marked = [...select.options]
    .filter(({ defaultSelected }) => defaultSelected)
    .map(({ value }) => value);
  return new Set(select.multiple ? marked : marked.slice(-1));
}

/** What is selected where nobody has touched it: a list box may select nothing, a drop-down its first option. */
function defaultChoice(select: HTMLSelectElement): Set<string> {
  const marked = markedOptions(select);
  if (marked.size > 0 || select.multiple || select.size > 1) return marked;
  const first = [...select.options].find(({ disabled }) => !disabled);
  return new Set(first === undefined ? [] : [first.value]);
}

function isEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

const textOf = (values: ReadonlySet<string>): string => [...values].join(', ');
