import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const read = (path: string) => readFileSync(path, 'utf8');
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
const allOf = (files: string[]) => files.map(read).join('\n');

const tests = allOf(filesIn('test/gateway'));
const page = read('docs/reliability.md');

/** The numbers after a word in the names of tests, such as `fault 25, 26, security 19: …`. */
function numbersInNames(word: string): Set<number> {
  const names = tests.matchAll(/^\s*(?:test|check)\(\s*['"`](?<numbers>(?:fault|security)[^:]*):/gm);
  const numbers = Array.from(names, ({ groups }) => groups!.numbers!).flatMap((text) =>
    Array.from(text.matchAll(new RegExp(`${word} (\\d+(?:, \\d+)*)`, 'g')), ([, list]) => list!.split(', ')),
  );
  return new Set(numbers.flat().map(Number));
}

/** Rows of the page for tests elsewhere: `| fault 12 | file | title |`. */
const elsewhere = Array.from(
  page.matchAll(/^\| (fault|security) (\d+) +\| `([^`]+)` +\| (.+?) +\|$/gm),
  ([, word, number, file, title]) => ({ word, number: Number(number), file: file!, title: title! }),
);
/** Lines of the page for what no test shows: `- fault 42: reason`. */
const untested = Array.from(page.matchAll(/^- (fault|security) (\d+): /gm), ([, word, number]) => ({
  word,
  number: Number(number),
}));

for (const [word, count] of [
  ['fault', 44],
  ['security', 39],
] as const) {
  test(`each ${word} of the list has a test with its number, or the page says where it is tested or why not`, () => {
    const covered = numbersInNames(word);
    const told = new Set(
      [...elsewhere, ...untested].filter((one) => one.word === word).map(({ number }) => number),
    );
    const missing = Array.from({ length: count }, (_, index) => index + 1).filter(
      (number) => !covered.has(number) && !told.has(number),
    );
    assert.deepEqual(missing, []);
    const contradicted = untested.filter((one) => one.word === word && covered.has(one.number));
    assert.deepEqual(contradicted, []);
  });
}

test('the tests elsewhere that the page names exist', () => {
  assert.ok(elsewhere.length > 10);
  for (const { file, title } of elsewhere) assert.ok(read(file).includes(title), `${file}: ${title}`);
});

test('the page names every code and status with which something is refused, and every reason of a cut', () => {
  const source = allOf([...filesIn('src/gateway'), 'src/protocol.ts']);
  const codes = [
    ...source.matchAll(/new AdmissionError\(\s*'([\w-]+)'/g),
    ...source.matchAll(/sayBye\(\w+, '([\w-]+)'/g),
    ...source.matchAll(/cut\(connection, '([\w-]+)'/g),
    ...source.matchAll(/new Refusal\(\s*(\d{3})/g),
    ...source.matchAll(/code\((\d{3})\)/g),
  ].map(([, code]) => code!);
  assert.ok(new Set(codes).size >= 12, codes.join(' '));
  for (const code of new Set(codes)) assert.match(page, new RegExp(`[\`" ]${code}[\`", ]`), code);
});

test('the page for operators names every figure', () => {
  const figures = Array.from(
    read('src/gateway/metrics.ts').matchAll(/name: '(dx_\w+)'/g),
    ([, name]) => name!,
  );
  assert.ok(figures.length >= 6);
  for (const name of figures) assert.ok(read('docs/operations.md').includes(name), name);
});

test('security 31: the client neither sends nor hears messages between windows', () => {
  const files = filesIn('src').filter(
    (file) => !file.startsWith('src/gateway') && !file.startsWith('src/builders'),
  );
  for (const file of files) {
    assert.doesNotMatch(read(file), /(window|view|parent|opener|top)\??\.postMessage/, file);
  }
});
