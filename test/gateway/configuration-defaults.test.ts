import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import type { z } from 'zod';
import { loadConfiguration } from '../../src/gateway/config/load-configuration.js';
import { configurationJsonSchema } from '../../src/gateway/config/schema.js';

type Schema = z.core.JSONSchema.BaseSchema;

const at = (schema: Schema, path: string): Schema =>
  path
    .split('.')
    .filter(Boolean)
    .reduce((inner, name) => (name === '[]' ? inner.items : inner.properties?.[name]) as Schema, schema);

/** Where the fields of an interface are in the schema. */
const PLACES: Readonly<Record<string, string>> = {
  GatewayConfiguration: '',
  LimitsConfiguration: 'limits',
  AppConfiguration: 'apps.[]',
  UserConfiguration: 'apps.[].users.[]',
  TokenConfiguration: 'apps.[].tokens',
  CheckConfiguration: 'apps.[].check',
  LogConfiguration: 'apps.[].log',
};
/** Fields without a default in the schema: what they are depends on more than the configuration. */
const DECIDED_LATER = ['data', 'proxies'];
const DAY = 24 * 60 * 60;

const source = readFileSync('src/gateway/config/configuration.ts', 'utf8');
const fields = Array.from(source.matchAll(/export interface (\w+) \{\n([^]*?)\n\}/g)).flatMap(
  ([, owner, body]) =>
    Array.from(body!.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(\w+)\??:/g), ([, text, name]) => ({
      owner: owner!,
      name: name!,
      text: text!.replace(/\s*\n\s*\*\s*/g, ' '),
    })),
);

/** `Default 100 000.`, `Default 30 days.`, `` Default `warn`. `` as a value; undefined = it says something else. */
function documentedDefault(text: string): unknown {
  const [, code, word, digits, days] =
    /Default (?:`([^`]+)`|(true|false)|([\d ]*\d)( days)?)/.exec(text) ?? [];
  if (code !== undefined) return code.startsWith('[') ? JSON.parse(code.replaceAll("'", '"')) : code;
  if (word !== undefined) return word === 'true';
  return digits === undefined
    ? undefined
    : Number(digits.replaceAll(' ', '')) * (days === undefined ? 1 : DAY);
}

test('the defaults that the types of the configuration name are those that the gateway takes', () => {
  const documented = fields.filter(
    ({ owner, text }) => owner in PLACES && documentedDefault(text) !== undefined,
  );
  assert.ok(documented.length >= 18, `${documented.length} defaults`);
  for (const { owner, name, text } of documented) {
    if (DECIDED_LATER.includes(name)) continue;
    const field = at(configurationJsonSchema(), `${PLACES[owner]!}.${name}`);
    assert.deepEqual(field.default, documentedDefault(text), `${owner}.${name}`);
  }
});

test('each default that the page for the gateway shows as a value is the one that the gateway takes', () => {
  const rows = readFileSync('docs/gateway.md', 'utf8').matchAll(
    /^\| `([\w[\].]+)` +\|.*\| +(`[^`]+`|\d+) +\|$/gm,
  );
  const shown = Array.from(rows, ([, path, value]) => [path!, value!.replaceAll('`', '')] as const);
  assert.ok(shown.length >= 4, `${shown.length} rows`);
  for (const [path, value] of shown) {
    if (DECIDED_LATER.includes(path)) continue;
    assert.equal(String(at(configurationJsonSchema(), path.replace('[]', '.[]')).default), value, path);
  }
});

test('the JSON Schema knows every field of the types, and no other', () => {
  for (const [owner, place] of Object.entries(PLACES)) {
    const [, body] = new RegExp(`export interface ${owner} \\{\\n([^]*?)\\n\\}`).exec(source)!;
    const names = Array.from(body!.matchAll(/^ {2}(\w+)\??:/gm), ([, name]) => name!);
    assert.deepEqual(
      Object.keys(at(configurationJsonSchema(), place).properties!).sort(),
      names.sort(),
      owner,
    );
  }
});

test('a JSON file that names its schema for editors is taken, and the name is no field', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dx-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'gateway.json');
  const apps = [{ id: 'shop', pushKeys: ['a-long-push-key-of-tests'] }];
  writeFileSync(file, JSON.stringify({ $schema: './configuration.schema.json', apps }));
  assert.deepEqual(await loadConfiguration(file), { apps });
});
