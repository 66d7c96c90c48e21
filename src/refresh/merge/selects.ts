import { isSubmitted } from '../edits.js';
import { tellConflict } from './conflict.js';

/**
 * Notes what a person chose in a select, before its options are merged.
 *
 * @returns puts the choice back afterwards, as far as its options still exist
 */
export function rememberSelect(select: HTMLSelectElement): () => void {
  const chosen = new Set([...select.selectedOptions].map(({ value }) => value));
  const value = select.value;
  const before = defaultChoice(select);
  return () => {
    const fresh = defaultChoice(select);
    const isChanged = !isEqual(fresh, before);
    const isOurs = !isEqual(chosen, before) && !(isChanged && isSubmitted(select, value));
    const options = [...select.options];
    const exists = chosen.size === 0 || options.some((option) => chosen.has(option.value));
    const wanted = isOurs && exists ? chosen : fresh;
    for (const option of options) {
      const selected = wanted.has(option.value);
      if (option.selected !== selected) option.selected = selected;
    }
    if (isOurs && (isChanged || !exists) && !isEqual(fresh, chosen))
      tellConflict(select, textOf(chosen), textOf(fresh));
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

function isEqual(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}

const textOf = (values: ReadonlySet<string>): string => [...values].join(', ');
