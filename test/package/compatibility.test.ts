import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { functionEntry, lacking, memberEntry, type Floors } from './compatibility/support-data.js';
import { missingFeatures, noteStyles } from './compatibility/used-features.js';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** What a promised browser may lack, and why nothing is lost there. */
const BEARABLE: Record<string, string> = {
  '-webkit-tap-highlight-color': 'no grey flash under a finger where a browser knows one',
  ':-moz-progress-bar':
    'for Firefox alone, whose track is white on dark; the others draw theirs as the page is',
  ':open':
    'a browser that does not know it refuses the selector, and the list of a select is taken for closed',
  'ParentNode.moveBefore': 'asked for first; else the element is appended and the focus put back',
  'Element.moveBefore': 'asked for first; else the element is appended and the focus put back',
  'PushManagerAttribute.pushManager':
    'that of the window; of a worker, which is used, every browser knows it that is called by Web Push',
  'content-visibility': 'saves time in long lists; they look the same without',
  'content-visibility: auto': 'saves time in long lists; they look the same without',
  'cursor: default': 'a phone has no pointer',
  'cursor: pointer': 'a phone has no pointer',
  'field-sizing': 'the script makes the field of the messenger as high as its text',
  'field-sizing: content': 'the script makes the field of the messenger as high as its text',
  'forced-color-adjust': 'Safari has no forced colours',
  'forced-color-adjust: none': 'Safari has no forced colours',
  resize: 'a phone does not resize fields by hand',
  'resize: none': 'a phone does not resize fields by hand',
  'resize: vertical': 'a phone does not resize fields by hand',
  'scrollbar-color': 'the scrollbar is the usual one',
  'scrollbar-width': 'the scrollbar is the usual one',
  'scrollbar-width: thin': 'the scrollbar is the usual one',
  'text-align: match-parent': 'Chrome knows it by its prefix, which stands before it',
  'user-select': 'Safari knows it by its prefix, which stands before it',
};

/** The oldest versions that docs/faq.md promises: the sentence that people read is what counts. */
function promisedVersions(): Floors {
  const faq = readFileSync(path('docs/faq.md'), 'utf8');
  const version = (name: string): number => {
    const found = new RegExp(`${name} (\\d+)(?:\\.(\\d+))?`).exec(faq);
    assert.ok(found, `docs/faq.md names the oldest ${name}`);
    return Number(found[1]) + Number(found[2] ?? 0) / 100;
  };
  const [chrome, firefox, safari] = [version('Chrome and Edge'), version('Firefox'), version('Safari')];
  return {
    ...{ chrome, chrome_android: chrome, edge: chrome },
    ...{ firefox, firefox_android: firefox, safari, safari_ios: safari },
  };
}

describe('the oldest browsers that the documents promise', () => {
  const floors = promisedVersions();

  it('know every member, name and style that the client uses, but for what is lost without harm', () => {
    const missing = missingFeatures(path('tsconfig.json'), floors);
    const unknown = [...missing]
      .filter(([feature]) => !(feature in BEARABLE))
      .map(
        ([feature, { files, browsers }]) => `${feature} in ${[...files].join(', ')}: ${browsers.join(', ')}`,
      );
    assert.deepEqual(unknown, []);
    const unused = Object.keys(BEARABLE).filter((feature) => !missing.has(feature));
    assert.deepEqual(unused, [], 'used no longer');
  });

  it('are seen to lack what came later, in scripts and in styles', () => {
    assert.notDeepEqual(lacking(memberEntry('Set', 'union'), floors), []);
    assert.notDeepEqual(lacking(memberEntry('PromiseConstructor', 'try'), floors), []);
    assert.deepEqual(lacking(memberEntry('ReadonlyArray', 'toSorted'), floors), []);
    assert.deepEqual(lacking(memberEntry('AbortSignal', 'any'), floors), []);
    assert.deepEqual(lacking(functionEntry('color-mix'), floors), []);
    const found: string[] = [];
    const css = '@starting-style { a:open { color: light-dark(red, blue); text-box: trim-both } }';
    noteStyles(css, (feature, entry) => lacking(entry, floors).length > 0 && found.push(feature));
    assert.deepEqual(found, ['@starting-style', 'light-dark()', 'text-box', 'text-box: trim-both', ':open']);
  });
});
