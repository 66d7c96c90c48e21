import { CommandError } from './command-error.js';

const HELP = `Usage: dx-realtime COMMAND

  init [FOLDER]               writes a page and a gateway configuration to begin with
  gateway --config FILE       runs the gateway
  push USER EVENT [MESSAGE]   sends a message to a user, or to everybody with "*"
  doctor URL                  checks a deployment, and says what is wrong and how to mend it

dx-realtime COMMAND --help tells more.
`;

/** What a subcommand does with the rest of the command line, and where it writes. */
type Subcommand = (given: string[], environment: NodeJS.ProcessEnv) => Promise<void>;

// Each is loaded when it is asked for: a push needs no gateway.
const SUBCOMMANDS: Readonly<Record<string, () => Promise<Subcommand>>> = {
  init: async () => (await import('./init.js')).runInit,
  push: async () => (await import('./push.js')).runPush,
  doctor: async () => (await import('./doctor/doctor.js')).runDoctor,
  gateway: async () => {
    const { runCommand } = await import('./gateway.js');
    return (given) => runCommand(['gateway', ...given]);
  },
};

/**
 * Runs the command line `dx-realtime`. Sets the exit code of the process to 1 where that cannot be done.
 *
 * @param commandLine - without the program, such as `['push', 'anna', 'alert', 'Hello']`
 */
export async function runCommandLine(commandLine: string[]): Promise<void> {
  const [name = '', ...rest] = commandLine;
  try {
    if (['--help', '-h', 'help'].includes(name)) process.stdout.write(HELP);
    else await (await find(name))(rest, process.env);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${sentenceOf(error)}\n`);
  }
}

function find(name: string): Promise<Subcommand> {
  const load = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (load !== undefined) return load();
  throw new CommandError(name === '' ? HELP : `There is no command "${name}".\n\n${HELP}`);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('ERR_PARSE_ARGS') === true
    ? `${error.message}; see --help.`
    : (error.stack ?? error.message);
}
