import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Data } from '@puckeditor/core';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { componentNameOf, type Block, type Setting } from '../../src/builders/manifest.js';
import { initialValues } from '../../src/builders/values.js';
import { until } from '../gateway/support/until.js';
import { inFormOrder, otherValue, otherValues } from '../support/other-value.js';
import { bundle, type Site } from '../e2e/site.js';
import { launchBrowser } from '../e2e/support.js';
import {
  AUTHORED,
  checkExported,
  countConnections,
  manifest,
  openEditor,
  startEditorSite,
  type OpenedEditor,
} from './support.js';

/** What the page gives to the tests. */
declare const puck: {
  dispatch(action: object): void;
  data(): Data;
  selected(): string | undefined;
  /** Whether the last change is in the history. */
  isSettled(): boolean;
  stored(): Data;
};

const EMPTY = { content: [], root: {} };

/** Puck as its documents say; `?render` shows what was stored, as a site would. */
const EDITOR_SCRIPT = `
  import { createElement } from 'react';
  import { createRoot } from 'react-dom/client';
  import { Puck, Render, useGetPuck } from '@puckeditor/core';
  import { puckConfig, puckOverrides } from '/dist/builders/puck.js';
  import manifest from '/manifest.json';
  const List = { render: () => createElement('p', { id: 'list' }, 'old') };
  const { components, categories } = puckConfig(manifest);
  const config = { components: { ...components, List }, categories };
  const stored = () => JSON.parse(localStorage.getItem('page') ?? '${JSON.stringify(EMPTY)}');
  const script = { src: '/dist/dx-realtime.js', settings: { url: location.origin, appId: 'site' } };
  const query = new URLSearchParams(location.search);
  function Api({ children }) {
    const get = useGetPuck();
    window.puck = {
      dispatch: (action) => get().dispatch(action),
      data: () => get().appState.data,
      selected: () => get().selectedItem?.type,
      isSettled: () => {
        const { histories, index } = get().history;
        return JSON.stringify(histories[index].state.data.content) === JSON.stringify(get().appState.data.content);
      },
      stored,
    };
    return children;
  }
  const editor = () => createElement(Puck, {
    config, data: stored(), overrides: { ...puckOverrides(manifest, script), puck: Api },
    iframe: { enabled: !query.has('flat') },
    onChange: (data) => localStorage.setItem('page', JSON.stringify(data)),
  });
  createRoot(document.querySelector('#app'))
    .render(query.has('render') ? createElement(Render, { config, data: stored() }) : editor());`;

const editorPage = (head = ''): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/libraries/@puckeditor/core/dist/no-external.css"></head>
  <body style="margin:0"><div id="app"></div><script src="/part/puck.js"></script></body></html>`;

describe('Puck', () => {
  let browser: Browser;
  let site: Site;
  let opened: OpenedEditor;
  let page: Page;
  let canvas: FrameLocator;
  before(async () => {
    browser = await launchBrowser();
    site = await startEditorSite();
    const script = await bundle(EDITOR_SCRIPT, 'test/builders');
    site.part('puck.js', () => script, 'text/javascript');
    site.part('puck', () => editorPage());
    opened = await openEditor(browser, site, '/part/puck');
    ({ page } = opened);
    canvas = page.frameLocator('#preview-frame');
    await untilReady();
  });
  after(async () => {
    await browser.close();
    await site.close();
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.foreign, []);
  });
  beforeEach(() => clear());

  const untilReady = () => page.waitForFunction('window.puck !== undefined');
  const settled = () => page.waitForFunction('puck.isSettled()');
  const clear = async (): Promise<void> => {
    await page.evaluate(() => {
      while (puck.data().content.length > 0)
        puck.dispatch({ type: 'remove', index: 0, zone: 'root:default-zone' });
    });
    await settled();
  };
  /** Opens the editor with a page that was stored. */
  const openStored = async (stored: object): Promise<void> => {
    await page.evaluate((text) => localStorage.setItem('page', text), JSON.stringify(stored));
    await page.goto(new URL('/part/puck', site.url).href);
    await untilReady();
  };
  const data = (): Promise<Data> => page.evaluate(() => puck.data());
  /** What the page holds: components and their settings, without the ids of Puck. */
  const content = async () =>
    (await data()).content.map(({ type, props }) => {
      const settings: Record<string, unknown> = { ...props };
      delete settings.id;
      return { type, props: settings };
    });
  const untilContent = async (expected: object[]): Promise<void> => {
    await until(
      async () => (await data()).content.length === expected.length,
      `${expected.length} components`,
    );
    assert.deepEqual(await content(), expected);
  };
  const dropped = (block: Block) => ({ type: componentNameOf(block), props: initialValues(block) });
  const insert = (block: Block) =>
    page.evaluate(
      (componentType) =>
        puck.dispatch({
          type: 'insert',
          componentType,
          destinationIndex: 0,
          destinationZone: 'root:default-zone',
        }),
      componentNameOf(block),
    );
  /** Presses a button of the header until it can be pressed no more, or the page is empty. */
  const pressUntil = (name: 'undo' | 'redo', done: () => Promise<boolean>) =>
    until(async () => {
      if (await done()) return true;
      await page.getByRole('button', { name, exact: true, disabled: false }).click();
      await settled();
      return false;
    }, `${name} to lead there`);

  const drag = async (block: Block): Promise<void> => {
    const from = (await page.getByTestId(`drawer-item:${componentNameOf(block)}`).boundingBox())!;
    const to = (await page.locator('#preview-frame').boundingBox())!;
    await page.mouse.move(from.x + 20, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 200, to.y + 100, { steps: 8 });
    await canvas.locator('[data-puck-line-placeholder]').waitFor({ state: 'attached' });
    await page.mouse.up();
  };

  const setByForm = async (setting: Setting): Promise<void> => {
    const { property, type, options } = setting;
    assert.ok(await page.getByText(setting.label, { exact: true }).filter({ visible: true }).count());
    const value = otherValue(setting);
    if (type === 'boolean') {
      const yes = page.locator(`label:has(input[type=radio][name="${property}"])`, { hasText: 'Yes' });
      return yes.filter({ visible: true }).click();
    }
    if (type !== 'enum')
      return page.locator(`input[name="${property}"]`).filter({ visible: true }).fill(String(value));
    const select = page.locator(`select[id$="_select_${property}"]`).filter({ visible: true });
    await select.selectOption({ label: options!.find((option) => option.value === value)!.label });
  };

  it('takes every block that is dragged in', async () => {
    for (const block of manifest.blocks) {
      await clear();
      await drag(block);
      await untilContent([dropped(block)]);
    }
    assert.deepEqual(opened.connections, []);
  });

  it('shows, selects and moves every block on a quiet canvas', async () => {
    for (const block of manifest.blocks) await insert(block);
    for (const { tag, ...block } of manifest.blocks) {
      const element = canvas.locator(tag);
      await element.waitFor();
      const size = await element.evaluate((shown) => shown.getBoundingClientRect().height);
      assert.ok(size >= 20, `${tag} is ${size} px high`);
      await element.click({ position: { x: 4, y: 4 }, force: true });
      const name = componentNameOf({ tag, ...block });
      await until(
        async () => (await page.evaluate(() => puck.selected())) === name,
        `${name} to be selected`,
      );
    }
    await page.evaluate(
      (destinationIndex) =>
        puck.dispatch({
          type: 'reorder',
          sourceIndex: 0,
          destinationIndex,
          destinationZone: 'root:default-zone',
        }),
      manifest.blocks.length - 1,
    );
    const [last, ...others] = [...manifest.blocks].reverse();
    await untilContent([...others, last!].map(dropped));
    await canvas.locator('dx-connection').waitFor();
    assert.deepEqual(opened.connections, []);
    assert.equal(await canvas.locator('.dx-alerts').count(), 0);
  });

  for (const block of manifest.blocks)
    it(`sets everything of the ${block.label} in its form, undoes, redoes and stores it`, async () => {
      await insert(block);
      await settled();
      await canvas.locator(block.tag).click({ position: { x: 4, y: 4 }, force: true });
      for (const setting of inFormOrder(block)) await setByForm(setting);
      const expected = { type: componentNameOf(block), props: otherValues(block) };
      const isSame = async () => {
        const [first] = await content();
        return first !== undefined && isDeepStrictEqual(first, expected);
      };
      await until(isSame, `the settings of the ${block.label}`);
      await settled();
      await pressUntil('undo', async () => (await data()).content.length === 0);
      await pressUntil('redo', isSame);
      await page.waitForFunction(() => JSON.stringify(puck.stored()) === JSON.stringify(puck.data()));
    });

  it('has what was stored after a reload', async () => {
    for (const block of manifest.blocks) await insert(block);
    await page.waitForFunction(() => JSON.stringify(puck.stored()) === JSON.stringify(puck.data()));
    await page.reload();
    await untilReady();
    await untilContent([...manifest.blocks].reverse().map(dropped));
    for (const { tag } of manifest.blocks) await canvas.locator(`${tag}:defined`).waitFor();
    assert.deepEqual(opened.connections, []);
  });

  const AUTHORED_DATA = {
    root: {},
    content: [
      {
        type: 'DxRefresher',
        props: { id: 'a', eventName: 'changed', target: '#list', action: 'fetch', src: '/part/list' },
      },
      { type: 'DxAlertToast', props: { id: 'b', eventName: 'changed', map: 'text: version' } },
      { type: 'List', props: { id: 'c' } },
    ],
  };

  it('is live in the interactive mode, and quiet again after it', async () => {
    site.part('list', (version) => `<p id="list">Version ${version}</p>`);
    await openStored(AUTHORED_DATA);
    const setMode = (previewMode: string) =>
      page.evaluate((mode) => puck.dispatch({ type: 'setUi', ui: { previewMode: mode } }), previewMode);
    await setMode('interactive');
    await canvas.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
    await site.push();
    await canvas.locator('.dx-alerts').getByText(/^\d+$/).first().waitFor();
    await setMode('edit');
    await until(async () => (await countConnections(site)) === 0, 'the end of the connection');
    await canvas.locator('.dx-alerts').waitFor({ state: 'detached' });
    await openStored(EMPTY);
  });

  it('renders a page that works alone', async () => {
    await openStored(AUTHORED_DATA);
    await page.goto(new URL('/part/puck?render', site.url).href);
    await page.locator('#list').waitFor();
    const html = await page.locator('#app').innerHTML();
    assert.ok(html.includes(`${AUTHORED}<p id="list">old</p>`), html);
    await checkExported({ browser, site }, html);
    await openStored(EMPTY);
  });

  it('shows the elements without a frame, too', async () => {
    site.part('flat', () =>
      editorPage('<script src="/dist/dx-realtime.js" data-url="" data-app-id="site"></script>'),
    );
    const flat = await openEditor(browser, site, '/part/flat?flat');
    await flat.page.waitForFunction('window.puck !== undefined');
    await flat.page.evaluate(() =>
      puck.dispatch({
        type: 'insert',
        componentType: 'DxRefresher',
        destinationIndex: 0,
        destinationZone: 'root:default-zone',
      }),
    );
    await flat.page.locator('#puck-preview dx-refresher').waitFor();
    assert.deepEqual(flat.connections, []);
    assert.deepEqual(flat.problems, []);
    await flat.close();
  });
});
