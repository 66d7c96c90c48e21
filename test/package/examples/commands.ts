import { parseArgs } from 'node:util';
import { backup } from '../../../src/cli/backup.js';
import { checkConfig } from '../../../src/cli/check-config.js';
import type { Command, OptionTable } from '../../../src/cli/command.js';
import { doctor } from '../../../src/cli/doctor/doctor.js';
import { gateway } from '../../../src/cli/gateway.js';
import { hashPasswordCommand } from '../../../src/cli/hash-password.js';
import { init } from '../../../src/cli/init.js';
import { push } from '../../../src/cli/push.js';
import { wordpress } from '../../../src/cli/wordpress.js';
import type { Block } from './blocks.js';

type AnyCommand = Pick<Command, 'usage'> & { options: OptionTable };
const COMMANDS: Readonly<Record<string, AnyCommand>> = {
  backup,
  'check-config': checkConfig,
  doctor,
  gateway,
  'hash-password': hashPasswordCommand,
  init,
  push,
  wordpress,
};

/** The words of a command line, without the brackets and bars of a synopsis. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"[^"]*"|'[^']*'|[^\s"'[\]|]+/g)].map(([word]) => word.replace(/^(["'])(.*)\1$/, '$2'));

/** Commands of this package in a text: of one line, of several, after others. */
const linesOf = (code: string): string[] =>
  code
    .replaceAll('\\\n', ' ')
    .split(/\n|&&|;/)
    .map((line) => line.replace(/\s#.*$/, '').trim())
    .filter((line) => /^(npx )?dx-realtime(-gateway)? [\w'"*-]/.test(line));

/**
 * Checks commands of an example against the options that the commands have.
 *
 * @returns what is wrong, by file and line of the document
 */
export function checkCommands({ at, code }: Block): string[] {
  return linesOf(code).flatMap((line) => {
    const [program, ...rest] = wordsOf(line.replace(/^npx /, ''));
    const isGateway = program === 'dx-realtime-gateway';
    const name = isGateway ? 'gateway' : (rest.shift() ?? '');
    if (['--help', '--version', 'COMMAND'].includes(name)) return [];
    const command = COMMANDS[name];
    if (command === undefined) return [`${at}: there is no command "${name}"`];
    const problem = problemOf(command, rest);
    return problem === null ? [] : [`${at}: ${problem} in: ${line}`];
  });
}

/** How many operands a command takes where an example gives any. */
const OPERANDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  push: [2, 3],
  doctor: [1, 2],
  backup: [1, 1],
  'check-config': [1, 1],
};

function problemOf({ usage, options }: AnyCommand, given: string[]): string | null {
  const table = Object.fromEntries(
    Object.entries<{ value?: string }>({ ...options, help: {} }).map(
      ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
    ),
  );
  try {
    const { values, positionals } = parseArgs({ args: given, options: table, allowPositionals: true });
    const [least, most] = OPERANDS[usage.split(' ')[0]!] ?? [0, 1];
    // A topic stands for the user of a push, a page for the URL of a gateway.
    const other = usage.startsWith('push') ? 'topic' : 'page';
    const count = positionals.length + (other in values ? 1 : 0);
    // Running text names a command and an option without the rest.
    if (given.length < 2 || (count >= least && count <= most)) return null;
    return `${count} operands, not ${least} to ${most}`;
  } catch (error) {
    return (error as Error).message;
  }
}
