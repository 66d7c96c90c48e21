/**
 * What code editors and type checkers know of the elements, from `dist/custom-elements.json`: VS Code custom data,
 * JetBrains web-types, and the types of elements in the templates of frameworks.
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
    // Beside the tags: what `document.querySelector()` gives.
    const declared = `import '../define.js';\n${text}`;
    writeFileSync(`dist/frameworks/${name}.d.ts`, declared);
    writeFileSync(`dist/frameworks/${name}.js`, 'export {};\n');
  }
}

/** The attributes, properties and events of each element, as templates write them. */
function elementTypes(elements) {
  const interfaceOf = (name, comment, line) => {
    const entries = elements.map(
      (element) => `  /** ${element.summary} */\n  '${element.tagName}': {\n${line(element)}  };\n`,
    );
    return `/** ${comment} */\nexport interface ${name} {\n${entries.join('')}}\n`;
  };
  return [
    "import type { DxEventMap } from '../event-map.js';\n",
    interfaceOf(
      'DxElementAttributes',
      'Attributes by element. A boolean may be a text, as it stands in HTML.',
      ({ attributes = [] }) => attributes.map(attributeType).join(''),
    ),
    interfaceOf(
      'DxElementProperties',
      'Properties by element, as templates of frameworks set them.',
      ({ attributes = [] }) =>
        attributes
          .filter(({ name, fieldName }) => fieldName !== name)
          .map(propertyType)
          .join(''),
    ),
    interfaceOf('DxElementEvents', 'Events by element: those that it dispatches.', ({ events = [] }) =>
      events.map(({ name }) => `    '${name}': DxEventMap['${name}'];\n`).join(''),
    ),
    `/** Attributes such as \`ondx-alert\`, which take a listener. */
export type DxListeners<Events> = {
  [Name in keyof Events & string as \`on\${Name}\`]?: ((event: Events[Name]) => void) | undefined;
};
/** All that may stand on an element in a template. */
export type DxElementProps = {
  [Tag in keyof DxElementAttributes]: DxElementAttributes[Tag] &
    DxElementProperties[Tag] &
    DxListeners<DxElementEvents[Tag]>;
};
`,
  ].join('\n');
}

const commentOf = ({ description = '' }) =>
  `    /** ${description.replace(/\s+/g, ' ').replaceAll('*/', '* /')} */\n`;

function attributeType(attribute) {
  const text = (attribute.type?.text ?? 'string').replace(/\s*\|\s*(null|undefined)/g, '');
  const written =
    text === 'number' ? 'number | string' : text.replace('boolean', "boolean | '' | 'true' | 'false'");
  return `${commentOf(attribute)}    '${attribute.name}'?: ${written} | undefined;\n`;
}

const propertyType = (attribute) =>
  `${commentOf(attribute)}    ${attribute.fieldName}?: ${attribute.type?.text ?? 'string'} | undefined;\n`;

const FRAMEWORKS = {
  jsx: `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { DxElementProps } from './elements.js';

type Elements = {
  [Tag in keyof DxElementProps]: Omit<DetailedHTMLProps<HTMLAttributes<HTMLElementTagNameMap[Tag]>, HTMLElementTagNameMap[Tag]>, keyof DxElementProps[Tag]> &
    DxElementProps[Tag];
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}
`,
  vue: `import type { DefineComponent } from 'vue';
import type { DxElementAttributes, DxElementEvents, DxElementProperties } from './elements.js';

/** As the compiler of templates names the listener of \`@dx-alert\`. */
type Listeners<Events> = {
  [Name in keyof Events & string as \`on\${Capitalize<Name>}\`]?: ((event: Events[Name]) => void) | undefined;
};
type Elements = {
  [Tag in keyof DxElementAttributes]: DefineComponent<
    DxElementAttributes[Tag] & DxElementProperties[Tag] & Listeners<DxElementEvents[Tag]>
  >;
};

declare module 'vue' {
  interface GlobalComponents extends Elements {}
}
`,
  svelte: `import type { HTMLAttributes } from 'svelte/elements';
import type { DxEventMap } from '../event-map.js';
import type { DxElementProps, DxListeners } from './elements.js';

type Elements = {
  [Tag in keyof DxElementProps]: Omit<HTMLAttributes<HTMLElementTagNameMap[Tag]>, keyof DxElementProps[Tag]> &
    DxElementProps[Tag];
};

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends Elements {}
  // Widgets hear the events of the elements beside them.
  interface DOMAttributes<T extends EventTarget> extends DxListeners<DxEventMap> {}
}
`,
  solid: `import type { JSX } from 'solid-js';
import type { DxEventMap } from '../event-map.js';
import type { DxElementAttributes } from './elements.js';

type Elements = {
  [Tag in keyof DxElementAttributes]: Omit<JSX.HTMLAttributes<HTMLElementTagNameMap[Tag]>, keyof DxElementAttributes[Tag]> &
    DxElementAttributes[Tag];
};

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
    // For on:dx-alert, and on:dx-refresh of any element.
    interface CustomEvents extends DxEventMap {}
  }
}
`,
  preact: `import type { HTMLAttributes } from 'preact';
import type { DxElementProps } from './elements.js';

type Elements = {
  [Tag in keyof DxElementProps]: Omit<HTMLAttributes<HTMLElementTagNameMap[Tag]>, keyof DxElementProps[Tag]> & DxElementProps[Tag];
};

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}
`,
};
