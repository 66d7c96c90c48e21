import { spawn } from 'node:child_process';
import { availableParallelism, constants, setPriority } from 'node:os';

/**
 * @typedef {[name: string, command: string[]]} Step
 * @typedef {object} Stage
 * @property {Step[][]} lanes run side by side; the steps of one, one after the other
 * @property {Step[]} [rest] taken, in their order, by whichever lane has done its own steps
 * @property {Step[]} [beside] one after the other, in what the lanes leave of the processors
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
  for (const { lanes, rest = [], beside = [] } of stages) {
    const waiting = [...rest];
    // On a single core, two would only make each other late.
    if (availableParallelism() === 1) await runLane([...lanes.flat(), ...beside], waiting, state, {});
    else {
      const isBuffered = lanes.length + beside.length > 1;
      await Promise.all([
        ...lanes.map((steps) => runLane(steps, waiting, state, { isBuffered })),
        runLane(beside, [], state, { isBuffered, priority: LOW }),
      ]);
    }
    if (state.hasFailed && !keepsGoing) return false;
  }
  return !state.hasFailed;
}

const { PRIORITY_BELOW_NORMAL: LOW } = constants.priority;

async function runLane(steps, rest, state, options) {
  const own = [...steps];
  for (let step = own.shift() ?? rest.shift(); step !== undefined; step = own.shift() ?? rest.shift()) {
    if (state.hasFailed && !state.keepsGoing) return;
    if (!(await runStep(step, options))) state.hasFailed = true;
  }
}

/** What a step says comes as it is said, or in one piece at its end where another one runs beside it. */
async function runStep([name, [program, ...given]], { isBuffered = false, priority }) {
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
  if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority);
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
