import { randomBytes } from 'node:crypto';
import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError } from './command-error.js';
import { defineCommand } from './command.js';
import { CONFIGURATION, PAGE } from './init.templates.js';

const SCRIPTS = ['dx-realtime.js', 'parts'];

/** `dx-realtime init`: a page and a gateway configuration to begin with. */
export const init = defineCommand({
  usage: 'init [FOLDER]',
  description: `Writes into FOLDER (default: here) what a first live page needs, and says the next command:

  pages/index.html     a page with a toast, an inbox and the event log
  pages/dx-realtime/   the script of this package and what it loads
  pages/dx-push.js     for desktop="always": calls people who have no tab open
  gateway.config.mjs   one app, two users
  push-key.txt         a random push key, readable by you alone
  .gitignore           keeps the push key out of a repository; one that exists stays as it is

A file that exists is never touched: if one of the others is there, nothing is written.`,
  options: {},
  async run({ operands }) {
    if (operands.length > 1) throw new CommandError('One FOLDER at most; see --help.');
    await writeProject(operands[0] ?? '.');
  },
});

async function writeProject(folder: string): Promise<void> {
  const files = filesOf();
  const ignore = join(folder, '.gitignore');
  const mayIgnore = (await stat(ignore).catch(() => null)) === null;
  await refuseToOverwrite(folder, [...Object.keys(files), 'pages/dx-realtime', 'pages/dx-push.js']);
  await mkdir(join(folder, 'pages/dx-realtime'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await write(join(folder, name), text);
  for (const name of SCRIPTS) {
    await cp(distributed(name), join(folder, 'pages/dx-realtime', name), { recursive: true });
  }
  // Browsers take it from the root of a site only.
  await cp(distributed('dx-push.js'), join(folder, 'pages/dx-push.js'));
  if (mayIgnore) await write(ignore, 'push-key.txt\n');
  else process.stdout.write('Add push-key.txt to your .gitignore.\n');
  process.stdout.write(nextSteps(folder, Object.keys(files)));
}

/** A file or folder of `dist`. */
const distributed = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

function filesOf(): Record<string, string> {
  return {
    'pages/index.html': PAGE,
    'gateway.config.mjs': CONFIGURATION,
    'push-key.txt': `${randomBytes(24).toString('base64url')}\n`,
  };
}

async function refuseToOverwrite(folder: string, names: string[]): Promise<void> {
  const found: string[] = [];
  for (const name of names) {
    if (await stat(join(folder, name)).catch(() => null)) found.push(name);
  }
  if (found.length === 0) return;
  const are = found.length === 1 ? 'is' : 'are';
  throw new CommandError(`Nothing was written: ${found.join(', ')} ${are} there already.`);
}

function write(path: string, text: string): Promise<void> {
  // "wx": a file that came in the meantime is not overwritten either.
  return writeFile(path, text, { flag: 'wx', mode: path.endsWith('push-key.txt') ? 0o600 : 0o644 });
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function nextSteps(folder: string, names: string[]): string {
  const enter = folder === '.' ? '' : `  cd ${quoted(folder)}\n`;
  return `Written: ${names.join(', ')}, pages/dx-realtime, pages/dx-push.js

Next:
${enter}  npx dx-realtime-gateway --config gateway.config.mjs --pages pages

Open http://localhost:8080, and in another shell:
${enter}  npx dx-realtime push '*' alert 'Hello, everybody' --key-file push-key.txt
`;
}
