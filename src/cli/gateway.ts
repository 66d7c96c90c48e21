import { existsSync, watchFile } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import serveFiles from '@fastify/static';
import { ConfigurationError } from '../gateway/config/configuration.js';
import { createGateway, type Gateway } from '../gateway/gateway.js';
import { loadConfiguration } from '../gateway/config/load-configuration.js';

const HELP = `Usage: dx-realtime gateway --config FILE [--port 8080] [--host 127.0.0.1] [--pages FOLDER]

  --config FILE   JavaScript module or JSON with the apps, their keys and users   (or DX_CONFIG)
  --port NUMBER   port to listen on; 0 = any free one; default 8080               (or PORT)
  --host ADDRESS  IP address to listen on; default: the configuration's           (or HOST)
  --redis URL     Redis that several gateways share, such as redis://127.0.0.1    (or REDIS_URL)
  --pages FOLDER  serves the files of a folder, too: for trying out; everything in it can be read
  --help          show this text
`;

interface Options {
  config: string;
  port: number;
  host: string | undefined;
  redis: string | undefined;
  pages: string | undefined;
}

/** A command line that cannot be carried out; the message is a sentence. */
class CommandError extends Error {}

/**
 * Runs the command line `dx-realtime`. Sets the exit code of the process to 1 where that cannot be done.
 *
 * @param commandLine - without the program, such as `['gateway', '--port', '8080']`
 */
export async function runCommand(commandLine: string[]): Promise<void> {
  try {
    const options = optionsOf(commandLine, process.env);
    if (options === null) process.stdout.write(HELP);
    else await start(options);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${sentenceOf(error)}\n`);
  }
}

/** @returns null where help is asked for */
function optionsOf(commandLine: string[], environment: NodeJS.ProcessEnv): Options | null {
  const [subcommand, ...rest] = commandLine;
  if (subcommand === '--help' || subcommand === 'help') return null;
  if (subcommand !== 'gateway') throw new CommandError(HELP);
  const { values } = parseArgs({
    args: rest,
    options: {
      config: { type: 'string', default: environment.DX_CONFIG },
      port: { type: 'string', default: environment.PORT ?? '8080' },
      host: { type: 'string', default: environment.HOST },
      redis: { type: 'string', default: environment.REDIS_URL },
      pages: { type: 'string' },
      help: { type: 'boolean' },
    } as const,
  });
  if (values.help) return null;
  const { config, host, redis, pages } = values;
  if (config === undefined) throw new CommandError('"--config FILE" is missing; see --help.');
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new CommandError('"--port" must be a number from 0 to 65535.');
  }
  return { config, port, host, redis, pages };
}

async function start({ config, port, host, redis, pages }: Options): Promise<void> {
  const configuration = await loadConfiguration(config);
  const gateway = createGateway({ ...configuration, ...(redis !== undefined && { redis }) });
  if (pages !== undefined) servePages(gateway, pages);
  closeOnSignal(gateway);
  reloadOnChange(gateway, config);
  const { url } = await gateway.listen({ port, ...(host !== undefined && { host }) });
  process.stdout.write(`Gateway listening on ${url}, console at ${url}/console\n`);
}

/** After the gateway's own routes, which stay what they are. */
function servePages(gateway: Gateway, folder: string): void {
  const root = resolve(folder);
  if (!existsSync(root)) throw new CommandError(`The folder "${folder}" of --pages is not there.`);
  gateway.http.register(serveFiles, { root, prefix: '/', decorateReply: false });
}

function closeOnSignal(gateway: Gateway): void {
  const close = () => void gateway.close().then(() => process.exit());
  process.once('SIGINT', close);
  process.once('SIGTERM', close);
}

/** Takes over a changed configuration file, also where the file was put in place of another, and on SIGHUP. */
function reloadOnChange(gateway: Gateway, path: string): void {
  const reload = () =>
    void loadConfiguration(path)
      .then((configuration) => gateway.reload(configuration))
      .then(
        () => process.stdout.write('The configuration was loaded again.\n'),
        (error: unknown) => process.stderr.write(`The configuration stays as it was. ${sentenceOf(error)}\n`),
      );
  process.on('SIGHUP', reload);
  watchFile(path, { interval: 1000, persistent: false }, reload);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is taken by another program; choose another with --port.';
  if (error instanceof ConfigurationError || error instanceof CommandError) return error.message;
  return code?.startsWith('ERR_PARSE_ARGS')
    ? `${error.message}; see --help.`
    : (error.stack ?? error.message);
}
