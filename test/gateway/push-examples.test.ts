import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { promisify } from 'node:util';
import { connect } from './support/client.js';
import { keyOf, startGateway, testApp, userOf } from './support/gateway.js';
import { until } from './support/until.js';

/** A way to run the examples of a language, where it is installed. */
interface Language {
  /** As the document marks its examples. */
  name: string;
  program: string;
  file: string;
  given?: string[];
  /** Makes a program of an example that is a part of one. */
  complete?: (code: string) => string;
}

const LANGUAGES: Language[] = [
  { name: 'sh', program: 'bash', file: 'push.sh', given: ['-e'], complete: failing },
  { name: 'js', program: process.execPath, file: 'push.mjs' },
  { name: 'python', program: 'python3', file: 'push.py' },
  { name: 'php', program: 'php', file: 'push.php', complete: (code) => `<?php\n${code}` },
  { name: 'ruby', program: 'ruby', file: 'push.rb' },
  { name: 'go', program: 'go', file: 'push.go', given: ['run'], complete: inGo },
  { name: 'java', program: 'java', file: 'Push.java', complete: inJava },
];

/** A refusal ends curl, too. */
function failing(code: string): string {
  return `curl() { command curl --fail --silent --show-error "$@"; }\n${code}`;
}

function inGo(code: string): string {
  const imports = /^\/\/ import (.*)$/m.exec(code)![1]!.split(', ').join('\n');
  return `package main\nimport (\n${imports}\n)\nfunc main() {\n${code}\nif err != nil || response.StatusCode != 202 { os.Exit(1) }\n}\n`;
}

function inJava(code: string): string {
  const imports = /^\/\/ (import .*)$/m.exec(code)![1]!;
  return `${imports}\nclass Push { public static void main(String[] given) throws Exception {\n${code}\n} }\n`;
}

const examplesOf = (language: string): string[] =>
  [...readFileSync('docs/guides/push.md', 'utf8').matchAll(/^```(\w+)\n([^]*?)^```/gm)]
    .filter(([, name]) => name === language)
    .map(([, , code]) => code!);

const isInstalled = (program: string): boolean =>
  spawnSync(program, [program === 'java' ? '-version' : program === 'go' ? 'version' : '--version'], {
    stdio: 'ignore',
  }).status === 0;

describe('the examples of how to push', () => {
  for (const { name, program, file, given = [], complete = (code: string) => code } of LANGUAGES) {
    const skip = isInstalled(program) ? false : `${name} is not installed`;

    test(`in ${name} are taken by the gateway, and a page hears them`, { skip }, async (t) => {
      const apps = [testApp('shop', { users: [userOf('anna')] })];
      const { url, login } = await startGateway(t, { apps });
      const anna = await connect(t, url, { app: 'shop', session: await login('shop', 'anna') });
      const folder = mkdtempSync(join(tmpdir(), 'dx-push-'));
      t.after(() => rmSync(folder, { recursive: true }));
      const examples = examplesOf(name);
      assert.ok(examples.length > 0);
      let heard = 0;
      for (const example of examples) {
        const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
        const code = example
          .replaceAll('http://localhost:8080', url)
          .replace('2026-12-24T18:00:00+01:00', tomorrow);
        writeFileSync(join(folder, file), complete(code));
        const env = { ...process.env, DX_PUSH_KEY: keyOf('shop') };
        await promisify(execFile)(program, [...given, file], { cwd: folder, env });
        // What is for later is not heard now.
        if (example.includes('"at"')) continue;
        heard += 1;
        await until(() => anna.received.length === heard, `${heard} events pushed in ${name}`);
      }
      for (const [event, message] of anna.received)
        if (event === 'alert') assert.equal((message as { title: string }).title, 'Order 7 has left');
    });
  }
});
