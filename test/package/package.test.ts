import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Declaration {
  tagName?: string;
  attributes?: { name: string; description?: string }[];
  events?: { name: string; description?: string }[];
}
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const TAGS = [
  'dx-alert-toast',
  'dx-connection',
  'dx-connection-status',
  'dx-event-log',
  'dx-inbox',
  'dx-messenger',
  'dx-redirect',
  'dx-refresher',
];

describe('package', () => {
  const { modules } = read('dist/custom-elements.json') as { modules: { declarations: Declaration[] }[] };
  const elements = modules
    .flatMap(({ declarations }) => declarations)
    .filter(({ tagName }) => tagName !== undefined);

  it('describes every element, with every attribute and event in words', () => {
    assert.deepEqual(elements.map(({ tagName }) => tagName).sort(), TAGS);
    for (const { tagName, attributes = [], events = [] } of elements) {
      for (const entry of [...attributes, ...events]) {
        assert.ok((entry.description ?? '').length > 10, `${tagName} ${entry.name} has no description`);
      }
    }
  });

  it('names in custom-elements.json exactly the attributes that the elements observe', async () => {
    const classes = (await import(new URL('../../dist/index.js', import.meta.url).href)) as Record<
      string,
      unknown
    >;
    for (const { tagName, attributes = [] } of elements) {
      const name = tagName!.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
      const { observedAttributes } = classes[name] as { observedAttributes: string[] };
      assert.deepEqual(
        attributes.map((attribute) => attribute.name).sort(),
        [...observedAttributes].sort(),
        tagName,
      );
    }
  });

  it('gives the types of exactly the events that the elements dispatch', () => {
    const text = readFileSync('dist/event-map.d.ts', 'utf8');
    const typed = [...text.matchAll(/^ {4}'(dx-[a-z-]+)': CustomEvent/gm)].map(([, name]) => name);
    const told = elements.flatMap(({ events = [] }) => events.map(({ name }) => name));
    assert.deepEqual(typed.sort(), [...new Set(told)].sort());
  });

  it('can be imported where there is no page, where configure() does nothing and nothing is printed', () => {
    const code = `const { configure } = await import('dx-realtime');
      await import('dx-realtime/define');
      await import('dx-realtime/gateway');
      configure({ url: 'https://live.example', appId: 'shop', getSession: () => process.exit(1) });`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
    });
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
  });

  it('says so when something connects where there is no page', async () => {
    const { connect } = (await import(new URL('../../dist/index.js', import.meta.url).href)) as {
      connect: () => unknown;
    };
    assert.throws(() => connect(), /browsers only/);
  });

  it('exports only files that exist', () => {
    const { exports } = read('package.json') as { exports: Record<string, string | Record<string, string>> };
    const files = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    for (const file of files) assert.ok(file.includes('*') || existsSync(file), file);
  });

  it('runs no text as code and writes no markup into a page, in what is built', () => {
    const files = ['dist/dx-realtime.js', ...readdirSync('dist/parts').map((file) => `dist/parts/${file}`)];
    for (const file of files.filter((name) => name.endsWith('.js'))) {
      const script = readFileSync(file, 'utf8');
      for (const sink of ['document.write', 'insertAdjacentHTML', 'eval(', 'new Function'])
        assert.ok(!script.includes(sink), `${file} ${sink}`);
    }
  });

  it('turns text into markup nowhere but where a fetched page is parsed, inert', () => {
    const SINKS =
      /\b(?:innerHTML|outerHTML|srcdoc)\s*\+?=[^=]|DOMParser|parseFromString|(?:set|parse)HTMLUnsafe|createContextualFragment|unsafe(?:HTML|Static|SVG)|insertAdjacentHTML|document\.write/;
    const client = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/^(gateway|cli|builders)\//.test(file),
    );
    assert.ok(client.length > 100);
    const found = client.filter((file) => SINKS.test(readFileSync(`src/${file}`, 'utf8')));
    assert.deepEqual(found, ['refresh/actions/read-answer.ts']);
  });
});

describe('this repository', () => {
  it('installs at most 450 MB: what only some tests need is a package of its own', () => {
    const size = Number.parseInt(execFileSync('du', ['-sm', 'node_modules'], { encoding: 'utf8' }));
    assert.ok(size <= 450, `${size} MB`);
  });
});
