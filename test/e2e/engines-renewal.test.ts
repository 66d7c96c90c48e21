import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { until } from '../gateway/support/until.js';
import { thoroughEngines, type EnginePage } from '../support/engines/open-engine.js';
import { find } from '../support/engines/find.js';
import { SCRIPT } from './engines-site.js';
import { useEngine } from './use-engine.js';

/** One for each test. */
const PERSONS = ['anna', 'boris', 'carla'];
const FIELD = find('dx-messenger', 'textarea');
const TOASTS = `[...document.querySelectorAll('.dx-alerts')].flatMap((host) =>
  [...host.shadowRoot.querySelectorAll('li:not(.leaving) .toast .text')].map(({ textContent }) => textContent.trim()))`;

/** A page on which somebody is in the middle of everything. `heard` is what came, `gaps` counts what may be missing. */
const page = (
  count: number,
): string => `<main id="part"><p id="count">${count}</p><p id="words">Some words to select</p>
    <form><input id="name" name="name" value="server"><textarea id="note" name="note"></textarea></form></main>
  <dx-refresher event-name="changed" action="fetch" target="#part" min-interval="0"></dx-refresher>
  <dx-inbox event-name="alert"></dx-inbox><dx-alert-toast event-name="alert"></dx-alert-toast>
  <dx-messenger event-name="chat" send-event="chat-send" user-id="anna"></dx-messenger>
  <script>
    const heard = [];
    let gaps = 0;
    addEventListener('load', () => {
      const connection = dxRealtime.connect();
      connection.on('number', ({ data }) => heard.push(data));
      connection.onGap(() => (gaps += 1));
    });
  </script>`;

/** Whether all has come that came meanwhile. */
const CAME = `${find('dx-inbox')}.unread === 2 && ${TOASTS}.length === 2 && heard.includes(2) &&
  document.querySelector('#count').textContent === '2' && ${find('dx-messenger', '.list')}.textContent.includes('Still there?')`;

/** All that a person would miss. */
const SEEN = `(() => {
  const [note, field] = [document.querySelector('#note'), ${FIELD}];
  return {
    note: note.value, caret: note.selectionStart, draft: field.value,
    selected: [field.selectionStart, field.selectionEnd, field.selectionDirection],
    focus: [document.activeElement.localName, document.activeElement.shadowRoot?.activeElement?.localName],
    words: String(getSelection()),
    unread: ${find('dx-inbox')}.unread, toasts: ${TOASTS}.sort(), heard, gaps,
    count: document.querySelector('#count').textContent,
    said: [...${find('dx-messenger')}.shadowRoot.querySelectorAll('[part~=text]')].map(({ textContent }) => textContent.trim()),
  };
})()`;

for (const engine of thoroughEngines()) {
  describe(`a session that is renewed while a page is used in ${engine}`, { timeout: 180_000 }, () => {
    const used = useEngine(engine);
    let shown: EnginePage;
    let former = '';
    let count = 1;
    let tests = 0;
    let person = '';

    beforeEach(() => {
      // Somebody else, since alerts of the one before are stored.
      person = PERSONS[tests]!;
      tests += 1;
      count = 1;
    });
    afterEach(async () => {
      used.site.appear();
      assert.deepEqual(await shown.evaluate('problems'), []);
    });

    const open = async (settings = ''): Promise<void> => {
      const { site, page: first } = used;
      shown = first;
      former = await site.login(person);
      const head = SCRIPT.replace('<script', `<script ${settings}`);
      await shown.setViewportSize({ width: 1000, height: 700 });
      // A page without the script, so that nothing is left of the test before.
      await shown.go(site.page('storage', '', { head: '' }));
      const stored = JSON.stringify({ sid: former, who: person });
      await shown.evaluate(
        `(sessionStorage.clear(), localStorage.clear(), Object.assign(localStorage, ${stored}), null)`,
      );
      await shown.go(site.page(`renewal-${tests}`, () => page(count), { head }));
      await used.isTrue(`dxRealtime.connect().state === 'live' && ${FIELD}`);
    };
    const alert = (text: string): Promise<void> =>
      used.site.push('alert', { id: `${text} in test ${tests}`, text, sticky: true });
    const say = (text: string): Promise<void> =>
      used.site.push('chat', { id: `${text} in test ${tests}`, user: 'carla', text, at: Date.now() });
    const type = async (field: string, text: string): Promise<void> => {
      await shown.evaluate(`${field}.focus()`);
      await shown.keyboard.type(text);
    };
    /** The page has another session from now on. */
    const renew = async (next: string): Promise<void> => {
      await shown.evaluate(
        `(localStorage.setItem('sid', ${JSON.stringify(next)}), dxRealtime.checkSession(), null)`,
      );
    };
    /** One alert, one message, one number; half a sentence in the page and in the messenger, with words marked. */
    const begin = async (): Promise<void> => {
      await alert('Order 7');
      await say('Hello');
      await used.site.push('number', 1);
      await used.isTrue(`${find('dx-inbox')}.unread === 1 && ${TOASTS}.length === 1 && heard.length === 1`);
      await used.isTrue(`${find('dx-messenger', '.list')}.textContent.includes('Hello')`);
      await type(`document.querySelector('#note')`, 'half a sentence');
      await shown.keyboard.press('ArrowLeft');
    };
    const write = async (): Promise<void> => {
      await type(FIELD, 'and half another');
      await shown.evaluate(`(getSelection().selectAllChildren(document.querySelector('#words')),
        ${FIELD}.focus(), ${FIELD}.setSelectionRange(4, 8, 'backward'), null)`);
    };
    const comeMeanwhile = async (number: number): Promise<void> => {
      await used.site.push('number', number);
      await alert('Order 8');
      await say('Still there?');
      count = 2;
      await used.site.push('changed', {});
    };
    const kept = (words: unknown, change: object): object => ({
      ...{ note: 'half a sentence', caret: 14, draft: 'and half another', selected: [4, 8, 'backward'] },
      ...{ focus: ['dx-messenger', 'textarea'], words, unread: 2, toasts: ['Order 7', 'Order 8'], gaps: 0 },
      ...{ count: '2', ...change },
    });

    it('keeps text, caret, selection, focus, alerts and chat, and misses nothing, where it is renewed over a line that holds', async () => {
      const { site } = used;
      await open();
      await begin();
      await write();
      const words = await shown.evaluate('String(getSelection())');
      await renew(await site.login(person));
      await comeMeanwhile(2);
      await used.isTrue(CAME);
      await site.endSession(former);
      await site.push('number', 3);
      await used.isTrue('heard.includes(3)');
      await used.isTrue(`dxRealtime.connect().state === 'live'`);
      assert.deepEqual(
        await shown.evaluate(SEEN),
        kept(words, { heard: [1, 2, 3], said: ['Hello', 'Still there?'] }),
      );
    });

    for (const [whose, settings, seenMeanwhile] of [
      ['the page tells who it is', 'data-person-key="localStorage:who"', [['Order 7'], 'and half another']],
      ['only the gateway can tell who it is', '', [[], '']],
    ] as const)
      it(`keeps text, caret, selection, focus, alerts and chat, sends what waits once and misses nothing, where it is renewed while the line is away and ${whose}`, async () => {
        const { site } = used;
        await open(settings);
        await begin();
        const next = await site.login(person);
        site.vanish();
        await used.isTrue(`dxRealtime.connect().state !== 'live'`);
        const before = site.said.length;
        await type(FIELD, 'This waits');
        await shown.keyboard.press('Enter');
        await write();
        const words = await shown.evaluate('String(getSelection())');
        await comeMeanwhile(2);
        // With the former session nothing could be sent or heard any more.
        await site.endSession(former);
        await renew(next);
        await used.isTrue(
          `JSON.stringify([${TOASTS}, ${FIELD}.value]) === '${JSON.stringify(seenMeanwhile)}'`,
        );
        site.appear();
        await used.isTrue(CAME);
        await until(() => site.said.length > before, 'what waits is sent');
        await site.push('number', 3);
        await used.isTrue('heard.includes(3)');
        assert.deepEqual(
          await shown.evaluate(SEEN),
          kept(words, { heard: [1, 2, 3], said: ['Hello', 'Still there?', 'This waits'] }),
        );
        assert.deepEqual(site.said.slice(before), ['This waits']);
      });
  });
}
