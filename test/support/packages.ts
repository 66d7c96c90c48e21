import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Packs a package of this repository as npm publishes it.
 *
 * @param folder such as `.` or `packages/gateway`
 * @param destination folder that exists
 * @returns path of the tarball
 */
export function pack(folder: string, destination: string): string {
  const options = ['--json', '--ignore-scripts', '--pack-destination', resolve(destination)];
  const packed = execFileSync('npm', ['pack', ...options, resolve(folder)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return resolve(destination, filename);
}

/**
 * Puts a package of this repository where npm would install it.
 *
 * @param folder such as `.` or `packages/gateway`
 * @param target such as `…/node_modules/dx-realtime`; it is made
 */
export function unpack(folder: string, target: string): void {
  mkdirSync(target, { recursive: true });
  const packed = pack(folder, target);
  execFileSync('tar', ['-xzf', packed, '-C', target, '--strip-components=1']);
  rmSync(packed);
}
