import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type * as CkEditor5 from 'ckeditor5';
import type { Page } from 'playwright-core';
import { allowList } from '../../src/builders/allow-list.js';
import type { Block, Setting } from '../../src/builders/manifest.js';
import { attributesOf, htmlOf } from '../../src/builders/values.js';
import { until } from '../gateway/support/until.js';
import { otherValue, otherValues } from '../support/other-value.js';
import {
  AUTHORED,
  checkExported,
  documentedPage,
  manifest,
  openEditor,
  startEditor,
  type EditorSuite,
} from './support.js';

declare const editor: CkEditor5.Editor;

const EDITOR = `<link rel="icon" href="data:,">
  <link rel="stylesheet" href="/libraries/ckeditor5/dist/browser/ckeditor5.css">
  <script src="/libraries/ckeditor5/dist/browser/ckeditor5.umd.js"></script>`;

/** A page as the documents of CKEditor write it for script tags. Beside the text it has an inbox of its own. */
const pageOf = (plugins: string, options: object = {}): string => `<!doctype html><html lang="en"><head>
  <meta charset="utf-8">${EDITOR}<script src="/dist/builders/ckeditor.umd.js"></script></head>
  <body><div id="text"></div><script>
    const { ClassicEditor, Essentials, Paragraph, Bold, GeneralHtmlSupport } = CKEDITOR;
    const { DxRealtime } = window['dx-realtime-ckeditor'];
    ClassicEditor.create(document.querySelector('#text'), {
      licenseKey: 'GPL', plugins: [Essentials, Paragraph, Bold, ${plugins}],
      toolbar: ['dxRealtime', 'undo', 'redo'], ...${JSON.stringify(options)},
    }).then((made) => { window.editor = made; });
  </script></body></html>`;

const save = (page: Page): Promise<string> => page.evaluate(() => editor.getData());
const load = (page: Page, html: string): Promise<void> =>
  page.evaluate((text) => {
    editor.setData(text);
  }, html);

/** HTML as a browser writes it. */
const written = (page: Page, html: string): Promise<string> =>
  page.evaluate((text) => new DOMParser().parseFromString(text, 'text/html').body.innerHTML, html);

describe('CKEditor 5', () => {
  let suite: EditorSuite;
  let page: Page;
  before(async () => {
    suite = await startEditor(pageOf('DxRealtime'));
    ({ page } = suite);
    page.setDefaultTimeout(4000);
    await page.waitForFunction(`window.editor && customElements.get('dx-inbox')`);
  });
  after(() => suite.close());
  beforeEach(() => load(page, ''));

  const text = () => page.locator('.ck-editor__editable');
  const widget = (tag: string) => page.locator('.ck-widget', { has: page.locator(tag) }).last();
  const untilSaved = (expected: string) =>
    until(async () => (await save(page)) === expected, `what is saved to be ${expected}`);
  const selected = () =>
    page.evaluate(() => editor.model.document.selection.getSelectedElement()?.getAttribute('dxTag'));

  /** At once: a hundred fields, typed into one by one, take longer than all else here. */
  const setByForm = (settings: readonly Setting[]): Promise<void> =>
    page.evaluate(
      (values) => {
        for (const [attribute, value] of values) {
          const control = document.querySelector<HTMLInputElement>(`.ck-dialog #dx-realtime-${attribute}`)!;
          if (typeof value === 'boolean') control.checked = value;
          else control.value = String(value);
          control.dispatchEvent(new Event('change'));
        }
      },
      settings.map((setting) => [setting.attribute, otherValue(setting)] as const),
    );
  const openForm = async (block: Block) => {
    await widget(block.tag).dblclick({ position: { x: 200, y: 8 } });
    await page.locator('.ck-dialog').getByText(block.label).first().waitFor();
  };

  it('saves what was loaded: all attributes of every element, and what lies in it', async () => {
    for (const block of manifest.blocks) {
      const others = { id: 'a', class: 'b', style: 'color:red;', 'session-id': 'c', 'data-d': 'e' };
      const html = htmlOf(block, { ...others, ...attributesOf(block, otherValues(block)) });
      await load(page, html);
      const attributes = await page.evaluate(
        ([before, saved]) =>
          [before, saved].map((text) =>
            [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('body *')].map(
              (element) => [
                element.localName,
                ...[...element.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
              ],
            ),
          ),
        [html, await save(page)] as const,
      );
      assert.deepEqual(attributes[1], attributes[0]);
    }
    for (const html of [
      '<p>Text <dx-inbox event-name="a"></dx-inbox> and <strong>more <dx-inbox event-name="b"></dx-inbox></strong></p>',
      '<dx-connection app-id="shop"><p>Text</p><dx-inbox event-name="a"></dx-inbox></dx-connection>',
      '<dx-connection app-id="shop"><dx-connection app-id="other"></dx-connection></dx-connection>',
      '<dx-alert-toast event-name="a"><template><b data-dx-text="text"></b></template></dx-alert-toast>',
    ]) {
      await load(page, html);
      assert.equal(await save(page), html);
    }
    await load(page, '<p>Text</p>\n<dx-inbox event-name="a" onclick="alert(1)"></dx-inbox>\n<p>More</p>');
    assert.equal(await save(page), '<p>Text</p><dx-inbox event-name="a"></dx-inbox><p>More</p>');
  });

  it('inserts every element from its menu, undoes and redoes it', async () => {
    for (const block of manifest.blocks) {
      await load(page, '');
      await text().click();
      await page.getByRole('button', { name: 'Live data' }).click();
      await page.getByRole('button', { name: block.label, exact: true }).click();
      await untilSaved(await written(page, htmlOf(block)));
      assert.equal(await selected(), block.tag);
      await page.keyboard.press('Control+z');
      await untilSaved('');
      await page.keyboard.press('Control+y');
      await untilSaved(await written(page, htmlOf(block)));
    }
  });

  it('inserts an element after the one that is selected, which stays', async () => {
    await text().click();
    for (const tag of ['dx-inbox', 'dx-connection', 'dx-messenger'])
      await page.evaluate((name) => editor.execute('insertDxRealtime', name), tag);
    const blocks = ['dx-inbox', 'dx-connection', 'dx-messenger'].map((tag) =>
      manifest.blocks.find((block) => block.tag === tag)!,
    );
    await untilSaved(await written(page, blocks.map((block) => htmlOf(block)).join('')));
  });

  it('shows every element, inert, and selects it as a whole by a click', async () => {
    await load(page, `<p>Text</p>${manifest.blocks.map((block) => htmlOf(block)).join('<p>Text</p>')}`);
    for (const { tag, label, container } of manifest.blocks) {
      const box = (await widget(tag).boundingBox())!;
      assert.ok(box.width >= 20 && box.height >= 20, `${tag} ${JSON.stringify(box)}`);
      await widget(tag).click({ position: { x: 200, y: 8 } });
      assert.equal(await selected(), tag, label);
      const drawn = await page
        .locator(`.ck-widget ${tag}`)
        .evaluate((element) => element.getBoundingClientRect().width);
      assert.ok(container === true || drawn > 20, `${tag} is ${drawn} wide`);
    }
    assert.equal(await page.locator('.dx-alerts').count(), 0);
  });

  it('types over a selected element, into a container, and moves what is dragged', async () => {
    await load(page, '<dx-inbox event-name="a"></dx-inbox><dx-connection app-id="shop"></dx-connection>');
    await widget('dx-connection').locator('.ck-editor__nested-editable').click();
    await page.keyboard.type('In');
    assert.equal(
      await save(page),
      '<dx-inbox event-name="a"></dx-inbox><dx-connection app-id="shop"><p>In</p></dx-connection>',
    );
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    assert.equal(
      await save(page),
      '<dx-inbox event-name="a"></dx-inbox><dx-connection app-id="shop"></dx-connection>',
    );
    await widget('dx-inbox').click({ position: { x: 200, y: 8 } });
    await page.keyboard.type('x');
    assert.equal(await save(page), '<p>x</p><dx-connection app-id="shop"></dx-connection>');
    await load(page, '<dx-inbox event-name="a"></dx-inbox><p>Text</p><p>More</p>');
    await widget('dx-inbox').dragTo(text().getByText('More'), { sourcePosition: { x: 200, y: 8 } });
    await until(async () => (await save(page)).startsWith('<p>Text'), 'the element to be elsewhere');
    assert.equal((await save(page)).match(/<dx-inbox event-name="a"><\/dx-inbox>/g)?.length, 1);
  });

  it('sets everything of every element in its form, and saves just that', async () => {
    for (const block of manifest.blocks) {
      await load(
        page,
        htmlOf(block, { ...(block.content.attributes as Record<string, string>), class: 'kept' }),
      );
      await openForm(block);
      await setByForm(block.settings);
      await page.locator('.ck-dialog').getByRole('button', { name: 'Save' }).click();
      await page.locator('.ck-dialog').waitFor({ state: 'detached' });
      const saved = await save(page);
      const expected = await written(
        page,
        htmlOf(block, { class: 'kept', ...attributesOf(block, otherValues(block)) }),
      );
      assert.equal(saved, expected);
      await page.keyboard.press('Control+z');
      await until(async () => (await save(page)) !== saved, 'the undo');
      await page.keyboard.press('Control+y');
      await untilSaved(saved);
    }
  });

  it('keeps the form open and says what is wrong in it', async () => {
    await load(page, '<dx-inbox event-name="a"></dx-inbox>');
    await text().getByText('Inbox').first().waitFor();
    await widget('dx-inbox').click({ position: { x: 200, y: 8 } });
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.locator('.ck-dialog');
    await dialog.getByLabel('Event name').fill('');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('Event name is missing.').waitFor();
    await page.keyboard.type('other');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await save(page), '<dx-inbox event-name="other"></dx-inbox>');
  });

  it('changes nothing in an editor that is read only', async () => {
    await load(page, '<dx-inbox event-name="a"></dx-inbox>');
    await page.evaluate(() => editor.enableReadOnlyMode('test'));
    await widget('dx-inbox').dblclick({ position: { x: 200, y: 8 } });
    assert.equal(await page.getByRole('button', { name: 'Live data' }).getAttribute('aria-disabled'), 'true');
    assert.equal(await page.locator('.ck-dialog').count(), 0);
    await page.evaluate(() => editor.disableReadOnlyMode('test'));
  });

  it('saves what works on a page of its own, and nothing of what the elements do', async () => {
    const html = `${AUTHORED}<p id="list">old</p>`;
    await load(page, html);
    await page.locator('.ck-widget dx-alert-toast').waitFor();
    assert.equal(await save(page), AUTHORED + '<p>old</p>');
    await checkExported(suite, (await save(page)).replace('<p>old', '<p id="list">old'));
  });

  const openWithHtmlSupport = async (name: string, plugins: string, options: object): Promise<Page> => {
    suite.site.part(name, () => pageOf(plugins, options));
    const { page } = await openEditor(suite.browser, suite.site, `/part/${name}`);
    await page.waitForFunction('window.editor');
    return page;
  };
  const html = manifest.blocks
    .map((block) => htmlOf(block, attributesOf(block, otherValues(block))))
    .join('');

  it('keeps the elements by the allow list of General HTML Support, without the plugin', async () => {
    const page = await openWithHtmlSupport('allowed', 'GeneralHtmlSupport', {
      toolbar: [],
      htmlSupport: { allow: allowList(manifest, { isTrusted: true }).ckeditor },
    });
    await load(page, html);
    assert.equal(await save(page), await written(page, html));
    await load(page, '<dx-inbox event-name="a" foreign="b"></dx-inbox><p foreign="b">Text</p>');
    assert.equal(await save(page), '<dx-inbox event-name="a"></dx-inbox><p>Text</p>');
  });

  it('shows the elements also where General HTML Support allows everything', async () => {
    const page = await openWithHtmlSupport('everything', 'GeneralHtmlSupport, DxRealtime', {
      htmlSupport: { allow: ['$any'].map(() => ({ attributes: true, classes: true, styles: true })) },
    });
    await load(page, html);
    assert.equal(await save(page), await written(page, html));
    assert.equal(await page.locator('.ck-widget').count(), manifest.blocks.length);
  });
});

describe('CKEditor 5 from script tags alone, as in the documents', () => {
  it('keeps the elements, draws them and inserts others beside them', async (t) => {
    const html = documentedPage('ckeditor', '<dx-inbox event-name="alert"></dx-inbox>');
    const suite = await startEditor(html);
    t.after(() => suite.close());
    const { page } = suite;
    await page.locator('.ck-widget dx-inbox').getByText('Inbox').waitFor();
    await page.getByRole('button', { name: 'Live data' }).click();
    await page.getByRole('button', { name: 'Alert toast', exact: true }).click();
    const saved = () =>
      page.evaluate(() => {
        const text = document.querySelector('.ck-editor__editable') as unknown as Record<
          string,
          CkEditor5.Editor
        >;
        return text['ckeditorInstance']!.getData();
      });
    const both =
      '<dx-inbox event-name="alert"></dx-inbox><dx-alert-toast event-name="alert"></dx-alert-toast>';
    await until(async () => (await saved()) === both, 'both elements to be saved');
  });
});
