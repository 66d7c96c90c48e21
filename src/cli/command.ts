import { parseArgs } from 'node:util';
import { CommandError } from './command-error.js';

/** One option of a command, as its help shows it. */
export interface Option {
  /** What stands for its value in the help, such as `FILE`. Without one the option is a switch. */
  readonly value?: string;
  /** What it is for, for the help. */
  readonly text: string;
  /** Environment variable that it is read from where it is not on the command line. */
  readonly variable?: string;
  /** What it is where neither says anything. */
  readonly default?: string;
  /** Shown in the usage line without brackets. It is the command that refuses to run without it. */
  readonly required?: boolean;
}

/** The options of a command by their names, without the two dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

/** What the options of a table come to on one command line. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { value: string }
    ? Table[Name] extends { default: string }
      ? string
      : string | undefined
    : boolean;
};

/** What a command is run with. */
export interface Invocation<Table extends OptionTable> {
  readonly options: OptionValues<Table>;
  /** The words of the command line that belong to no option, in their order. */
  readonly operands: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** A subcommand of `dx-realtime`. */
export interface Command<Table extends OptionTable = OptionTable> {
  /** What comes after the name of the program, without options: `push USER EVENT [MESSAGE]`. */
  readonly usage: string;
  /** Shown in the help under the usage. */
  readonly description: string;
  readonly options: Table;
  /** Shown in the help under the options: an example, or what a person should know. */
  readonly notes?: string;
  /** @throws CommandError where it cannot be carried out */
  // A method: a command with its own table is a command of any table, too.
  run(invocation: Invocation<Table>): Promise<void>;
}

const HELP: Option = { text: 'show this text' };

/** Gives a command the types of its options. */
export const defineCommand = <const Table extends OptionTable>(command: Command<Table>): Command<Table> =>
  command;

/**
 * Carries out a command, or shows its help.
 *
 * @param given the command line after the name of the command
 * @throws CommandError where the command line is wrong, or the command cannot be carried out
 */
export async function runCommand<Table extends OptionTable>(
  command: Command<Table>,
  given: string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { values, positionals } = parse(command, given);
  if (values['help'] === true) {
    process.stdout.write(helpOf(command));
    return;
  }
  const options = Object.entries<Option>(command.options).map(([name, option]) => [
    name,
    values[name] ?? defaultOf(option, environment),
  ]);
  await command.run({
    options: Object.fromEntries(options) as OptionValues<Table>,
    operands: positionals,
    environment,
  });
}

function parse({ options }: Command, given: string[]) {
  const all = Object.entries<Option>({ ...options, help: HELP }).map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  try {
    return parseArgs({ args: given, options: Object.fromEntries(all), allowPositionals: true });
  } catch (error) {
    // All that it throws is about what a person typed.
    throw new CommandError(`${(error as Error).message}; see --help.`);
  }
}

function defaultOf(option: Option, environment: NodeJS.ProcessEnv): string | boolean | undefined {
  if (option.value === undefined) return false;
  const given = option.variable === undefined ? '' : (environment[option.variable] ?? '');
  // A variable without a value is as good as none: that is how a service file leaves one out.
  return given === '' ? option.default : given;
}

/** The help of a command, made from the table of its options. */
export function helpOf({ usage, description, options, notes }: Command): string {
  const required = Object.entries(options).flatMap(([name, option]) =>
    option.required === true ? [` ${flagOf(name, option)}`] : [],
  );
  const rows = Object.entries<Option>({ ...options, help: HELP }).map(
    ([name, option]) => [flagOf(name, option), textOf(option)] as const,
  );
  const optional = rows.length > required.length + 1 ? ' [OPTIONS]' : '';
  return [
    `Usage: dx-realtime ${usage}${required.join('')}${optional}`,
    description,
    rowsOf(rows),
    ...(notes === undefined ? [] : [notes]),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

/** Two columns, the first as wide as its longest text. */
export function rowsOf(rows: readonly (readonly [name: string, text: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}

const flagOf = (name: string, { value }: Option): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`;

function textOf({ text, variable, default: fallback }: Option): string {
  const preset = fallback === undefined ? '' : `; default ${fallback}`;
  return `${text}${preset}${variable === undefined ? '' : ` (or ${variable})`}`;
}
