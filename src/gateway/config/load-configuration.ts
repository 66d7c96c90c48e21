import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withEnvironment } from './environment.js';
import { settingsOf } from './schema.js';
import { ConfigurationError, type GatewayConfiguration } from './configuration.js';

/**
 * Reads a configuration file: a JavaScript module with a default export, or JSON.
 *
 * @param path relative to the working directory; undefined = the environment says everything
 * @param environment variables that come before the file: see `withEnvironment`. Default: none
 * @throws ConfigurationError where the file cannot be read or says something wrong
 */
export async function loadConfiguration(
  path: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<GatewayConfiguration> {
  const given = path === undefined ? {} : await readFileAt(path);
  const configuration = withEnvironment(given, environment) as GatewayConfiguration;
  settingsOf(configuration);
  return configuration;
}

async function readFileAt(path: string): Promise<GatewayConfiguration> {
  try {
    return await read(resolve(path));
  } catch (error) {
    throw new ConfigurationError(`The configuration file "${path}" cannot be read: ${reasonOf(error)}.`);
  }
}

let reads = 0;

async function read(path: string): Promise<GatewayConfiguration> {
  if (path.endsWith('.json')) return readJson(await readFile(path, 'utf8'));
  const address = pathToFileURL(path);
  // Node keeps a module for ever under its address. Each time is another one: the files that it reads, such as one with a
  // key, may be other ones, too.
  address.searchParams.set('version', `${(await stat(path)).mtimeMs}-${(reads += 1)}`);
  const module = (await import(address.href)) as { default?: GatewayConfiguration };
  if (module.default === undefined) throw new Error('it has no default export');
  return module.default;
}

/** Editors look for the address of the schema in the file itself. */
function readJson(text: string): GatewayConfiguration {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null) delete (value as { $schema?: unknown }).$schema;
  return value as GatewayConfiguration;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
