import { readFileSync, writeFileSync } from 'node:fs';
import { buildManifest } from './manifest.js';

/** Writes what builders load that carries the manifest: the plugins that need nothing passed, and components of React. */
export function writeBuilderFiles() {
  // While an element is being written, the build goes on; the tests of the manifest do not.
  const manifest = buildManifest((problem) => console.warn(problem));
  const path = 'dist/builders/package-manifest.js';
  const code = readFileSync(path, 'utf8');
  const start = code.indexOf('export const packageManifest');
  const end = code.indexOf('};', start) + '};'.length;
  writeFileSync(
    path,
    `${code.slice(0, start)}export const packageManifest = ${JSON.stringify(manifest)};${code.slice(end)}`,
  );
  writeReactElements(manifest.blocks);
}

/** One component of React for each element, for tools that import components by name, such as Plasmic. */
function writeReactElements(blocks) {
  const nameOf = ({ tag }) => tag.replace(/(^|-)(\w)/g, (_, __, letter) => letter.toUpperCase());
  const formOf = ({ tag, settings }) => ({
    tag,
    settings: settings.map(({ attribute, property, type, default: value }) => ({
      attribute,
      property,
      type,
      default: value,
    })),
  });
  const components = blocks.map(
    (block) =>
      `export const ${nameOf(block)} = blockComponent(createElement, ${JSON.stringify(formOf(block))});\n`,
  );
  writeFileSync(
    'dist/frameworks/react-elements.js',
    `import { createElement } from 'react';
import { blockComponent } from '../builders/react-block.js';
${components.join('')}`,
  );
  const declarations = blocks.map(
    (block) =>
      `/** ${block.description} Its props are the values of its settings form, by property. */
export declare const ${nameOf(block)}: (props: DxElementProperties['${block.tag}'] & DxElementAttributes['${block.tag}']) => ReactElement;
`,
  );
  writeFileSync(
    'dist/frameworks/react-elements.d.ts',
    `import type { ReactElement } from 'react';
import type { DxElementAttributes, DxElementProperties } from './elements.js';
${declarations.join('')}`,
  );
}
