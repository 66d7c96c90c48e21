import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reachableFrom } from './reachable.js';

const FOLDER = 'packages/gateway/dist';
// The thread of the data file is started by its address, so no import leads to it.
const ENTRIES = ['gateway/index', 'gateway/store/store-worker', 'cli/gateway-command'];

/** Copies what the package `dx-realtime-gateway` consists of: its entries and what they import, the console and the JSON Schema of the configuration. */
export async function writeGatewayPackage() {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const file of reachableFrom(ENTRIES.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`])))
    copy(file);
  cpSync('dist/gateway/console', `${FOLDER}/gateway/console`, { recursive: true });
  const { configurationJsonSchema } = await import('../dist/gateway/config/schema.js');
  writeFileSync(`${FOLDER}/configuration.schema.json`, JSON.stringify(configurationJsonSchema(), null, 2));
}

function copy(file) {
  const target = file.replace('dist', FOLDER);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(file, target);
}
