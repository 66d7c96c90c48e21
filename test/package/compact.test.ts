import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

// JavaScript of the project itself, which has no declarations.
const load = <Module>(name: string): Promise<Module> =>
  import(new URL(`../../scripts/${name}.js`, import.meta.url).href) as Promise<Module>;
const { tidy } = await load<{ tidy: (code: string) => string }>('tidy-templates');
const { compact } = await load<{ compact: (code: string) => string }>('compact-properties');
const { join } = await load<{ join: (code: string) => string | null }>('join-parts');
const { withoutTexts } = await load<{ withoutTexts: (code: string) => string }>('without-lit-errors');
const { packWords, unpackWords } = await load<{
  packWords: (english: object, words: object) => string;
  unpackWords: (english: object, packed: string) => object;
}>('compact-locales');

const words = async (file: string): Promise<object> =>
  ((await import(new URL(`../../${file}`, import.meta.url).href)) as { words: object }).words;

describe('what the build makes smaller', () => {
  it('styles lose blanks and comments, and keep those that mean something', () => {
    const code =
      "css `\n  /* it's gone */\n  :host {\n    color: red;\n    margin: calc(1px + 2px) ;\n  }\n  .a > b :hover, [x='a: b'] {\n    content: ' , ';\n  }\n`";
    assert.equal(
      tidy(code),
      "css ` :host{color:red;margin:calc(1px + 2px)}.a > b :hover,[x='a: b']{content:' , '}`",
    );
  });

  it('styles around what is put into them keep their blanks', () => {
    assert.equal(
      tidy('css `${one} .child ${two} { color: ${three} }`'),
      'css `${one} .child ${two}{color:${three}}`',
    );
  });

  it('markup keeps its blanks, on one line', () => {
    assert.equal(
      tidy('html `<p title="a,  b">\n  ${text}: \n</p>`'),
      'html `<p title="a,  b"> ${text}: </p>`',
    );
  });

  it('properties of an element are declared in one call, other decorators stay', () => {
    const code = `class A {}
__decorate([
    property({ attribute: 'event-name' })
], A.prototype, "eventName", void 0);
__decorate([other()], A.prototype, "more", void 0);
__decorate([property()], A.prototype, "theme", null);`;
    const lines = compact(code)
      .split('\n')
      .filter((line) => line !== '');
    assert.deepEqual(lines.slice(1), [
      'class A {}',
      `declareProperties(A, { "eventName": { attribute: 'event-name' }, "theme": undefined });`,
      '__decorate([other()], A.prototype, "more", void 0);',
    ]);
  });

  it('what is loaded later is imported at once, each file once, and given where it was loaded', () => {
    assert.equal(
      join(`const a = await import('./a.js');\nimport('../b.js').catch(log);\nimport('./a.js');`),
      [
        `import * as part0 from './a.js';`,
        `import * as part1 from '../b.js';`,
        'const a = await Promise.resolve(part0);',
        'Promise.resolve(part1).catch(log);',
        'Promise.resolve(part0);',
      ].join('\n'),
    );
    assert.equal(join(`import { a } from './a.js';`), null);
  });

  it('errors of Lit lose their texts, whatever these are put together of, and are thrown all the same', () => {
    assert.equal(
      withoutTexts(
        `if(!o)throw Error("use \`css\`, (not) it's");return e?1:(t=>{throw Error("a 'b' "+t+". c")})()`,
      ),
      'if(!o)throw Error();return e?1:(t=>{throw Error()})()',
    );
  });

  it('a word with a character that parts words is refused', () => {
    assert.throws(() => packWords({ a: 'x', b: 'y' }, { a: 'one | two', b: 'z' }), /parts words/);
    assert.throws(() => packWords({ a: 'x' }, { a: 'about ~ten' }), /parts words/);
  });

  for (const folder of ['i18n', 'event-log'])
    it(`the words of every language in src/${folder} are the same after they were packed`, async () => {
      const english = await words(`src/${folder}/locales/en.ts`);
      const files = readdirSync(`src/${folder}/locales`).filter((file) => /^(?!en)\w\w\.ts$/.test(file));
      assert.equal(files.length, 8);
      for (const file of files) {
        const all = await words(`src/${folder}/locales/${file}`);
        assert.deepEqual(unpackWords(english, packWords(english, all)), all, file);
      }
    });

  it('the one file has the words of all languages, and the main script no WebTransport', () => {
    const all = readFileSync('dist/dx-realtime.all.js', 'utf8');
    for (const word of ['Alle als gelesen markieren', 'Ereignisprotokoll', 'Журнал событий'])
      assert.ok(all.includes(word), word);
    assert.ok(!readFileSync('dist/dx-realtime.js', 'utf8').includes('WebTransport'));
  });
});
