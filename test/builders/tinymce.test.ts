import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import type { Editor, TinyMCE } from 'tinymce';
import { type Block, type Setting } from '../../src/builders/manifest.js';
import { attributesOf, htmlOf } from '../../src/builders/values.js';
import { until } from '../gateway/support/until.js';
import { otherValue, otherValues } from '../support/other-value.js';
import {
  AUTHORED,
  checkExported,
  documentedPage,
  manifest,
  startEditor,
  type EditorSuite,
} from './support.js';

declare const editor: Editor;
declare const tinymce: TinyMCE;

/** A page with TinyMCE as its documents say; what was stored is there again after a reload. */
const EDITOR_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">
  <script src="/libraries/tinymce/tinymce.min.js"></script></head>
  <body><textarea id="text"></textarea><script type="module">
    import { tinymceElements, tinymcePlugin } from '/dist/builders/tinymce.js';
    const manifest = await (await fetch('/part/manifest.json')).json();
    document.querySelector('#text').value = localStorage.getItem('text') ?? '';
    [window.editor] = await tinymce.init({
      selector: '#text', license_key: 'gpl', promotion: false, branding: false, height: 800, convert_urls: false,
      toolbar: 'dxrealtime undo redo',
      custom_elements: tinymceElements(manifest, '/dist/dx-realtime.js'),
      setup: (editor) => tinymcePlugin(editor, manifest),
    });
    window.isReady = true;
  </script></body></html>`;

describe('TinyMCE', () => {
  let suite: EditorSuite;
  let page: Page;
  let canvas: FrameLocator;
  before(async () => {
    suite = await startEditor(EDITOR_PAGE);
    ({ page } = suite);
    canvas = page.frameLocator('.tox-edit-area__iframe');
    await untilReady();
  });
  after(() => suite.close());
  beforeEach(() =>
    page.evaluate(() => {
      editor.setContent('');
      editor.undoManager.reset();
      editor.focus();
    }),
  );

  const untilReady = () => page.waitForFunction('window.isReady === true');
  const saved = (): Promise<string> => page.evaluate(() => editor.getContent());
  const set = (html: string): Promise<void> =>
    page.evaluate((text) => {
      editor.setContent(text);
    }, html);
  const untilSaved = (expected: string) =>
    until(async () => (await saved()) === expected, `what is saved to be ${expected}`);
  const savedAttributes = async (tag: string): Promise<Record<string, string>> =>
    page.evaluate(
      ([text, name]) => {
        const element = new DOMParser().parseFromString(text, 'text/html').body.querySelector(name)!;
        return Object.fromEntries(
          [...element.attributes].map((attribute) => [attribute.name, attribute.value]),
        );
      },
      [await saved(), tag] as const,
    );

  const setByForm = async (setting: Setting, block: Block): Promise<void> => {
    const dialog = page.locator('.tox-dialog');
    const tab = dialog.getByRole('tab', { name: setting.group ?? block.label, exact: true });
    if ((await tab.count()) > 0 && (await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    const label = setting.label;
    const value = otherValue(setting);
    if (setting.type === 'boolean') return dialog.locator('.tox-checkbox', { hasText: label }).click();
    if (setting.type !== 'enum') return dialog.getByLabel(label, { exact: true }).fill(String(value));
    await dialog.locator('.tox-form__group', { hasText: label }).locator('.tox-listbox').click();
    const option = setting.options!.find((candidate) => candidate.value === value)!;
    await page.locator('.tox-collection__item', { hasText: new RegExp(`^${option.label}$`) }).click();
  };

  it('inserts every block from its menu, undoes and redoes it', async () => {
    for (const block of manifest.blocks) {
      await set('');
      await page.evaluate(() => editor.undoManager.reset());
      await page.getByRole('button', { name: 'Live data' }).click();
      await page.getByRole('menuitem', { name: block.label, exact: true }).click();
      const inserted = await until(saved, 'the element');
      assert.ok(inserted.includes(htmlOf(block).replace(' app-id', ' app-id=""')), inserted);
      await page.getByRole('button', { name: 'Undo' }).click();
      await untilSaved('');
      await page.getByRole('button', { name: 'Redo' }).click();
      await untilSaved(inserted);
    }
  });

  it('shows and selects every block', async () => {
    await set(`<p>Text</p>${manifest.blocks.map((block) => htmlOf(block)).join('<p>Text</p>')}`);
    for (const { tag } of manifest.blocks) {
      const element = canvas.locator(tag);
      const box = (await element.boundingBox())!;
      assert.ok(box.width >= 20 && box.height >= 20, `${tag} ${JSON.stringify(box)}`);
      await element.click({ position: { x: 4, y: 4 } });
      assert.equal(await page.evaluate(() => editor.selection.getNode().localName), tag);
    }
    assert.equal(await canvas.locator('.dx-alerts').count(), 0);
  });

  it('moves an element that is dragged', async () => {
    await set('<dx-inbox event-name="a"></dx-inbox><p>Text</p><p>More</p>');
    await canvas.locator('dx-inbox').dragTo(canvas.getByText('More'));
    await until(async () => (await saved()).startsWith('<p>Text'), 'the element to be elsewhere');
    assert.equal(
      (await saved()).replace(/\s/g, ''),
      '<p>Text</p><p>More</p><dx-inboxevent-name="a"></dx-inbox>',
    );
  });

  for (const block of manifest.blocks)
    it(`sets everything of the ${block.label} in its form, and saves just that`, async () => {
      await set(htmlOf(block));
      await page.evaluate(() => editor.undoManager.add());
      await canvas.locator(block.tag).dblclick({ position: { x: 4, y: 4 } });
      for (const setting of block.settings) await setByForm(setting, block);
      await page.locator('.tox-dialog').getByRole('button', { name: 'Save' }).click();
      const expected = attributesOf(block, otherValues(block));
      await page.locator('.tox-dialog').waitFor({ state: 'detached' });
      assert.deepEqual(await savedAttributes(block.tag), expected);
      const text = await saved();
      await page.getByRole('button', { name: 'Undo' }).click();
      await until(async () => (await saved()) !== text, 'the undo');
      assert.deepEqual(await savedAttributes(block.tag), block.content.attributes ?? {});
      await page.getByRole('button', { name: 'Redo' }).click();
      await untilSaved(text);
      await set(text);
      assert.equal(await saved(), text);
    });

  it('keeps what an author wrote, and nothing of what the elements do', async () => {
    const text = `${AUTHORED}\n<p id="list">old</p>`;
    await set(text);
    await canvas.locator('dx-alert-toast').waitFor();
    assert.equal(await saved(), text);
    await page.evaluate((kept) => localStorage.setItem('text', kept), await saved());
    await page.reload();
    await untilReady();
    assert.equal(await saved(), text);
    await checkExported(suite, await saved());
  });
});

describe('TinyMCE from script tags alone, as in the documents', () => {
  it('takes the plugin by its name, keeps the elements and draws them', async (t) => {
    const suite = await startEditor(documentedPage('tinymce', '<dx-inbox event-name="alert"></dx-inbox>'));
    t.after(() => suite.close());
    const { page } = suite;
    await page.frameLocator('iframe').locator('dx-inbox').getByText('Inbox').waitFor();
    await page.getByRole('button', { name: 'Live data' }).click();
    await page.getByRole('menuitem', { name: 'Alert toast' }).click();
    const saved = await page.evaluate(() => tinymce.activeEditor!.getContent());
    assert.match(saved, /<dx-inbox event-name="alert"><\/dx-inbox>/);
    assert.match(saved, /<dx-alert-toast event-name="alert"><\/dx-alert-toast>/);
  });
});
