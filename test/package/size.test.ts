import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Budget {
  code?: string;
  files?: URL[];
  limit: number;
}

interface Chunk {
  moduleIds?: string[];
}

// JavaScript of the project itself, which has no declarations.
const load = (path: string): Promise<unknown> => import(new URL(path, import.meta.url).href);
const { BUDGETS } = (await load('../../scripts/budgets.js')) as {
  BUDGETS: Record<string, Budget>;
};
const { loadedAtOnce, sizeOfBudget } = (await load('../../scripts/size.js')) as {
  loadedAtOnce: (output: readonly Chunk[]) => Chunk[];
  sizeOfBudget: (budget: Budget) => Promise<{ brotli: number }>;
};

describe('size', () => {
  for (const [name, budget] of Object.entries(BUDGETS))
    it(`${name}: at most ${budget.limit} bytes`, async () => {
      const { limit } = budget;
      const { brotli } = await sizeOfBudget(budget);
      assert.ok(
        brotli <= limit,
        `${brotli} bytes; make it smaller, or decide in scripts/budgets.js that it may grow`,
      );
      assert.ok(brotli > limit * 0.9, `${brotli} bytes: the limit can be lowered`);
    });

  it('of a page without an event log has none of its words in it', () => {
    const read = (name: string): string => readFileSync(`dist/${name}`, 'utf8');
    const words = 'No element of this page listens to events.';
    assert.ok(read('parts/event-log.js').includes(words));
    for (const name of ['dx-realtime.js', 'dx-realtime.module.js'])
      assert.ok(!read(name).includes(words), name);
    assert.ok(!read('parts/event-log.js').includes('Kein Element dieser Seite'));
  });

  it('of a page with a refresher has nothing in it that only other elements need', async () => {
    const { build } = await import('vite');
    const result = await build({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, minify: false, rolldownOptions: { input: 'dist/define/dx-refresher.js' } },
    });
    const { output } = result as { output: Chunk[] };
    const atOnce = loadedAtOnce(output);
    const modules = atOnce.flatMap(({ moduleIds = [] }) => moduleIds);
    assert.ok(modules.some((id) => id.endsWith('/dx-refresher.js')));
    const others = /\/(alerts|messenger|event-log|i18n|sharing|merge|lit-html|idiomorph)\//;
    assert.deepEqual(
      modules.filter((id) => others.test(id)),
      [],
    );
  });
});
