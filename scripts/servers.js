import { findProgram, installPackage } from './debian.js';

/** Finds a program that the tests start, or installs its Debian package where that is allowed; else says what to do. */
function ensure(program, packageName) {
  const found = findProgram(program) ?? (installPackage(packageName) ? findProgram(program) : undefined);
  if (found !== undefined) return found;
  throw new Error(
    `The tests need ${program}. Install it (Debian and Ubuntu: "sudo apt-get install ${packageName}").`,
  );
}

/** @returns {string} the path of `redis-server` */
export const ensureRedis = () => ensure('redis-server', 'redis-server');

/** @returns {string} the path of `haproxy` */
export const ensureHaproxy = () => ensure('haproxy', 'haproxy');

/** @returns {string} the path of `nginx` */
export const ensureNginx = () => ensure('nginx', 'nginx-light');

/** @returns {string} the path of `openssl`, which makes certificates for tests */
export const ensureOpenssl = () => ensure('openssl', 'openssl');

/** Installs nftables, with which a test loses packets, where that is allowed; without it that test is skipped. */
export function tryNftables() {
  if (findProgram('nft') !== undefined) return;
  try {
    installPackage('nftables');
  } catch (error) {
    console.log(`No nftables: ${error.message}`);
  }
}
