/**
 * A test of what some engines cannot do: where this one cannot, it is skipped by name, with the reason.
 * @param can whether this engine can
 * @param lacks what it lacks, as the report says it
 */
export function itWhere(can: boolean, lacks: string, title: string, run: () => unknown): void {
  if (can) it(title, () => run() as Promise<void>);
  else it.skip(`${title} – skipped, this engine has no ${lacks}`, () => undefined);
}
