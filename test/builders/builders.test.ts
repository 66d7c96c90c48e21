import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { Builder, type Component as BuilderComponent } from '@builder.io/sdk';
import type { CodeComponentMeta } from '@plasmicapp/host';
import type { Config } from '@puckeditor/core';
import type { PluginConstructor as CkPlugin } from 'ckeditor5';
import type { Editor as GrapesEditor } from 'grapesjs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { InputType } from 'storybook/internal/types';
import type { Editor as TinyEditor, RawEditorOptions } from 'tinymce';
import { builderIoInfo, registerBuilderIo } from '../../src/builders/builder-io.js';
import type { CkeditorPlugin } from '../../src/builders/ckeditor/plugin.js';
import { directualComponents } from '../../src/builders/directual.js';
import { grapesjsPlugin } from '../../src/builders/grapesjs.js';
import type { Block, Manifest, Setting } from '../../src/builders/manifest.js';
import { plasmicMeta, registerPlasmic } from '../../src/builders/plasmic.js';
import { registerPlugin, type PluginBlock } from '../../src/builders/plugin.js';
import { puckConfig } from '../../src/builders/puck.js';
import { scriptTag } from '../../src/builders/script.js';
import { storybookMeta } from '../../src/builders/storybook.js';
import { tinymceElements, tinymcePlugin } from '../../src/builders/tinymce.js';
import { attributesOf, htmlOf, initialValues, isShown, problemOf } from '../../src/builders/values.js';
import { allowList } from '../../src/builders/allow-list.js';
import { importTool } from '../support/tools.js';
import { otherValue, otherValues } from '../support/other-value.js';

const manifest = JSON.parse(readFileSync('manifest.json', 'utf8')) as Manifest;

// The types of the builders themselves: what does not fit them does not compile.
export const typesOfBuilders = {
  puck: puckConfig(manifest) satisfies Config,
  tinymce: tinymceElements(manifest, '') satisfies RawEditorOptions['custom_elements'],
  builderIo: manifest.blocks.map((block): BuilderComponent => builderIoInfo(block)),
  plasmic: manifest.blocks.map((block): CodeComponentMeta<Record<string, unknown>> =>
    plasmicMeta(block, manifest),
  ),
  storybook: manifest.blocks.map(
    ({ tag }): Record<string, InputType> => storybookMeta(manifest, tag).argTypes,
  ),
  grapesjs: (editor: GrapesEditor) => grapesjsPlugin(editor, { manifest }),
  ckeditor: (plugin: CkeditorPlugin): CkPlugin => plugin,
  tinymcePlugin: (editor: TinyEditor) => tinymcePlugin(editor, manifest),
};

describe('values of a form', () => {
  const setting = (given: Partial<Setting>): Setting => ({
    ...{ attribute: 'max-wait', property: 'maxWait', type: 'string', control: 'text', label: 'Wait' },
    ...{ help: 'Help.', default: null, ...given },
  });
  const block = (...settings: Setting[]): Block => ({ ...manifest.blocks[0]!, tag: 'x-test', settings });

  it('become attributes only where an author set something', () => {
    const of = (given: Partial<Setting>, value: unknown) =>
      attributesOf(block(setting(given)), { maxWait: value })['max-wait'];
    for (const empty of ['', '  ', undefined, null, Number.NaN]) assert.equal(of({}, empty), undefined);
    assert.equal(of({ type: 'number' }, 0), '0');
    assert.equal(of({ type: 'enum', default: 'auto' }, 'auto'), undefined);
    assert.equal(of({ type: 'enum', default: 'auto' }, 'never'), 'never');
    for (const yes of [true, 'true']) assert.equal(of({ type: 'boolean' }, yes), '');
    for (const no of [false, 'false', '', undefined]) assert.equal(of({ type: 'boolean' }, no), undefined);
  });

  it('are found by attribute, too', () => {
    assert.deepEqual(attributesOf(block(setting({})), { 'max-wait': '5' }), { 'max-wait': '5' });
  });

  it('say what is wrong with them', () => {
    assert.equal(problemOf(setting({ required: true }), ' '), 'Wait is missing.');
    assert.equal(problemOf(setting({}), ''), null);
    assert.equal(problemOf(setting({ type: 'number', min: 1 }), 0), 'Wait must be 1 or more.');
    assert.equal(problemOf(setting({ type: 'number', max: 3 }), '4'), 'Wait must be 3 or less.');
    assert.equal(problemOf(setting({ type: 'number' }), 'x'), 'Wait must be a number.');
    const pattern = { source: 'a|b', message: 'One of two.' };
    assert.equal(problemOf(setting({ pattern }), 'ab'), 'One of two.');
    assert.equal(problemOf(setting({ pattern }), 'b'), null);
    const options = [{ value: 'x', label: 'X' }];
    assert.equal(problemOf(setting({ type: 'enum', options }), 'y'), 'Wait must be one of x.');
  });

  it('show a setting only beside the values it needs', () => {
    const mode = setting({ attribute: 'mode', property: 'mode', type: 'enum', default: 'auto' });
    const source = setting({ when: { attribute: 'mode', in: ['auto', 'fetch'] } });
    const of = (value: unknown) => isShown(source, block(mode, source), { mode: value });
    assert.deepEqual([undefined, 'fetch', 'reload'].map(of), [true, true, false]);
  });

  it('cannot break out of an attribute', () => {
    assert.equal(htmlOf(block(), { a: '"><b' }), '<x-test a="&quot;>&lt;b"></x-test>');
  });
});

describe('every element of the manifest', () => {
  for (const block of manifest.blocks) {
    it(`<${block.tag}> keeps every value of a form as an attribute`, () => {
      const attributes = attributesOf(block, otherValues(block));
      assert.deepEqual(
        Object.keys(attributes),
        block.settings.map(({ attribute }) => attribute),
      );
      for (const setting of block.settings)
        assert.equal(problemOf(setting, otherValue(setting)), null, setting.attribute);
    });

    it(`<${block.tag}> is dropped with values that its own form accepts, except those its author must give`, () => {
      const initial = initialValues(block);
      for (const setting of block.settings) {
        const value = initial[setting.property];
        if (value !== undefined && value !== '') assert.equal(problemOf(setting, value), null);
      }
    });
  }

  it('comes to a builder nobody here knows with all it needs', () => {
    const blocks: PluginBlock[] = [];
    registerPlugin((block) => void blocks.push(block), manifest);
    assert.deepEqual(
      blocks.map(({ tag }) => tag),
      manifest.blocks.map(({ tag }) => tag),
    );
    for (const { html, tag, category, iconUrl } of blocks) {
      assert.ok(html.startsWith(`<${tag}`));
      assert.ok(manifest.categories.some(({ label }) => label === category));
      assert.ok(iconUrl.startsWith('data:image/svg+xml,%3Csvg'));
    }
  });

  it('renders in React components of every builder that wants some, on a server too', () => {
    const components = directualComponents(createElement, manifest);
    const others: ((props: Readonly<Record<string, unknown>>) => unknown)[] = [];
    registerBuilderIo((component) => void others.push(component), createElement, manifest);
    registerPlasmic((component) => void others.push(component), createElement, manifest);
    assert.equal(others.length, 2 * manifest.blocks.length);
    for (const block of manifest.blocks) {
      const name = builderIoInfo(block).name;
      const values = otherValues(block);
      const html = renderToStaticMarkup(components[name]!({ data: values }));
      const holder = attributesOf(block, values);
      for (const attribute of Object.keys(holder)) assert.ok(html.includes(` ${attribute}="`), attribute);
      assert.equal(renderToStaticMarkup(puckConfig(manifest).components[name]!.render(values)), html);
    }
  });
});

describe('Directual settings', () => {
  /** Types of fields in the widgets of Directual themselves. */
  const VOCABULARY = [
    'input',
    'number',
    'boolean',
    'select',
    'textarea',
    'comment',
    'linkTo',
    'api-endpoint',
  ];

  it('use the words of its own widgets', () => {
    for (const { settings } of Object.values(directualComponents(createElement, manifest))) {
      assert.deepEqual(Object.keys(settings), ['icon', 'name', 'sysName', 'form']);
      for (const { type, sysName, options } of settings.form) {
        assert.ok(VOCABULARY.includes(type), type);
        assert.match(sysName, /^[a-z][A-Za-z]*$/);
        assert.equal(options !== undefined, type === 'select');
      }
    }
  });

  it('take booleans as the texts they are there', () => {
    for (const block of manifest.blocks) {
      const setting = block.settings.find(({ type }) => type === 'boolean');
      if (setting === undefined) continue;
      const draw = directualComponents(createElement, manifest)[builderIoInfo(block).name]!;
      const html = (value: string) => renderToStaticMarkup(draw({ data: { [setting.property]: value } }));
      assert.ok(html('true').includes(` ${setting.attribute}=""`));
      assert.ok(!html('false').includes(setting.attribute));
    }
  });
});

describe('Builder.io', () => {
  it('takes the elements as its documents say, and each carries what its editor finds it by', () => {
    registerBuilderIo(
      (component, info) => Builder.registerComponent(component, info),
      createElement,
      manifest,
    );
    const attributes = { className: 'builder-block builder-1', 'builder-id': 'builder-1' };
    for (const block of manifest.blocks) {
      const found = Builder.components.find(({ name }) => name === builderIoInfo(block).name);
      const { class: draw } = found as unknown as { class: 'div' };
      const html = renderToStaticMarkup(createElement(draw, { attributes } as object));
      assert.equal(
        html,
        `<${block.tag} builder-id="builder-1" class="builder-block builder-1"></${block.tag}>`,
      );
    }
  });
});

describe('Plasmic', () => {
  it('gives an element its styles by a class', () => {
    registerPlasmic(
      (draw, { name }) =>
        assert.equal(
          renderToStaticMarkup(draw({ className: 'plasmic-1' })),
          `<${name} class="plasmic-1"></${name}>`,
        ),
      createElement,
      manifest,
    );
  });
});

describe('Builder.io inputs', () => {
  it('show an input under the condition of its setting', () => {
    const conditions = manifest.blocks.flatMap((block) =>
      builderIoInfo(block).inputs.map(({ showIf, name }) => ({ block, showIf, name })),
    );
    for (const { block, showIf, name } of conditions) {
      const setting = block.settings.find(({ property }) => property === name)!;
      assert.equal(showIf !== undefined, setting.when !== undefined);
      if (showIf === undefined) continue;
      // Builder.io runs this text in its editor, with `options` at hand.
      const evaluate = (options: Map<string, unknown>): unknown => runInNewContext(showIf, { options });
      assert.equal(evaluate(new Map()), isShown(setting, block, {}));
      const other = block.settings.find(({ attribute }) => attribute === setting.when!.attribute)!;
      for (const { value } of other.options ?? [])
        assert.equal(
          evaluate(new Map([[other.property, value]])),
          isShown(setting, block, { [other.property]: value }),
        );
    }
  });
});

describe('the script tag', () => {
  it('carries address, settings and hash', () => {
    const tag = scriptTag(manifest, {
      src: '/a.js?x="1"',
      integrity: true,
      settings: { appId: 'a & b', url: '' },
    });
    assert.equal(
      tag,
      `<script src="/a.js?x=&quot;1&quot;" defer="" integrity="${manifest.scripts.classic.integrity}" ` +
        'crossorigin="anonymous" data-app-id="a &amp; b" data-url=""></script>',
    );
    assert.match(scriptTag(manifest, { src: '/m.js', module: true }), /^<script src="\/m.js" type="module">/);
  });
});

describe('allowList', () => {
  const refresher = manifest.blocks.find(({ tag }) => tag === 'dx-refresher')!;
  const written = htmlOf(refresher, { 'event-name': 'changed', action: 'fetch' });

  it('lets DOMPurify keep the elements and their settings, and nothing that runs', () => {
    const { window } = new (
      importTool('jsdom') as { JSDOM: new (html: string) => { window: unknown } }
    ).JSDOM('');
    const createDOMPurify = importTool('dompurify') as (view: unknown) => {
      sanitize: (html: string, options: object) => string;
    };
    const { sanitize } = createDOMPurify(window);
    const { dompurify } = allowList(manifest);
    assert.equal(sanitize(written, {}), '');
    assert.equal(sanitize(written, dompurify), written);
    assert.equal(sanitize('<dx-inbox onclick="x()"></dx-inbox>', dompurify), '<dx-inbox></dx-inbox>');
  });

  it('lets sanitize-html keep them, too', () => {
    const sanitize = importTool('sanitize-html') as (html: string, options: object) => string;
    assert.equal(sanitize(written, allowList(manifest).sanitizeHtml), written);
  });

  it('lets people who are not trusted choose neither the server nor an address of HTML', () => {
    const { attributes } = allowList(manifest);
    assert.equal(attributes['dx-connection'], undefined);
    assert.equal(attributes['dx-refresher']!.includes('src'), false);
    assert.equal(attributes['dx-messenger']!.includes('history-src'), false);
    assert.equal(attributes['dx-refresher']!.includes('event-name'), true);
  });

  it('has every setting of every element in the words of kses and CKEditor', () => {
    const { kses, ckeditor } = allowList(manifest, { isTrusted: true });
    for (const { tag, settings } of manifest.blocks) {
      const names = settings.map(({ attribute }) => attribute);
      assert.deepEqual(Object.keys(kses[tag]!), names);
      assert.deepEqual(ckeditor.find(({ name }) => name === tag)?.attributes, names);
    }
  });
});
