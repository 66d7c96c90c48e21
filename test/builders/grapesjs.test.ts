import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Editor } from 'grapesjs';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { type Block, type Setting } from '../../src/builders/manifest.js';
import { attributesOf, htmlOf, isShown } from '../../src/builders/values.js';
import { inFormOrder, otherValue, otherValues } from '../support/other-value.js';
import type { Site } from '../e2e/site.js';
import { until } from '../gateway/support/until.js';
import { launchBrowser } from '../e2e/support.js';
import {
  AUTHORED,
  checkExported,
  countConnections,
  documentedPage,
  manifest,
  openEditor,
  startEditor,
  startEditorSite,
  type OpenedEditor,
} from './support.js';

declare const editor: Editor;
declare const grapesjs: { editors: Editor[] };

/** Where the script with the elements is loaded, and which document makes what stands on the canvas. */
const PLACEMENTS = {
  canvas: 'with the script in the canvas',
  editor: 'with the script in the editor',
  both: 'with the script in editor page and canvas',
  frame: 'with the script in the canvas, whose own document makes the elements',
};
type Placement = keyof typeof PLACEMENTS;
const placements = Object.keys(PLACEMENTS) as Placement[];

const TAG = '<script src="/dist/dx-realtime.js" data-url="" data-app-id="site"></script>';

/** A page with GrapesJS as its documents say; what was stored is there again after a reload. */
const editorPage = (
  placement: Placement,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/libraries/grapesjs/dist/css/grapes.min.css">
  ${['editor', 'both'].includes(placement) ? TAG : ''}<script src="/libraries/grapesjs/dist/grapes.min.js"></script></head>
  <body style="margin:0"><div id="editor"></div><script type="module">
    import { grapesjsPlugin } from '/dist/builders/grapesjs.js';
    const manifest = await (await fetch('/part/manifest.json')).json();
    const script = { src: new URL('/dist/dx-realtime.js', location).href, settings: { url: location.origin, appId: 'site' } };
    window.editor = grapesjs.init({
      container: '#editor', height: '100vh', cssIcons: '', telemetry: false, noticeOnUnload: false,
      domComponents: { useFrameDoc: ${placement === 'frame'} },
      storageManager: { type: 'local', autosave: false },
      plugins: [(editor) => grapesjsPlugin(editor, ${placement === 'editor' ? '{ manifest }' : '{ manifest, script }'})],
    });
    editor.onReady(() => { window.isReady = true; });
  </script></body></html>`;

describe('GrapesJS', () => {
  let browser: Browser;
  let site: Site;
  let opened: OpenedEditor;
  let page: Page;
  let canvas: FrameLocator;
  before(async () => {
    browser = await launchBrowser();
    site = await startEditorSite();
    for (const placement of placements) site.part(placement, () => editorPage(placement));
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  const open = async (placement: Placement): Promise<void> => {
    opened = await openEditor(browser, site, `/part/${placement}`);
    ({ page } = opened);
    canvas = page.frameLocator('.gjs-frame');
    await untilReady();
  };
  const closeAndCheck = async (): Promise<void> => {
    await opened.close();
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.foreign, []);
  };
  const untilReady = () => page.waitForFunction('window.isReady === true');
  const html = (): Promise<string> => page.evaluate(() => editor.getHtml());
  /** What is saved, without the ids that GrapesJS gives to what it has edited. */
  const saved = async (): Promise<string> =>
    (await html())
      .replace(/^<body[^>]*>|<\/body>$/g, '')
      .replace(/ id="i[a-z0-9]+"/g, '')
      .replaceAll('=""', '');
  const untilSaved = (expected: string) =>
    until(async () => (await saved()) === expected, `what is saved to be ${expected}`);
  /** The attributes of the only element of the page, as saved. */
  const savedAttributes = async (): Promise<Record<string, string>> =>
    page.evaluate(
      (text) => {
        const element = new DOMParser().parseFromString(text, 'text/html').body.firstElementChild;
        const attributes = [...(element?.attributes ?? [])].filter(({ name }) => name !== 'id');
        return Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
      },
      await html(),
    );
  const undoAll = () =>
    page.evaluate(() => {
      while (editor.UndoManager.hasUndo()) editor.UndoManager.undo();
    });
  const redoAll = () =>
    page.evaluate(() => {
      while (editor.UndoManager.hasRedo()) editor.UndoManager.redo();
    });

  /** With the mouse, from the list of blocks to the upper edge of the canvas. */
  const drag = async ({ label }: Block): Promise<void> => {
    const tile = page.locator('.gjs-block').filter({ hasText: new RegExp(`^\\s*${label}\\s*$`) });
    await tile.scrollIntoViewIfNeeded();
    const from = (await tile.boundingBox())!;
    const to = (await page.locator('.gjs-frame').boundingBox())!;
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 200, to.y + 100, { steps: 8 });
    await page.locator('.gjs-placeholder').filter({ visible: true }).waitFor();
    await page.mouse.up();
  };
  const openBlocks = () => page.locator('.gjs-pn-btn[title="Open Blocks"]').click();
  const openSettings = () => page.locator('.gjs-pn-btn[title="Settings"]').click();

  const setByForm = async (setting: Setting): Promise<void> => {
    const row = page.locator(`.gjs-trt-trait__wrp-${setting.attribute}`);
    const group = page.locator('.gjs-trait-category').filter({ has: row });
    if (!(await group.evaluate((element) => element.classList.contains('gjs-open'))))
      await group.locator('.gjs-title').click();
    assert.ok((await row.textContent())!.includes(setting.label));
    const value = otherValue(setting);
    if (setting.type === 'boolean') return row.locator('.gjs-chk-icon').click();
    if (setting.type === 'enum') {
      await row.locator('select').selectOption(String(value));
      return;
    }
    const field = row.locator('input');
    await field.fill(String(value));
    await field.blur();
  };

  /** What the form shows, by attribute. */
  const shownValues = async (): Promise<Record<string, string | boolean>> => {
    await page.locator('.gjs-trt-trait').first().waitFor({ state: 'attached' });
    return page.evaluate(() => {
      const shown: Record<string, string | boolean> = {};
      for (const row of document.querySelectorAll('[class*="gjs-trt-trait__wrp-"]')) {
        const field = row.querySelector<HTMLInputElement>('input, select')!;
        const name = /gjs-trt-trait__wrp-([a-z-]+)/.exec(row.className)![1]!;
        shown[name] = field.type === 'checkbox' ? field.checked : field.value;
      }
      return shown;
    });
  };
  const expectedValues = (block: Block): Record<string, string | boolean> =>
    Object.fromEntries(
      block.settings
        .filter((setting) => isShown(setting, block, otherValues(block)))
        .map((setting) => [setting.attribute, setting.type === 'boolean' || String(otherValue(setting))]),
    );

  for (const placement of placements)
    describe(PLACEMENTS[placement], () => {
      before(() => open(placement));
      after(closeAndCheck);

      it('shows, selects and moves every block on a quiet canvas', async () => {
        await page.evaluate(
          (tags) => {
            for (const tag of tags) editor.addComponents(editor.Blocks.get(tag).getContent() as object);
          },
          manifest.blocks.map(({ tag }) => tag),
        );
        for (const { tag } of manifest.blocks) {
          const element = canvas.locator(tag);
          const box = (await element.boundingBox())!;
          assert.ok(box.width >= 20 && box.height >= 20, `${tag} ${JSON.stringify(box)}`);
          await element.click({ position: { x: 4, y: 4 } });
          assert.equal(await page.evaluate(() => editor.getSelected()!.get('tagName')), tag);
        }
        await page.evaluate(() => editor.getSelected()!.move(editor.getWrapper()!, { at: 0 }));
        await untilSaved(
          [...manifest.blocks.slice(-1), ...manifest.blocks.slice(0, -1)]
            .map((block) => htmlOf(block))
            .join(''),
        );
        assert.deepEqual(opened.connections, []);
        assert.equal(await canvas.locator('.dx-alerts').count(), 0);
      });
    });

  describe('as an author uses it', () => {
    before(() => open('canvas'));
    after(closeAndCheck);
    beforeEach(() =>
      page.evaluate(() => {
        editor.setComponents('');
        editor.UndoManager.clear();
      }),
    );

    it('takes every block that is dragged in, removes it on undo and has it again on redo', async () => {
      for (const block of manifest.blocks) {
        await openBlocks();
        await drag(block);
        await untilSaved(htmlOf(block));
        await page.evaluate(() => editor.UndoManager.undo());
        await untilSaved('');
        await page.evaluate(() => editor.UndoManager.redo());
        await untilSaved(htmlOf(block));
        await canvas.locator(block.tag).waitFor();
        await page.evaluate(() => void editor.setComponents(''));
      }
      assert.deepEqual(opened.connections, []);
    });

    for (const block of manifest.blocks)
      it(`sets everything of the ${block.label} in its form, and saves just that`, async () => {
        await page.evaluate(({ tag }) => {
          editor.select(editor.addComponents(editor.Blocks.get(tag).getContent() as object)[0]);
        }, block);
        await openSettings();
        for (const setting of inFormOrder(block)) await setByForm(setting);
        const expected = attributesOf(block, otherValues(block));
        assert.deepEqual(await savedAttributes(), expected);
        assert.deepEqual(await shownValues(), expectedValues(block));

        await undoAll();
        assert.equal(await saved(), '');
        await redoAll();
        assert.deepEqual(await savedAttributes(), expected);
        assert.deepEqual(opened.connections, []);
      });

    it('stores all of it and has it again after a reload, in the forms too', async () => {
      const all = manifest.blocks
        .map((block) => htmlOf(block, attributesOf(block, otherValues(block))))
        .join('');
      await page.evaluate((text) => void editor.setComponents(text), all);
      const before = await html();
      await page.evaluate(() => editor.store());
      await page.reload();
      await untilReady();
      assert.equal(await html(), before);
      await openSettings();
      for (const [index, block] of manifest.blocks.entries()) {
        await page.evaluate((at) => editor.select(editor.getWrapper()!.components().at(at)), index);
        assert.deepEqual(await shownValues(), expectedValues(block));
      }
      assert.deepEqual(opened.connections, []);
    });

    it('moves an element that is dragged on the canvas', async () => {
      await page.evaluate(() =>
        editor.setComponents('<dx-inbox event-name="a"></dx-inbox><p>Text</p><p>More</p>'),
      );
      await canvas.locator('dx-inbox').click({ position: { x: 4, y: 4 } });
      const from = (await canvas.locator('dx-inbox').boundingBox())!;
      const to = (await canvas.getByText('More').boundingBox())!;
      await page.mouse.move(from.x + 8, from.y + 8);
      await page.mouse.down();
      await page.mouse.move(to.x + 100, to.y + to.height - 2, { steps: 8 });
      const line = page.locator('.gjs-placeholder').filter({ visible: true });
      await until(
        async () => ((await line.boundingBox())?.y ?? 0) > to.y + to.height / 2,
        'the line below the text',
      );
      await page.mouse.up();
      await untilSaved('<p>Text</p><p>More</p><dx-inbox event-name="a"></dx-inbox>');
    });

    it('is live in the preview, over one connection whatever is edited, and quiet again after it', async () => {
      await page.evaluate((text) => void editor.setComponents(text), `${AUTHORED}<p id="list">old</p>`);
      site.part('list', (version) => `<p id="list">Version ${version}</p>`);
      await page.locator('.gjs-pn-btn[title="Preview"]').click();
      await canvas.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
      const opens = opened.connections.length;
      await page.evaluate(() => {
        const refresher = editor.getWrapper()!.components().at(0);
        refresher.addAttributes({ 'min-interval': '0' });
        refresher.remove();
        editor.UndoManager.undo();
      });
      await canvas.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
      await site.push();
      await canvas.locator('#list', { hasText: /^Version/ }).waitFor();
      await canvas.locator('.dx-alerts').getByText(/^\d+$/).first().waitFor();
      assert.equal(opened.connections.length, opens);
      assert.equal(await countConnections(site), 1);
      await page.locator('.gjs-off-prv').click();
      await until(async () => (await countConnections(site)) === 0, 'the end of the connection');
      await canvas.locator('.dx-alerts').waitFor({ state: 'detached' });
      assert.ok(!(await html()).includes('data-'));
    });

    it('exports a page that works alone', async () => {
      await page.evaluate((text) => void editor.setComponents(text), `${AUTHORED}<p id="list">old</p>`);
      assert.equal(await saved(), `${AUTHORED}<p id="list">old</p>`);
      await checkExported({ browser, site }, await html());
    });
  });
});

describe('GrapesJS from script tags alone, as in the documents', () => {
  it('takes the plugin by its name, and the canvas has the elements', async (t) => {
    // What GrapesJS itself would fetch from others.
    const html = documentedPage('grapesjs').replace(
      "'#editor',",
      "'#editor', cssIcons: '', telemetry: false,",
    );
    const suite = await startEditor(html);
    t.after(() => suite.close());
    const { page } = suite;
    await page.waitForFunction('grapesjs.editors[0]?.getModel().get("ready")');
    await page.evaluate(() => grapesjs.editors[0]!.addComponents('<dx-inbox event-name="alert"></dx-inbox>'));
    await page.frameLocator('iframe.gjs-frame').locator('dx-inbox').getByText('Inbox').waitFor();
    assert.equal(
      await page.evaluate(() => grapesjs.editors[0]!.Blocks.getAll().length),
      manifest.blocks.length,
    );
  });
});
