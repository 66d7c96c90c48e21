import { existsSync, watchFile } from 'node:fs';
import { resolve } from 'node:path';
import serveFiles from '@fastify/static';
import { ConfigurationError, type GatewayConfiguration } from '../gateway/config/configuration.js';
import { createGateway, type Gateway } from '../gateway/gateway.js';
import { unknownVariables } from '../gateway/config/environment.js';
import { loadConfiguration } from '../gateway/config/load-configuration.js';
import { DataFileError } from '../gateway/store/data-file-error.js';
import { CommandError, sentenceOf } from './command-error.js';
import { defineCommand } from './command.js';
import { DEFAULT_DATA_FILE, dataFileFor, isWithin } from './data-option.js';
import { stayAlive } from './stay-alive.js';

/** `dx-realtime gateway` */
export const gateway = defineCommand({
  usage: 'gateway',
  description:
    'Runs the gateway until it is stopped by SIGINT or SIGTERM. SIGHUP loads the configuration again.',
  options: {
    config: {
      value: 'FILE',
      text: 'JavaScript module or JSON with the apps, their keys and users',
      variable: 'DX_CONFIG',
      required: true,
    },
    port: {
      value: 'NUMBER',
      text: 'port to listen on; 0 = any free one',
      variable: 'PORT',
      default: '8080',
    },
    host: {
      value: 'ADDRESS',
      text: "IP address or name to listen on; default: the configuration's",
      variable: 'HOST',
    },
    redis: {
      value: 'URL',
      text: 'Redis that several gateways share, such as redis://127.0.0.1',
      variable: 'REDIS_URL',
    },
    data: {
      value: 'FILE',
      text: `file that keeps messages and sessions; "memory" keeps nothing; default: ${DEFAULT_DATA_FILE}, with --redis none`,
      variable: 'DX_DATA',
    },
    pages: {
      value: 'FOLDER',
      text: 'serves the files of a folder, too: for trying out; everything in it can be read',
    },
  },
  notes:
    'Each setting of the configuration has an environment variable, too, and one that ends with _FILE and names a file with the\n' +
    'value: DX_APPS_0_PUSH_KEYS_FILE, DX_LIMITS_MAX_PUSH_BYTES. Without a configuration file they say everything.',
  async run({ options: { config, port, host, redis, data, pages }, operands, environment }) {
    if (operands.length > 0) throw new CommandError(`"${operands[0]}" is no option; see --help.`);
    if (config === undefined && environment.DX_APPS_0_ID === undefined)
      throw new CommandError('"--config FILE" is missing; see --help.');
    try {
      await start({ config, port: readPort(port), host, redis, data, pages, environment });
    } catch (error) {
      throw asCommandError(error);
    }
  },
});

interface StartOptions {
  /** Undefined = the environment says everything. */
  config: string | undefined;
  environment: NodeJS.ProcessEnv;
  port: number;
  host: string | undefined;
  redis: string | undefined;
  data: string | undefined;
  pages: string | undefined;
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CommandError('"--port" must be a number from 0 to 65535.');
}

async function start(options: StartOptions): Promise<void> {
  const { config, redis, pages, environment } = options;
  for (const name of unknownVariables(environment))
    process.stderr.write(`The variable ${name} names no setting of the gateway.\n`);
  const loaded = await loadConfiguration(config, environment);
  const configuration = { ...loaded, ...(redis !== undefined && { redis }) };
  const given = options.data ?? configuration.data;
  const data = dataFileFor({ given, hasRedis: configuration.redis !== undefined, pages });
  const started = startWith({ ...configuration, data }, options);
  const running =
    given === undefined
      ? started.catch((error: unknown) => startInMemory(error, configuration, options))
      : started;
  const { gateway: listening, url, keeps } = await running;
  stayAlive(listening);
  closeOnSignal(listening);
  reloadOnChange(listening, config, environment);
  process.stdout.write(`Gateway listening on ${url}, console at ${url}/console\n${keeps}\n`);
}

interface Running {
  gateway: Gateway;
  url: string;
  /** A sentence that says where it keeps things. */
  keeps: string;
}

async function startWith(
  configuration: GatewayConfiguration & { data: string },
  { port, host, pages, config }: StartOptions,
): Promise<Running> {
  const { data, redis } = configuration;
  const gateway = createGateway(configuration);
  if (pages !== undefined) servePages(gateway, pages, config);
  const { url } = await gateway.listen({ port, ...(host !== undefined && { host }) });
  const isMemory = data === 'memory';
  const keeps = isMemory
    ? redis === undefined
      ? 'Messages and sessions end with this process.'
      : 'Messages and sessions are kept in Redis.'
    : `Messages and sessions are kept in ${resolve(data)}`;
  return { gateway, url, keeps };
}

/** A file that was not asked for, and that cannot be had, keeps no gateway from running. */
function startInMemory(
  error: unknown,
  configuration: GatewayConfiguration,
  options: StartOptions,
): Promise<Running> {
  if (!(error instanceof DataFileError)) throw error;
  process.stderr.write(
    `${error.message} Messages and sessions end with this process; --data FILE names another file.\n`,
  );
  return startWith({ ...configuration, data: 'memory' }, options);
}

/** After the gateway's own routes, which stay what they are. */
function servePages(gateway: Gateway, folder: string, config: string | undefined): void {
  const root = resolve(folder);
  if (!existsSync(root)) throw new CommandError(`The folder "${folder}" of --pages is not there.`);
  if (config !== undefined && isWithin(root, config))
    throw new CommandError(
      `The configuration "${config}" is in the folder "${folder}" of --pages, whose files everybody can read: put the pages into a folder of their own.`,
    );
  gateway.http.register(serveFiles, { root, prefix: '/', decorateReply: false, dotfiles: 'deny' });
}

function closeOnSignal(gateway: Gateway): void {
  const close = () => void gateway.close().finally(() => process.exit());
  process.once('SIGINT', close);
  process.once('SIGTERM', close);
}

/** Takes over a changed configuration file, also where the file was put in place of another, and on SIGHUP. */
function reloadOnChange(gateway: Gateway, path: string | undefined, environment: NodeJS.ProcessEnv): void {
  const reload = () =>
    void loadConfiguration(path, environment)
      .then((configuration) => gateway.reload(configuration))
      .then(
        () => process.stdout.write('The configuration was loaded again.\n'),
        (error: unknown) =>
          process.stderr.write(`The configuration stays as it was. ${sentenceOf(asCommandError(error))}\n`),
      );
  process.on('SIGHUP', reload);
  if (path !== undefined) watchFile(path, { interval: 1000, persistent: false }, reload);
}

const LISTEN_PROBLEMS = new Map([
  ['EADDRINUSE', 'The port is taken by another program; choose another with --port.'],
  ['EACCES', 'Only root may listen on this port; choose another with --port.'],
  ['EADDRNOTAVAIL', 'This machine does not have the address of --host.'],
  ['ENOTFOUND', 'The name of --host is unknown.'],
  ['EAI_AGAIN', 'The name of --host is unknown.'],
]);

/** What a person at the shell can mend is a sentence; anything else stays what it is. */
function asCommandError(error: unknown): unknown {
  if (error instanceof ConfigurationError || error instanceof DataFileError)
    return new CommandError(error.message);
  const sentence = LISTEN_PROBLEMS.get((error as NodeJS.ErrnoException).code ?? '');
  return sentence === undefined ? error : new CommandError(sentence);
}
