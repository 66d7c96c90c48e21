import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { before, describe, it } from 'node:test';
import { unpack } from '../support/packages.js';
import { installIn } from '../support/tools.js';

/** A project beside nothing of ours: it has the packed package, and finds what that depends on above itself. */
const PROJECT = resolve('.test-results/consumer');
const PACKAGE = join(PROJECT, 'node_modules/dx-realtime');
const GATEWAY = join(PROJECT, 'node_modules/dx-realtime-gateway');

interface PackageFile {
  version: string;
  license: string;
  engines: object;
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  dependencies: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const run = (program: string, ...given: string[]): string =>
  execFileSync(program, given, { cwd: PROJECT, encoding: 'utf8', stdio: 'pipe' });

/** Has Node run a module in the project. */
const runCode = (code: string) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: PROJECT, encoding: 'utf8' });

/** What a file imports, static and dynamic. */
function importsOf(file: string): string[] {
  // Without comments, which may say "from `x`" as well.
  const text = readFileSync(file, 'utf8').replaceAll(/^\s*(\/\*\*.*\*\/|\/\*\*|\*.*)$/gm, '');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'`]([\w@./-]+)["'`]/g)].map(([, name]) => name!);
}

/** A package as it is published. */
interface Packed {
  folder: string;
  files: string[];
  manifest: PackageFile;
}

function readPackage(folder: string): Packed {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.\w+$/.test(file),
  );
  return {
    folder,
    files,
    manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFile,
  };
}

/** The files that others may import or run. */
const entriesOf = ({ manifest, files }: Packed): string[] =>
  [...Object.values(manifest.bin), ...Object.values(manifest.exports)]
    .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
    .concat(files.filter((file) => file.endsWith('.umd.js')))
    .flatMap((target) => {
      const path = target.replace(/^\.\//, '');
      if (!path.includes('*')) return [path];
      const [start, end] = path.split('*') as [string, string];
      return files.filter((file) => file.startsWith(start) && file.endsWith(end));
    });

/** Follows the imports of a package from its entries. */
function reach({ folder }: Packed, entries: string[]): { files: Set<string>; packages: Set<string> } {
  const files = new Set(entries);
  const packages = new Set<string>();
  for (const file of files) {
    if (!/\.(m?js|d\.ts)$/.test(file)) continue;
    for (const name of importsOf(join(folder, file))) {
      const path = relative(folder, resolve(folder, dirname(file), name));
      // Declarations lead to declarations.
      if (name.startsWith('.')) files.add(file.endsWith('.d.ts') ? path.replace(/\.js$/, '.d.ts') : path);
      else if (!isBuiltin(name)) packages.add(/^(@[^/]+\/)?[^/]+/.exec(name)![0]);
    }
  }
  return { files, packages };
}

describe('the packed packages', () => {
  let elements: Packed;
  let gateway: Packed;
  before(() => {
    rmSync(PROJECT, { recursive: true, force: true });
    unpack('.', PACKAGE);
    unpack('packages/gateway', GATEWAY);
    writeFileSync(join(PROJECT, 'package.json'), '{ "private": true, "type": "module" }');
    elements = readPackage(PACKAGE);
    gateway = readPackage(GATEWAY);
  });

  it('hold every file that they export', () => {
    for (const packed of [elements, gateway])
      for (const entry of entriesOf(packed)) assert.ok(existsSync(join(packed.folder, entry)), entry);
  });

  it('hold no script that nobody loads, and need nothing that is not among their dependencies', () => {
    for (const packed of [elements, gateway]) {
      const { manifest, files } = packed;
      // The classic script finds its parts by an address it computes.
      const parts = files.filter((file) => file.startsWith('dist/parts/'));
      // The store of the gateway runs in a worker, whose address it computes as well.
      const workers = files.filter((file) => file.endsWith('-worker.js'));
      const reached = reach(packed, [...entriesOf(packed), ...parts, ...workers]);
      const unused = files.filter(
        (file) =>
          /\.m?js$/.test(file) && !file.startsWith('dist/gateway/console/') && !reached.files.has(file),
      );
      assert.deepEqual(unused, []);
      const known = { ...manifest.dependencies, ...manifest.peerDependencies, 'dx-realtime': '' };
      assert.deepEqual(
        [...reached.packages].filter((name) => !(name in known)),
        [],
      );
    }
  });

  it('hold the gateway in one of them only', () => {
    assert.deepEqual(
      elements.files.filter((file) => /^dist\/(gateway\/|cli\/gateway)/.test(file)),
      [],
    );
    assert.ok(gateway.files.includes('dist/gateway/console/console.html'));
  });

  it('say what they are, and under which licence', () => {
    for (const { folder, manifest } of [elements, gateway]) {
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      assert.match(readFileSync(join(folder, 'README.md'), 'utf8'), new RegExp(`^# ${name}\n`));
      assert.match(readFileSync(join(folder, 'LICENSE'), 'utf8'), new RegExp(`^${manifest.license} License`));
    }
  });

  it('are released together', () => {
    const { version, license, engines } = elements.manifest;
    const { version: gatewayVersion, license: gatewayLicense, engines: gatewayEngines } = gateway.manifest;
    assert.deepEqual([gatewayVersion, gatewayLicense, gatewayEngines], [version, license, engines]);
  });

  it('are imported by Node, all entries', () => {
    const names = Object.keys(elements.manifest.exports).filter(
      (name) =>
        !name.includes('*') &&
        !name.endsWith('.json') &&
        // CKEditor, which the last one takes from the project, needs a page.
        !['./script', './all', './module', './dx-push.js', './builders/ckeditor'].includes(name),
    );
    const told = runCode(names.map((name) => `await import('dx-realtime${name.slice(1)}');`).join('\n'));
    assert.deepEqual([told.stdout, told.stderr, told.status], ['', '', 0]);
  });

  it('have a plugin for CKEditor, whose import names the editor where it is not installed', () => {
    const { stdout, stderr, status } = runCode("await import('dx-realtime/builders/ckeditor');");
    const file = join(PACKAGE, 'dist/builders/ckeditor.js');
    assert.ok(stderr.includes(`Cannot find package 'ckeditor5' imported from ${file}`), stderr);
    assert.deepEqual([stdout, status], ['', 1]);
  });

  it('have a gateway that starts from its command', () => {
    assert.match(run(process.execPath, join(PACKAGE, 'bin/dx-realtime.js'), 'gateway', '--help'), /--config/);
  });

  it('are type-checked in projects of TypeScript, React, Vue and Svelte', () => {
    writeFileSync(
      join(PROJECT, 'use.tsx'),
      `import { connect, configure, type DxMessage } from 'dx-realtime';
      import 'dx-realtime/define';
      import 'dx-realtime/jsx';
      import 'dx-realtime/vue';
      import 'dx-realtime/svelte';
      import { useConnection, useMessages } from 'dx-realtime/react';
      import { puckConfig } from 'dx-realtime/builders/puck';
      import type { GlobalComponents } from 'vue';
      import type { SvelteHTMLElements } from 'svelte/elements';
      import manifest from 'dx-realtime/manifest.json';
      import { DxInbox } from 'dx-realtime/react/elements';
      import { useEffect, useRef } from 'react';
      configure({ appId: 'shop' });
      export const config = puckConfig(manifest);
      export function Orders({ load }: { load: (signal: AbortSignal) => Promise<void> }) {
        const list = useRef<HTMLUListElement>(null);
        useEffect(() => {
          const element = list.current!;
          const refresh = ({ detail }: HTMLElementEventMap['dx-refresh']) => detail.waitUntil(load(detail.signal));
          element.addEventListener('dx-refresh', refresh);
          return () => element.removeEventListener('dx-refresh', refresh);
        }, [load]);
        return <><ul ref={list} /><DxInbox eventName="alert" />
          <dx-alert-toast eventName="alert" maxVisible={2} ondx-alert={(event) => { event.detail.alert satisfies object; }} /></>;
      }
      document.addEventListener('dx-alert-action', ({ detail }) => console.log(detail.alert.text));
      export const stop = connect().on('x', (message: DxMessage) => console.log(message.data));
      export function Page() {
        const { state } = useConnection();
        const messages = useMessages('*');
        return <main>{state}{messages.length}<dx-refresher event-name="x" min-interval={5} disabled={false} />
          {/* @ts-expect-error -- no such action */}
          <dx-refresher event-name="x" action="nonsense" /></main>;
      }
      export const forVue: GlobalComponents['dx-refresher'] | null = null;
      export const vueProps: InstanceType<GlobalComponents['dx-alert-toast']>['$props'] = {
        'event-name': 'alert', 'onDx-alert': (event) => { event.detail.alert satisfies object; },
      };
      export const anyInSvelte: SvelteHTMLElements['ul'] = { 'ondx-refresh': ({ detail }) => detail.waitUntil(Promise.resolve()) };
      export const toastInSvelte: SvelteHTMLElements['dx-alert-toast'] = { 'ondx-alert': ({ detail }) => console.log(detail.alert.title) };
      export const forSvelte: SvelteHTMLElements['dx-inbox'] = { 'event-name': 'alert', limit: 5 };
      // @ts-expect-error -- a number is no event name
      export const wrong: SvelteHTMLElements['dx-inbox'] = { 'event-name': 5 };
      export const refresher: boolean | undefined = document.querySelector('dx-refresher')?.disabled;
      export { puckConfig };`,
    );
    compile('use.tsx', '--jsx', 'react-jsx', '--types', 'react');
  });

  it('are type-checked in projects of Solid and Preact', () => {
    installIn('test/tools');
    for (const name of ['solid-js', 'preact'])
      symlinkSync(resolve('test/tools/node_modules', name), join(PROJECT, 'node_modules', name));
    const page = (entry: string, events: string) => `import 'dx-realtime/${entry}';
      export const page = <main><dx-refresher event-name="x" min-interval={5} />
        <dx-alert-toast event-name="alert" ${events} />
        {/* @ts-expect-error -- no such action */}
        <dx-refresher event-name="x" action="nonsense" /></main>;`;
    const listener = '{({ detail }) => console.log(detail.alert.title)}';
    writeFileSync(join(PROJECT, 'solid.tsx'), page('solid', `on:dx-alert=${listener}`));
    writeFileSync(join(PROJECT, 'preact.tsx'), page('preact', `ondx-alert=${listener}`));
    compile('solid.tsx', '--jsx', 'preserve', '--jsxImportSource', 'solid-js');
    compile('preact.tsx', '--jsx', 'react-jsx', '--jsxImportSource', 'preact');
  });

  /** Plain `strict`, as most projects have it. */
  const compile = (file: string, ...given: string[]): void => {
    const options = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--resolveJsonModule'];
    const modules = ['--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler'];
    const { status, stdout } = spawnSync(
      process.execPath,
      [resolve('node_modules/typescript/bin/tsc'), ...options, ...modules, ...given, file],
      { cwd: PROJECT, encoding: 'utf8' },
    );
    assert.deepEqual([stdout, status], ['', 0]);
  };

  it('are bundled by Vite, elements included', () => {
    writeFileSync(join(PROJECT, 'index.html'), '<script type="module" src="./main.js"></script>');
    writeFileSync(join(PROJECT, 'main.js'), "import 'dx-realtime/define/dx-refresher';");
    run(process.execPath, resolve('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error');
    const assets = readdirSync(join(PROJECT, 'dist/assets'));
    const code = assets.map((file) => readFileSync(join(PROJECT, 'dist/assets', file), 'utf8')).join('');
    assert.ok(code.includes('dx-refresher'));
    assert.ok(!code.includes('dx-inbox-change'), 'what is not imported is not bundled');
  });

  it('tell code editors of every element', () => {
    const read = (file: string): string => readFileSync(join(PACKAGE, 'dist/editors', file), 'utf8');
    const { tags } = JSON.parse(read('vscode.html-custom-data.json')) as { tags: { name: string }[] };
    const types = JSON.parse(read('web-types.json')) as {
      contributions: { html: { elements: { name: string }[] } };
    };
    const blocks = JSON.parse(readFileSync(join(PACKAGE, 'manifest.json'), 'utf8')) as {
      blocks: { tag: string }[];
    };
    const expected = blocks.blocks.map(({ tag }) => tag).sort();
    assert.deepEqual(tags.map(({ name }) => name).sort(), expected);
    assert.deepEqual(types.contributions.html.elements.map(({ name }) => name).sort(), expected);
  });
});
