export default {
  globs: [
    'src/elements/*.ts',
    'src/elements/shared/connection-settings-mixin.ts',
    'src/elements/shared/event-element.ts',
  ],
  exclude: [
    'src/elements/*.styles.ts',
    'src/elements/*.options.ts',
    'src/elements/*.events.ts',
    'src/elements/*.view.ts',
    'src/elements/*.states.ts',
  ],
  outdir: 'dist',
  litelement: true,
  plugins: [documentedDefaults()],
};

/**
 * Takes defaults from `@default`. What a property starts with is null, so that an element can tell what an author
 * wrote; the default is what null comes to.
 */
function documentedDefaults() {
  const defaults = new Map();
  return {
    name: 'documented-defaults',
    analyzePhase({ ts, node }) {
      if (!ts.isPropertyDeclaration(node)) return;
      const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'default');
      const owner = ts.isClassDeclaration(node.parent) ? node.parent.name?.text : undefined;
      defaults.set(`${owner}.${node.name.text}`, tag?.comment);
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations = [] } of customElementsManifest.modules) {
        for (const { name, members = [], attributes = [] } of declarations) {
          for (const entry of [...members, ...attributes]) {
            const own = `${name}.${entry.fieldName ?? entry.name}`;
            const mixed = `ElementWithConnectionSettings.${entry.fieldName ?? entry.name}`;
            const value = defaults.get(own) ?? defaults.get(mixed);
            if (value !== undefined) entry.default = value;
            else if (entry.default === 'null') delete entry.default;
          }
        }
      }
    },
  };
}
