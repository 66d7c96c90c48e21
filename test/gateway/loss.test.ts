import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LOADER } from './support/program.js';

/** A network of its own, in which the rules of the machine do not hold and a rule of ours reaches nobody else. */
const APART = ['--net', '--map-root-user'];

/** Why packets cannot be lost here; false = they can. */
function reasonToSkip(): string | false {
  const attempt =
    'ip link set lo up && nft add table inet t && nft add chain inet t c && nft add rule inet t c numgen random mod 2 "<" 1 counter';
  try {
    execFileSync('unshare', [...APART, 'sh', '-c', attempt], { stdio: 'pipe' });
    return false;
  } catch (error) {
    const { message } = error as Error;
    return `nftables in a network namespace is not possible here (Debian: nftables, iproute2; root or user namespaces): ${message}`;
  }
}

const skip = reasonToSkip();
if (skip !== false) console.log(`skipped: ${skip}`);

test(
  'of a hundred packets ten are lost, and of the messages none, over WebSocket and polling',
  { skip },
  async () => {
    const lossy = fileURLToPath(new URL('support/lossy.ts', import.meta.url));
    const { stdout } = await promisify(execFile)('unshare', [...APART, process.execPath, ...LOADER, lossy], {
      timeout: 120_000,
    });
    const { dropped, faults } = JSON.parse(stdout) as { dropped: number; faults: (string | null)[] };
    assert.ok(dropped > 20, `only ${dropped} packets were lost`);
    assert.deepEqual(faults, [null, null, null]);
  },
);
