import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * @typedef {[name: string, command: string[]]} Step
 * @typedef {object} Stage
 * @property {Step[][]} lanes run side by side; the steps of one, one after the other
 * @property {Step[]} [rest] taken, in their order, by whichever lane has done its own steps
 */

/**
 * Runs stages one after the other. After a step that fails no other begins, unless `keepsGoing`.
 *
 * @param {Stage[]} stages
 * @param {boolean} keepsGoing
 * @returns {Promise<boolean>} whether all passed
 */
export async function runStages(stages, keepsGoing = false) {
  const state = { hasFailed: false, keepsGoing };
  for (const { lanes, rest = [] } of stages) {
    const waiting = [...rest];
    // On a single core, two would only make each other late.
    const sideBySide = availableParallelism() > 1 ? lanes : [lanes.flat()];
    await Promise.all(sideBySide.map((steps) => runLane(steps, waiting, state, sideBySide.length > 1)));
    if (state.hasFailed && !keepsGoing) return false;
  }
  return !state.hasFailed;
}

async function runLane(steps, rest, state, isBuffered) {
  const own = [...steps];
  for (let step = own.shift() ?? rest.shift(); step !== undefined; step = own.shift() ?? rest.shift()) {
    if (state.hasFailed && !state.keepsGoing) return;
    if (!(await runStep(step, isBuffered))) state.hasFailed = true;
  }
}

/** What a step says comes as it is said, or in one piece at its end where another one runs beside it. */
async function runStep([name, [program, ...given]], isBuffered) {
  const started = Date.now();
  console.log(`\n── ${name}${isBuffered ? ' begins' : ''}`);
  const isNode = program === 'node';
  const child = spawn(
    isNode ? process.execPath : 'npx',
    isNode ? given : ['--no-install', program, ...given],
    {
      stdio: isBuffered ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    },
  );
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => said.push(part));
  const isPassed = await new Promise((resolve) => {
    child.on('error', (error) => {
      said.push(Buffer.from(`${error.message}\n`));
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
  process.stdout.write(Buffer.concat(said));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${isPassed ? 'ok' : 'FAILED'} after ${seconds} s`);
  return isPassed;
}
