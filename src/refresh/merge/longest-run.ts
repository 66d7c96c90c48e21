/**
 * The longest run of numbers that only grows: the places of what need not be moved when the rest is put in order.
 *
 * @param pinned a place that must be in the run; -1 = none
 */
export function longestRun(numbers: readonly number[], pinned = -1): Set<number> {
  const fits = (at: number): boolean =>
    pinned === -1 || at === pinned || at < pinned === numbers[at]! < numbers[pinned]!;
  /** `ends[length - 1]`: where the run of that length ends that ends with the smallest number. */
  const ends: number[] = [];
  const before: number[] = [];
  numbers.forEach((number, at) => {
    if (!fits(at)) return;
    const length = firstNotBelow(ends, numbers, number);
    before[at] = ends[length - 1] ?? -1;
    ends[length] = at;
  });
  const run = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at !== -1; at = before[at]!) run.add(at);
  return run;
}

function firstNotBelow(ends: readonly number[], numbers: readonly number[], number: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[ends[middle]!]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
