import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blocksOf, PHRASES, scriptsOf } from './examples/blocks.js';
import { checkCommands } from './examples/commands.js';
import { compile } from './examples/compile.js';
import { checkMarkup } from './examples/markup.js';

const MARKUP = blocksOf('html', 'vue', 'svelte');
const at = 'here:1';

describe('examples of README and the documents', () => {
  it('programs have the types of the package as it is built', () => {
    const programs = [...blocksOf('js', 'jsx', 'ts', 'tsx'), ...MARKUP.flatMap(scriptsOf)];
    assert.ok(programs.length > 30, `${programs.length}`);
    assert.deepEqual(compile(programs), []);
  });

  it('markup has tags, attributes, events and settings that there are', () => {
    assert.ok(MARKUP.length > 20, `${MARKUP.length}`);
    assert.deepEqual(MARKUP.flatMap(checkMarkup), []);
  });

  it('JSON can be read, in import maps and bodies of requests, too', () => {
    const inOthers = (pattern: RegExp, ...languages: string[]) =>
      blocksOf(...languages).flatMap(({ at, code }) =>
        [...code.matchAll(pattern)].map(([, text]) => ({ at, code: text! })),
      );
    const texts = [
      ...blocksOf('json'),
      ...inOthers(/<script type="importmap">([^]*?)<\/script>/g, 'html'),
      ...inOthers(/ -d '(\{[^']*\})'/g, 'sh'),
    ];
    assert.ok(texts.length >= 8, `${texts.length}`);
    for (const { at, code } of texts)
      assert.doesNotThrow(() => JSON.parse(code) as unknown, `${at}: ${code}`);
  });

  it('commands have options and operands that there are, in running text, too', () => {
    assert.deepEqual([...blocksOf('sh'), ...PHRASES].flatMap(checkCommands), []);
  });
});

describe('the check of examples', () => {
  it('finds an import, a type, a name and a setting of the gateway that are not there', () => {
    const code = "import { connectt } from 'dx-realtime';\nconst id: number = 'a';\nunknownName();";
    const configuration = "export default {\n  apps: [{ id: 'shop', pushKey: ['a'] }],\n};";
    const problems = compile([
      { at, language: 'ts', code },
      { at: 'there:1', language: 'js', code: configuration },
    ]);
    assert.equal(problems.length, 4, problems.join('\n'));
    assert.match(
      problems.join('\n'),
      /here:1: .*connectt[^]*not assignable[^]*unknownName[^]*there:1: [^]*pushKey/,
    );
  });

  it('finds a tag, an attribute, an event and a setting that there are none of', () => {
    const code = `<script src="/dx-realtime.js" data-appid="x"></script><dx-toast></dx-toast>
<dx-refresher eventname="a" @dx-renewed="b"></dx-refresher>`;
    assert.deepEqual(checkMarkup({ at, language: 'html', code }), [
      'here:1: <script> knows no "data-appid"',
      'here:1: <dx-toast> knows no "tag"',
      'here:1: <dx-refresher> knows no "eventname"',
      'here:1: <dx-refresher> knows no "dx-renewed"',
    ]);
  });

  it('finds a command, an option and an operand that there are none of', () => {
    const check = (code: string) => checkCommands({ at, language: 'sh', code });
    assert.match(check('npx dx-realtime pushh anna').join(), /no command "pushh"/);
    assert.match(check('cd a && npx dx-realtime push anna alert --key K').join(), /Unknown option '--key'/);
    assert.match(check('npx dx-realtime push anna alert Hello everybody').join(), /4 operands, not 2 to 3/);
  });
});
