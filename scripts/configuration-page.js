/** Writes docs/configuration.md: every setting of the gateway, from the doc comments of its types and its schema: `node --import ./scripts/typescript.js scripts/configuration-page.js`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const PAGE = new URL('../docs/configuration.md', import.meta.url);
const SOURCE = new URL('../src/gateway/config/configuration.ts', import.meta.url);

/** Where the fields of each interface are. */
const PLACES = {
  GatewayConfiguration: [],
  LimitsConfiguration: ['limits'],
  HeartbeatConfiguration: ['heartbeat'],
  ShutdownConfiguration: ['shutdown'],
  AppConfiguration: ['apps', '[]'],
  UserConfiguration: ['apps', '[]', 'users', '[]'],
  TokenConfiguration: ['apps', '[]', 'tokens'],
  CheckConfiguration: ['apps', '[]', 'check'],
  LogConfiguration: ['apps', '[]', 'log'],
  InboxConfiguration: ['apps', '[]', 'inbox'],
  CategoryConfiguration: ['apps', '[]', 'inbox', 'categories', '[]'],
  WebPushConfiguration: ['apps', '[]', 'webPush'],
};

const INTRODUCTION = `# Configuration of the gateway

Every setting of the [configuration file](gateway.md#configuration), and the environment variable that comes before it. Each variable has another one
that ends with \`_FILE\` and names a file with the value: for keys and passwords. {n} is the number of an app, from 0. A list has one entry a
line, or commas between them; what has fields of its own is JSON. What is given on the command line comes before both. A variable that
begins with \`DX_\` and names no setting is told at the start. \`SIGHUP\` reads the files again.

This page is made from the doc comments and the schema of the configuration (\`node --import ./scripts/typescript.js scripts/configuration-page.js\`).
`;

/** What an author wrote above each field, and the fields without such a comment. */
function fieldsOf(source) {
  const interfaces = source.matchAll(/export interface (\w+) \{\n([^]*?)\n\}/g);
  return Array.from(interfaces).flatMap(([, owner, body]) =>
    owner in PLACES
      ? Array.from(
          body.matchAll(/(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)? {2}(\w+)\??:/g),
          ([, text = '', name]) => ({
            path: [...PLACES[owner], name],
            text: text
              .replaceAll(/\s*\n\s*\*\s*/g, ' ')
              .replace(/@example.*$/, '')
              .trim(),
          }),
        )
      : [],
  );
}

const shown = (path) => path.join('.').replaceAll('.[]', '[]');
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('{', '&#123;');

/** The page as it should be. */
export async function configurationPage() {
  const { configurationJsonSchema } = await import('../src/gateway/config/schema.js');
  const { variablesIn } = await import('../src/gateway/config/environment.js');
  const variables = new Map(
    variablesIn(configurationJsonSchema()).map(({ path, name }) => [path.join('.'), name]),
  );
  const rows = fieldsOf(readFileSync(SOURCE, 'utf8'))
    .filter(({ path }) => path.at(-1) !== 'scenarios')
    .map(({ path, text }) => {
      const name = variables.get(path.join('.'));
      return `| \`${shown(path)}\` | ${cell(text)} | ${name === undefined ? '' : `<code v-pre>${name}</code>`} |`;
    });
  const text = `${INTRODUCTION}\n| setting | meaning | variable |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  return format(text, { parser: 'markdown', printWidth: 110, singleQuote: true });
}

if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, await configurationPage());
