import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface Setting {
  attribute: string;
  type: string;
  default: unknown;
  options?: { value: string; label: string }[];
  when?: { attribute: string };
}
interface Block {
  tag: string;
  icon: string;
  category: string;
  content: { attributes: Record<string, string> };
  settings: Setting[];
}
interface Manifest {
  categories: { id: string }[];
  blocks: Block[];
}

const { manifestText } = (await import(new URL('../../scripts/manifest.js', import.meta.url).href)) as {
  manifestText: () => string;
};
const text = readFileSync('manifest.json', 'utf8');
const manifest = JSON.parse(text) as Manifest;

describe('manifest.json', () => {
  it('is what the source says ("npm run manifest" writes it)', () => {
    assert.equal(text, manifestText());
  });

  it('fits its published schema', () => {
    const schema = JSON.parse(readFileSync('dist/builders/manifest.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);
    validate(manifest);
    assert.deepEqual(validate.errors ?? [], []);
  });

  it('drops every block with settings it has, and shows settings only by settings it has', () => {
    for (const { tag, category, content, settings } of manifest.blocks) {
      const names = settings.map(({ attribute }) => attribute);
      assert.equal(new Set(names).size, names.length, `${tag} has a setting twice`);
      for (const attribute of Object.keys(content.attributes))
        assert.equal(names.includes(attribute), true, `${tag} ${attribute}`);
      for (const { when } of settings)
        assert.equal(when === undefined || names.includes(when.attribute), true, tag);
      assert.equal(
        manifest.categories.some(({ id }) => id === category),
        true,
        category,
      );
    }
  });

  it('gives every choice a default that is one of its options', () => {
    const choices = manifest.blocks.flatMap(({ settings }) => settings).filter(({ type }) => type === 'enum');
    assert.notEqual(choices.length, 0);
    for (const { attribute, options, default: value } of choices) {
      assert.equal(
        options?.some((option) => option.value === value),
        true,
        attribute,
      );
    }
  });

  it('carries icons that draw and do nothing else', () => {
    for (const { tag, icon } of manifest.blocks)
      assert.equal(/script|on\w+=|href|style/i.test(icon), false, tag);
  });
});
