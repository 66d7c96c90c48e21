import { register } from 'tsx/esm/api';

register();
const { attributeName } = await import('./src/elements/shared/attribute.ts');
const { EVENT_ATTRIBUTES } = await import('./src/elements/shared/event-element.ts');
const { DEFAULT_SETTINGS } = await import('./src/connection/settings.ts');

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
  plugins: [describedAttributes(await attributesOfClasses())],
};

/** The attributes of each class, as the elements read them. */
async function attributesOfClasses() {
  const modules = [
    'alert-toast',
    'connection-status',
    'event-log',
    'inbox',
    'messenger',
    'redirect',
    'refresher',
  ];
  const classes = modules.map(async (name) => {
    const found = await import(`./src/elements/dx-${name}.options.ts`);
    const className = `Dx${name.replace(/(^|-)./g, (start) => start.at(-1).toUpperCase())}`;
    return [className, Object.entries(found).find(([key]) => key.endsWith('_ATTRIBUTES'))[1]];
  });
  const settings = Object.entries(DEFAULT_SETTINGS).map(([name, initial]) => [
    name,
    { initial: settingText(initial) },
  ]);
  return new Map([
    ...(await Promise.all(classes)),
    ['EventElement', EVENT_ATTRIBUTES],
    ['ConnectionSettingsMixin', Object.fromEntries(settings)],
  ]);
}

/** A default as an author would write it; null where it is nothing. */
function settingText(value) {
  if (Array.isArray(value)) return value.join();
  return value === '' ? null : value;
}

/**
 * Describes the attributes by what the elements read them with: name, words, default. A property starts with null, so that
 * an element can tell what an author wrote; the default is what null comes to.
 */
function describedAttributes(attributes) {
  return {
    name: 'described-attributes',
    moduleLinkPhase({ moduleDoc }) {
      for (const declaration of moduleDoc.declarations ?? []) {
        for (const member of declaration.members ?? []) if (member.default === 'null') delete member.default;
        const described = attributes.get(declaration.name);
        if (described === undefined) continue;
        declaration.members = declaration.members.filter(({ name }) => name !== 'properties');
        declaration.attributes = declaration.members
          .filter(({ name }) => name in described)
          .map((member) => describe(member, described[member.name]));
      }
    },
  };
}

/** Completes the description of a property. @returns that of its attribute */
function describe(member, { initial = null, words }) {
  if (words !== undefined) member.type = { text: words.map((word) => `'${word}'`).join(' | ') };
  if (typeof initial === 'boolean') member.type = { text: 'boolean' };
  if (initial !== null) member.default = typeof initial === 'string' ? `'${initial}'` : String(initial);
  member.attribute = attributeName(member.name);
  const { name: fieldName, type, description, default: standard } = member;
  return { name: member.attribute, type, description, default: standard, fieldName };
}
