import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LossyResult } from './support/lossy-scene.js';

const SCENE = fileURLToPath(new URL('support/lossy-scene.ts', import.meta.url));
const PROBE =
  "nft add table inet probe && nft add chain inet probe in '{ type filter hook input priority 0 ; }' && " +
  "nft add rule inet probe in numgen random mod 100 '<' 1 drop";

/** How to run a shell command in a network of its own, which has nothing but the loopback. */
const inOwnNetwork = (command: string): [string, string[]] => [
  'unshare',
  ['--net', 'sh', '-c', `PATH="$PATH:/usr/sbin" && ip link set lo up && ${command}`],
];

const canLose = spawnSync(...inOwnNetwork(PROBE)).status === 0;

test(
  'fault 8: on a line that loses every tenth packet nothing is lost or doubled',
  { skip: canLose ? false : 'needs the right to make network namespaces, and nft' },
  () => {
    const [program, given] = inOwnNetwork(`exec "${process.execPath}" --import tsx "${SCENE}"`);
    const output = execFileSync(program, given, { encoding: 'utf8', timeout: 120_000 });
    const { lost, faults, gaps } = JSON.parse(output) as LossyResult;
    assert.ok(lost >= 10, `${lost} packets lost`);
    assert.deepEqual(new Set(faults), new Set([null]));
    assert.equal(gaps, 0);
  },
);
