import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../../gateway/support/until.js';
import type { EngineName, EnginePage } from '../../support/engines/open-engine.js';
import { useEngine, type UsedEngine } from '../use-engine.js';
import { EDITORS } from './editors.js';
import { FIELDS } from './fields.js';
import { KITS } from './kits.js';
import type { Library } from './library.js';
import { VIEWS } from './views.js';

/** Tests in an engine that what libraries made, and a person with them, survives the server's next version. */
export function runLibraries(engine: EngineName): void {
  describe(`what libraries made survives a refresh, in ${engine}`, { timeout: 180_000 }, () => {
    const used = useEngine(engine);

    [...EDITORS, ...FIELDS, ...VIEWS, ...KITS].forEach((library, index) => {
      it(`${library.name}: keeps what was typed, chosen and opened while the server's change arrives`, () =>
        tryLibrary(library, used, `library-${index}`));
    });
  });
}

async function tryLibrary(
  library: Library,
  { site, page, ...used }: UsedEngine,
  name: string,
): Promise<void> {
  let version = 1;
  const { ready, act, typed, state, expected } = library;
  const isTrue = (expression: string): Promise<unknown> =>
    used.isTrue(expression).catch(async (error: unknown) => {
      throw new Error(`the page says ${JSON.stringify(await page.evaluate('problems'))}`, { cause: error });
    });
  const isAs = async (wanted: unknown): Promise<void> => {
    const last: { seen?: unknown } = {};
    const look = async (): Promise<boolean> => {
      last.seen = await page.evaluate(state);
      return JSON.stringify(last.seen) === JSON.stringify(wanted);
    };
    await until(look, state).catch(() => undefined);
    assert.deepEqual(last.seen, wanted);
  };
  await page.go(site.page(name, () => pageOf(library, version)));
  await isTrue(`document.querySelector('dx-refresher').matches(':state(live)') && (${ready})`);
  if (typed !== undefined) await typeInto(page, typed);
  if (act !== undefined) await page.evaluate(`(() => { ${act} })()`);
  await isAs(expected(1));
  version = 2;
  await site.push('changed', {});
  await isTrue(`refreshed > 0 && one('#count').textContent === '2'`);
  await isAs(expected(2));
  assert.deepEqual(await page.evaluate('problems'), []);
  assert.deepEqual(await page.evaluate('conflicts'), []);
}

async function typeInto(page: EnginePage, { into, text }: { into: string; text: string }): Promise<void> {
  const { x, y } = await page.evaluate<{ x: number; y: number }>(`(() => {
    const { left, top, width, height } = one(${JSON.stringify(into)}).getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  })()`);
  await page.mouse.click(x, y);
  await page.keyboard.press('End');
  await page.keyboard.type(text);
}

function pageOf({ files, html, start }: Library, version: number): string {
  const tags = files.map((file) => {
    if (file.endsWith('.css')) return `<link rel="stylesheet" href="/libraries/${file}">`;
    return `<script ${file.includes('shoelace') ? 'type="module"' : ''} src="/libraries/${file}"></script>`;
  });
  // On a machine without a language, WebKit has one that no script understands: C.
  return `<script>if (navigator.language === 'C') Object.defineProperty(navigator, 'language', { value: 'en' })</script>
    ${tags.join('')}<script>
      const one = (selector) => document.querySelector(selector);
      const all = (selector) => [...document.querySelectorAll(selector)];
      const conflicts = [];
      addEventListener('dx-conflict', ({ detail: { kind, mine, theirs } }) => conflicts.push({ kind, mine, theirs }));
      addEventListener('load', () => { ${start ?? ''} });
    </script>
    <main id="part"><h2 id="count">${version}</h2>${html(version)}</main>
    <dx-refresher event-name="changed" action="fetch" target="#part" min-interval="0"></dx-refresher>`;
}
