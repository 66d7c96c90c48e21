import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LOADER, usesBuild } from './program.js';

/** A command that runs, or has run. */
export interface Run {
  child: ReturnType<typeof spawn>;
  /** The exit code. */
  ended: Promise<number | null>;
  /** What it wrote so far, on standard output and standard error. */
  output: () => string;
}

const SOURCE = new URL('../../../src/cli/cli.ts', import.meta.url).href;
const START = `import { runCommandLine } from ${JSON.stringify(SOURCE)}; await runCommandLine(process.argv.slice(1));`;
const FROM_SOURCES = [...LOADER, '--input-type=module', '--eval', START, '--'];
/** What is published. */
const BUILT = [fileURLToPath(new URL('../../../bin/dx-realtime.js', import.meta.url))];

/** Runs the command line: what `npm test` has built, else the sources. It is killed at the end of the test. */
export function runCommand(
  t: Pick<TestContext, 'after'>,
  commandLine: string[],
  environment: Record<string, string> = {},
  folder?: string,
): Run {
  const program = usesBuild ? BUILT : FROM_SOURCES;
  const child = spawn(process.execPath, [...program, ...commandLine], {
    // A test that wants a data file names one.
    env: { ...process.env, DX_DATA: 'memory', ...environment },
    ...(folder !== undefined && { cwd: folder }),
  });
  t.after(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, output: () => output };
}
