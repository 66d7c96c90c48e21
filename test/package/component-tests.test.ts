import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { installIn } from '../support/tools.js';

installIn('test/tools');
const require = createRequire(new URL('../tools/package.json', import.meta.url));

/** Makes the globals of a page in a process of Node, as runners of component tests do. */
const DOCUMENTS = {
  jsdom: `const { JSDOM } = await import(${JSON.stringify(require.resolve('jsdom'))});
    const { window } = new JSDOM('<!doctype html><html lang="en"><body></body></html>', { url: 'http://localhost/', pretendToBeVisual: true });`,
  'happy-dom': `const { Window } = await import(${JSON.stringify(require.resolve('happy-dom').replace(/\.cjs$/, '.js'))});
    const window = new Window({ url: 'http://localhost/' });`,
};

const MOUNT = `
  for (const name of Object.getOwnPropertyNames(window)) {
    const isPage = name in globalThis && !/^(Event|CustomEvent|EventTarget|AbortController|AbortSignal|DOMException|Node|Element|MutationObserver)$/.test(name);
    if (!isPage && name !== 'undefined') try { globalThis[name] = window[name]; } catch {}
  }
  Object.assign(globalThis, { window, document: window.document });
  const errors = [];
  for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => errors.push(String(error?.stack)));
  console.warn = (...given) => errors.push(given.join(' '));
  console.error = console.warn;
  const { configure } = await import('dx-realtime');
  configure({ url: 'http://localhost:1', appId: 'test' });
  await import('dx-realtime/define');
  const { body } = window.document;
  const tags = ['alert-toast', 'inbox', 'messenger', 'event-log', 'connection-status', 'redirect', 'refresher', 'connection'];
  for (const tag of tags) {
    const element = document.createElement('dx-' + tag);
    element.setAttribute('event-name', 'alert');
    body.append(element);
    await element.updateComplete;
    if (element.constructor.name === 'HTMLElement') errors.push(tag + ' is not defined');
  }
  body.querySelector('dx-alert-toast').show('Saved');
  const shown = () => document.querySelector('.dx-alerts')?.shadowRoot?.textContent.includes('Saved');
  for (let tries = 0; tries < 100 && !shown(); tries += 1) await new Promise((done) => setTimeout(done, 20));
  if (!shown()) errors.push('no toast');
  body.replaceChildren();
  await new Promise((done) => setTimeout(done, 50));
  // Nothing can be stored there, which is told and right.
  const isExpected = (text) => text.includes('indexedDB is not defined');
  process.stdout.write(JSON.stringify(errors.filter((text) => !isExpected(text))));
  process.exit();`;

describe('component tests without a browser', () => {
  for (const [name, make] of Object.entries(DOCUMENTS))
    it(`${name}: every element is constructed, mounted, used and removed without an error`, () => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', make + MOUNT], {
        encoding: 'utf8',
      });
      assert.deepEqual(JSON.parse(stdout || JSON.stringify([stderr])), []);
    });
});
