/**
 * What code editors and type checkers know of the elements, from `dist/custom-elements.json`: VS Code custom data,
 * JetBrains web-types, and the types of elements in JSX, Vue and Svelte templates.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';

const OUT = 'dist/editors';

/** Writes the files into `dist/editors/` and the types beside the entries of the frameworks. */
export function writeEditorData() {
  const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'));
  generateVsCodeCustomElementData(structuredClone(manifest), {
    outdir: OUT,
    htmlFileName: 'vscode.html-custom-data.json',
    cssFileName: 'vscode.css-custom-data.json',
    hideLogs: true,
  });
  generateJetBrainsWebTypes(structuredClone(manifest), {
    outdir: OUT,
    webTypesFileName: 'web-types.json',
    packageJson: false,
    hideLogs: true,
  });
  const elements = manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName !== undefined);
  writeFileSync('dist/frameworks/elements.d.ts', elementTypes(elements));
  for (const [name, text] of Object.entries(FRAMEWORKS)) {
    writeFileSync(`dist/frameworks/${name}.d.ts`, text);
    writeFileSync(`dist/frameworks/${name}.js`, 'export {};\n');
  }
}

/** The attributes of each element, as a template writes them. */
function elementTypes(elements) {
  const entries = elements.map(
    ({ tagName, summary, attributes = [] }) =>
      `  /** ${summary} */\n  '${tagName}': {\n${attributes.map(attributeType).join('')}  };\n`,
  );
  return `/** Attributes by element. A boolean may be a text, as it stands in HTML. */\nexport interface DxElementAttributes {\n${entries.join('')}}\n`;
}

function attributeType({ name, type, description = '' }) {
  const text = (type?.text ?? 'string').replace(/\s*\|\s*(null|undefined)/g, '');
  const written =
    text === 'boolean' ? "boolean | '' | 'true' | 'false'" : text === 'number' ? 'number | string' : text;
  return `    /** ${description.replace(/\s+/g, ' ').replaceAll('*/', '* /')} */\n    '${name}'?: ${written} | undefined;\n`;
}

const FRAMEWORKS = {
  jsx: `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { DxElementAttributes } from './elements.js';

type Elements = {
  [Tag in keyof DxElementAttributes]: DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> &
    DxElementAttributes[Tag];
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}
`,
  vue: `import type { DefineComponent } from 'vue';
import type { DxElementAttributes } from './elements.js';

type Elements = { [Tag in keyof DxElementAttributes]: DefineComponent<DxElementAttributes[Tag]> };

declare module 'vue' {
  interface GlobalComponents extends Elements {}
}
`,
  svelte: `import type { HTMLAttributes } from 'svelte/elements';
import type { DxElementAttributes } from './elements.js';

type Elements = {
  [Tag in keyof DxElementAttributes]: HTMLAttributes<HTMLElement> & DxElementAttributes[Tag];
};

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends Elements {}
}
`,
};
