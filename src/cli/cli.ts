import { readFile } from 'node:fs/promises';
import { CommandError, exitWithSentence } from './command-error.js';
import { rowsOf, runCommand } from './command.js';

/** A command as the list of all of them shows it. */
interface CommandSummary {
  readonly usage: string;
  readonly text: string;
  /** Loads the command when it is asked for, and runs it: a push needs no gateway. */
  run(given: string[]): Promise<void>;
}

const COMMANDS: Readonly<Record<string, CommandSummary>> = {
  init: {
    usage: 'init [FOLDER]',
    text: 'writes a page and a gateway configuration to begin with',
    run: async (given) => runCommand((await import('./init.js')).init, given, process.env),
  },
  gateway: {
    usage: 'gateway --config FILE',
    text: 'runs the gateway, where dx-realtime-gateway is installed',
    run: async (given) => (await loadGateway()).runGatewayCommand(given),
  },
  push: {
    usage: 'push USER EVENT [MESSAGE]',
    text: 'sends a message to a user, or to everybody with "*"',
    run: async (given) => runCommand((await import('./push.js')).push, given, process.env),
  },
  wordpress: {
    usage: 'wordpress [FILE]',
    text: 'writes the plugin for WordPress, a zip to upload',
    run: async (given) => runCommand((await import('./wordpress.js')).wordpress, given, process.env),
  },
  backup: {
    usage: 'backup FILE',
    text: 'copies the data file of a gateway, also while it runs',
    run: async (given) => (await loadGateway()).runBackupCommand(given),
  },
  'check-config': {
    usage: 'check-config FILE',
    text: 'says what is wrong with the configuration of a gateway',
    run: async (given) => (await loadGateway()).runCheckConfigCommand(given),
  },
  'hash-password': {
    usage: 'hash-password',
    text: 'makes the passwordHash of a user',
    run: async (given) => (await loadGateway()).runHashPasswordCommand(given),
  },
  doctor: {
    usage: 'doctor URL | doctor --page ADDRESS',
    text: 'checks a gateway or a page, and says what is wrong and how to mend it',
    run: async (given) => runCommand((await import('./doctor/doctor.js')).doctor, given, process.env),
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
  await exitWithSentence(async () => {
    if (['--help', '-h', 'help'].includes(name)) process.stdout.write(HELP);
    else if (['--version', '-v'].includes(name)) process.stdout.write(`${await readVersion()}\n`);
    else await find(name).run(rest);
  });
}

function find(name: string): CommandSummary {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command;
  throw new CommandError(name === '' ? HELP : `There is no command "${name}".\n\n${HELP}`);
}

/** @throws CommandError where the package of the gateway is not installed */
async function loadGateway(): Promise<typeof import('./gateway-command.js')> {
  try {
    return await import('dx-realtime-gateway/command');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CommandError(
      'The gateway is a package of its own. Install it beside this one: npm install dx-realtime-gateway',
    );
  }
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
