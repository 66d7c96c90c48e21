import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigurationError, type GatewayConfiguration } from './configuration.js';
import { configurationJsonSchema } from './schema.js';

type Schema = z.core.JSONSchema.BaseSchema;
type Path = readonly (string | number)[];
/** Variables and their values. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that the commands know and that are no setting. */
const OF_COMMANDS = /^DX_(CONFIG|PUSH_KEY|ADMIN_KEY|SESSION\w*)$/;
/** What stands for a number in the name of a variable of an app, such as `DX_APPS_0_ID`. */
const NUMBER = '{n}';

/** A setting that a variable may give. */
interface Variable {
  /** Such as `DX_APPS_{n}_PUSH_KEYS`. */
  name: string;
  path: readonly string[];
  schema: Schema;
}

/** The variable of a setting: `limits.maxPushBytes` is `DX_LIMITS_MAX_PUSH_BYTES`. */
export function variableOf(path: readonly string[]): string {
  const words = path.map((part) => part.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase());
  return `DX_${words.join('_').replaceAll('[]', NUMBER)}`;
}

/**
 * Puts what the environment says over a configuration. Each setting has a variable, and another one that ends with `_FILE`
 * and names a file with the value, for secrets: those of the first app are `DX_APPS_0_PUSH_KEYS` and
 * `DX_APPS_0_PUSH_KEYS_FILE`. A list has one entry a line, or commas between them; what has fields is JSON.
 *
 * @param given what the configuration file says; it is not changed
 * @throws ConfigurationError that names the variable, never its value
 */
export function withEnvironment(
  given: Partial<GatewayConfiguration>,
  environment: Environment,
): Partial<GatewayConfiguration> {
  const configuration = copyOf(given) as Record<string, unknown>;
  const variables = variablesIn(configurationJsonSchema());
  for (const name of settingNames(environment)) {
    const found = find(variables, name);
    if (found === null || environment[name] === '') continue;
    const text = found.isFile ? contentOf(name, environment[name]!) : environment[name]!;
    put(configuration, found.path, valueOf(text, found.schema, name), name);
  }
  return configuration;
}

/** Variables that begin with `DX_` and name no setting: probably a slip. */
export function unknownVariables(environment: Environment): string[] {
  const variables = variablesIn(configurationJsonSchema());
  return settingNames(environment).filter((name) => find(variables, name) === null);
}

/** Those of apps in the order of their numbers. */
function settingNames(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('DX_') && !OF_COMMANDS.test(name))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

/** A copy of what may be changed; handlers stay what they are. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
}

/** All settings that a text can give, in the order of the schema. */
export function variablesIn(schema: Schema, path: readonly string[] = []): Variable[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const property = inner as Schema;
    const at = [...path, name];
    if (name === 'scenarios') return [];
    const items = property.items as Schema | undefined;
    if (name === 'apps' && items !== undefined) return variablesIn(items, [...at, '[]']);
    if (property.properties !== undefined) return variablesIn(property, at);
    return [{ name: variableOf(at), path: at, schema: property }];
  });
}

function find(variables: readonly Variable[], name: string) {
  const isFile = name.endsWith('_FILE');
  const bare = isFile ? name.slice(0, -'_FILE'.length) : name;
  const index = /^DX_APPS_(\d{1,3})_/.exec(bare)?.[1];
  const general = index === undefined ? bare : bare.replace(`DX_APPS_${index}_`, `DX_APPS_${NUMBER}_`);
  const variable = variables.find((one) => one.name === general);
  if (variable === undefined) return null;
  const path = variable.path.map((part) => (part === '[]' ? Number(index) : part));
  return { path, schema: variable.schema, isFile };
}

function contentOf(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new ConfigurationError(`The file that ${name} names cannot be read: ${(error as Error).message}.`);
  }
}

function valueOf(text: string, { type }: Schema, name: string): unknown {
  if (type === 'string') return text;
  if (type === 'number' || type === 'integer') return numberOf(text, name);
  if (type === 'boolean') return booleanOf(text, name);
  if (/^[[{]/.test(text)) return jsonOf(text, name);
  if (type === 'object') throw new ConfigurationError(`${name} must be JSON.`);
  // Origins are "*" or a list.
  if (type !== 'array' && text === '*') return text;
  return text.split(/[\n,]/).flatMap((entry) => (entry.trim() === '' ? [] : [entry.trim()]));
}

function numberOf(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new ConfigurationError(`${name} must be a number.`);
  return value;
}

function booleanOf(text: string, name: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ConfigurationError(`${name} must be "true" or "false".`);
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ConfigurationError(`${name} is not valid JSON.`);
  }
}

/** Sets a value deep inside, making what is missing on the way. */
function put(target: Record<string, unknown>, path: Path, value: unknown, name: string): void {
  let inside = target as Record<string | number, unknown>;
  path.slice(0, -1).forEach((part, index) => {
    if (Array.isArray(inside) && Number(part) > inside.length)
      throw new ConfigurationError(
        `${name} is of an app number ${part}, but there are only ${inside.length}; they count from 0.`,
      );
    inside[part] ??= typeof path[index + 1] === 'number' ? [] : {};
    inside = inside[part] as Record<string | number, unknown>;
  });
  inside[path.at(-1)!] = value;
}
