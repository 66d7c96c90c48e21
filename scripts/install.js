import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Installs the packages of a folder that has a `package.json` of its own: what only some tests or the documentation
 * need does not come with `npm ci`. Does nothing where they are installed already.
 *
 * @param {string} folder such as `docs`, from the root of the repository
 * @throws Error where npm fails
 */
export function installIn(folder) {
  const root = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  const lock = readFileSync(`${root}package-lock.json`, 'utf8');
  const mark = `${root}node_modules/.installed-lock.json`;
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  console.log(`Installing the packages of ${folder}/ …`);
  execFileSync('npm', ['ci', '--ignore-scripts', '--prefer-offline'], { cwd: root, stdio: 'inherit' });
  writeFileSync(mark, lock);
}

if (process.argv[1] === import.meta.filename) process.argv.slice(2).forEach(installIn);
