import { readFile } from 'node:fs/promises';
import { CommandError, sentenceOf } from './command-error.js';
import { rowsOf, runCommand, type Command } from './command.js';

/** A command as the list of all of them shows it. */
interface CommandSummary {
  readonly usage: string;
  readonly text: string;
  /** Loads it when it is asked for: a push needs no gateway. */
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, CommandSummary>> = {
  init: {
    usage: 'init [FOLDER]',
    text: 'writes a page and a gateway configuration to begin with',
    load: async () => (await import('./init.js')).init,
  },
  gateway: {
    usage: 'gateway --config FILE',
    text: 'runs the gateway',
    load: async () => (await import('./gateway.js')).gateway,
  },
  push: {
    usage: 'push USER EVENT [MESSAGE]',
    text: 'sends a message to a user, or to everybody with "*"',
    load: async () => (await import('./push.js')).push,
  },
  doctor: {
    usage: 'doctor URL',
    text: 'checks a deployment, and says what is wrong and how to mend it',
    load: async () => (await import('./doctor/doctor.js')).doctor,
  },
};

const HELP = `Usage: dx-realtime COMMAND

${rowsOf(Object.values(COMMANDS).map(({ usage, text }) => [usage, text]))}

dx-realtime COMMAND --help tells more, dx-realtime --version which version this is.
`;

/**
 * Runs the command line `dx-realtime`. Sets the exit code of the process to 1 where that cannot be done.
 *
 * @param commandLine without the program, such as `['push', 'anna', 'alert', 'Hello']`
 */
export async function runCommandLine(commandLine: string[]): Promise<void> {
  const [name = '', ...rest] = commandLine;
  try {
    if (['--help', '-h', 'help'].includes(name)) process.stdout.write(HELP);
    else if (['--version', '-v'].includes(name)) process.stdout.write(`${await readVersion()}\n`);
    else await runCommand(await find(name), rest, process.env);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${sentenceOf(error)}\n`);
  }
}

function find(name: string): Promise<Command> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command.load();
  throw new CommandError(name === '' ? HELP : `There is no command "${name}".\n\n${HELP}`);
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
