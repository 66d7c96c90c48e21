import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const read = (path: string) => readFileSync(path, 'utf8');
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
const allOf = (files: string[]) => files.map(read).join('\n');

const page = read('docs/reliability.md');

/** Rows of the page: `| title of a test | file |`. */
const rows = Array.from(page.matchAll(/^\| (.+?) +\| `(test\/[^`]+)` +\|$/gm), ([, title, file]) => ({
  title: title!,
  file: file!,
}));

test('each test that the page names for a fault or an attack is in the file that it names', () => {
  assert.ok(rows.length >= 70, `${rows.length} rows`);
  for (const { file, title } of rows) assert.ok(read(file).includes(title), `${file}: ${title}`);
});

test('each statement of the page about security has a test, which is in the file that it names', () => {
  const statements = Array.from(
    read('docs/security.md').matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\| `(test\/[^`]+)` +\|$/gm),
    ([, statement, title, file]) => ({ statement: statement!, title: title!, file: file! }),
  );
  assert.ok(statements.length >= 40, `${statements.length} statements`);
  for (const { statement, title, file } of statements)
    assert.ok(read(file).includes(title), `${statement}: ${file} has no "${title}"`);
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
  const figures = Array.from(read('src/gateway/metrics.ts').matchAll(/'(dx_\w+)'/g), ([, name]) => name!);
  assert.ok(figures.length >= 15);
  for (const name of figures) assert.ok(read('docs/operations.md').includes(name), name);
});

test('the client neither sends nor hears messages between windows', () => {
  const files = filesIn('src').filter(
    (file) => !file.startsWith('src/gateway') && !file.startsWith('src/builders'),
  );
  for (const file of files) {
    assert.doesNotMatch(read(file), /(window|view|parent|opener|top)\??\.postMessage/, file);
  }
});
