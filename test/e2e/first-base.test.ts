import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { thoroughEngines } from '../support/engines/open-engine.js';
import { SCRIPT } from './engines-site.js';
import { useEngine } from './use-engine.js';

/** What a script makes of the part: a class, a row, a hidden value, a wrapper around what the server sent. */
const ENHANCE = `{
  const part = document.querySelector('#part');
  part.querySelector('#box').classList.add('ready');
  part.querySelector('ul').insertAdjacentHTML('beforeend', '<li>made here</li>');
  part.querySelector('input').value = 'chosen';
  const wrapper = document.createElement('div');
  wrapper.className = 'wrapper';
  const table = part.querySelector('table');
  table.replaceWith(wrapper);
  wrapper.append(table);
}`;
const IN_BODY = `<script>${ENHANCE}</script>`;
const ON_LOAD = `<script>addEventListener('load', () => ${ENHANCE})</script>`;
const ON_PARSED = `<script>addEventListener('DOMContentLoaded', () => ${ENHANCE})</script>`;
/** A framework that is there before the script is even asked for. */
const LATE = `<script>addEventListener('load', () => {
  const script = document.createElement('script');
  script.src = '/dist/dx-realtime.js';
  script.dataset.url = '';
  script.dataset.appId = 'engines';
  document.body.append(script);
})</script>`;

const STATE = `(() => {
  const one = (selector) => document.querySelector('#part ' + selector);
  return [one('h2').textContent, one('#box').className, one('ul').textContent, one('input').value, one('.wrapper > table td').textContent];
})()`;

/** Ways to start, and whether the script sees the part before others change it. */
const STARTS: { name: string; head: string; end: string; isFirst: boolean }[] = [
  { name: 'a load handler', head: `${SCRIPT}${ON_LOAD}`, end: '', isFirst: true },
  {
    name: 'a handler of the parsed page, defined before ours',
    head: `${ON_PARSED}${SCRIPT}`,
    end: '',
    isFirst: true,
  },
  { name: 'a script at the end of the body', head: SCRIPT, end: IN_BODY, isFirst: false },
  {
    name: 'a script at the end of the body before ours',
    head: '',
    end: `${IN_BODY}${SCRIPT}`,
    isFirst: false,
  },
  { name: 'a framework on a page that asks for our script late', head: LATE, end: IN_BODY, isFirst: false },
];

for (const engine of thoroughEngines()) {
  describe(`what a script made before the first refresh, in ${engine}`, { timeout: 120_000 }, () => {
    const used = useEngine(engine);
    const { isTrue } = used;

    const tryStart = async (
      name: string,
      { head, end }: { head: string; end: string },
      headers: Record<string, string>,
    ): Promise<void> => {
      let version = 1;
      const body = () =>
        `<main id="part"><h2>${version}</h2><div id="box" class="box">box</div><ul><li>one</li></ul>
        <form><input type="hidden" name="stars"></form><table><tbody><tr><td>${version}</td></tr></tbody></table></main>
        <dx-refresher event-name="changed" action="fetch" target="#part" min-interval="0"></dx-refresher>${end}`;
      await used.page.go(used.site.page(name, body, { head, headers }));
      await isTrue(`document.querySelector('dx-refresher').matches(':state(live)')`);
      await isTrue(`document.querySelector('.wrapper')`);
      for (version = 2; version < 4; version += 1) {
        await used.page.evaluate('void (refreshed = 0)');
        await used.site.push('changed', {});
        await isTrue('refreshed > 0');
        const expected = [String(version), 'box ready', 'onemade here', 'chosen', String(version)];
        assert.deepEqual(await used.page.evaluate(STATE), expected);
      }
      assert.deepEqual(await used.page.evaluate('problems'), []);
    };

    STARTS.forEach((start, index) => {
      for (const [kept, caching] of [
        ['may be kept', 'private, max-age=0, must-revalidate'],
        ['is not stored', 'no-store'],
      ] as const) {
        // Without a copy nobody knows what stood there before others changed it.
        const isKnown = start.isFirst || (caching !== 'no-store' && engine !== 'webkit');
        if (!isKnown) continue;
        it(`stays where ${start.name} made it, and the page ${kept}`, () =>
          tryStart(`start-${index}-${caching.length}`, start, { 'Cache-Control': caching }));
      }
    });
  });
}
