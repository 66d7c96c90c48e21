import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../gateway/support/redis-server.js';
import { until } from '../../gateway/support/until.js';

// JavaScript of the project itself, which has no declarations.
const { findProgram, installPackage } = (await import(
  new URL('../../../scripts/debian.js', import.meta.url).href
)) as { findProgram: (...names: string[]) => string | undefined; installPackage: (name: string) => boolean };

const SOURCE = '/usr/share/wordpress';
const PACKAGES = [
  ...['php-cli', 'php-mysql', 'php-xml', 'php-mbstring', 'mariadb-server'],
  ...['wordpress', 'wordpress-theme-twentytwentythree'],
];

/** WordPress of Debian, in a folder of its own with a database of its own. */
export interface WordPressSite {
  url: string;
  /** Runs PHP inside the site. @returns what it printed */
  php(code: string): string;
  /** What PHP wrote into its log: warnings and notices, too. */
  log(): string;
  close(): Promise<void>;
}

/** @returns what is missing, in a sentence; null = a site can be started */
export function missingForWordPress(): string | null {
  const isThere = (): boolean =>
    findProgram('mariadbd') !== undefined &&
    // Without a theme pages are empty.
    existsSync(join(SOURCE, 'wp-content/themes/twentytwentythree')) &&
    findProgram('php') !== undefined &&
    execFileSync('php', ['-m'], { encoding: 'utf8' }).includes('mysqli');
  if (isThere() || (PACKAGES.every(installPackage) && isThere())) return null;
  return `Debian's packages ${PACKAGES.join(', ')} are not installed`;
}

/** Copies WordPress, starts a database and PHP's own server, and sets a site up. */
export async function startWordPress(): Promise<WordPressSite> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-wordpress-'));
  const root = join(folder, 'site');
  const url = `http://127.0.0.1:${await freePort()}`;
  const processes: ChildProcess[] = [];
  let log = '';
  await cp(SOURCE, root, { recursive: true, dereference: true });
  processes.push(await startDatabase(folder));
  await writeFile(join(root, 'wp-config.php'), configuration(folder, url));
  // WordPress of Debian is older than its PHP, which says so.
  execFileSync('php', [fileURLToPath(new URL('install.php', import.meta.url)), url, root], {
    stdio: 'ignore',
  });
  const router = fileURLToPath(new URL('router.php', import.meta.url));
  const server = spawn('php', ['-S', new URL(url).host, '-t', root, router], {
    // The editor asks for several things at once, and WordPress asks itself.
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4' },
    // PHP's workers end with their group only.
    detached: true,
  });
  processes.push(server);
  server.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await until(() => fetch(url).catch(() => null), 'the site');
  return {
    url,
    php: (code) =>
      execFileSync('php', ['-r', `require '${root}/wp-load.php'; ${code}`], { encoding: 'utf8' }),
    log: () => log,
    async close() {
      await Promise.all(processes.map(end));
      await rm(folder, { recursive: true });
    },
  };
}

async function startDatabase(folder: string): Promise<ChildProcess> {
  const data = join(folder, 'database');
  const user = ['--no-defaults', `--user=${process.env['USER'] ?? 'root'}`];
  execFileSync(
    'mariadb-install-db',
    [...user, `--datadir=${data}`, '--auth-root-authentication-method=normal'],
    {
      stdio: 'ignore',
    },
  );
  const socket = join(folder, 'database.sock');
  const child = spawn(
    findProgram('mariadbd')!,
    [
      ...[...user, `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', '--skip-log-bin'],
      ...['--innodb-flush-log-at-trx-commit=0', `--pid-file=${folder}/database.pid`],
    ],
    { stdio: 'ignore', detached: true },
  );
  const statement = 'CREATE DATABASE wordpress';
  await until(() => {
    try {
      execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '-uroot', '-e', statement], {
        stdio: 'ignore',
      });
      return true;
    } catch {
      return false;
    }
  }, 'the database');
  return child;
}

/** The file that a person writes by hand, as the manual has it. */
const configuration = (folder: string, url: string): string => `<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:${folder}/database.sock' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'WP_HOME', '${url}' );
define( 'WP_SITEURL', '${url}' );
define( 'FS_METHOD', 'direct' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
`;

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  process.kill(-child.pid!, 'SIGTERM');
  await closed;
}
