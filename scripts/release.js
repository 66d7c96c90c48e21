/**
 * Makes a release: version, changelog, tests, commit and tag. Publishing is a step of its own, in continuous
 * integration: `npm run release:publish`.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EMPTY = '## Unreleased\n';

/**
 * Gives what is unreleased a version and a date.
 *
 * @param {string} changelog
 * @param {string} version
 * @param {string} date such as 2026-11-25
 * @throws Error where there is nothing to release
 */
export function dateChangelog(changelog, version, date) {
  const [before, after] = changelog.split(EMPTY);
  if (after === undefined) throw new Error('CHANGELOG.md has no section "Unreleased".');
  if (after.split(/^## /m)[0].trim() === '') throw new Error('CHANGELOG.md says nothing under "Unreleased".');
  return `${before}${EMPTY}\n## ${version} – ${date}\n${after}`;
}

/**
 * Writes a version into both packages, the lock file, the descriptions of the wire, and the addresses of CDNs in README
 * and the documents.
 *
 * @param {string} root folder of the repository
 * @param {string} version
 */
export function setVersion(root, version) {
  for (const path of ['package.json', 'packages/gateway/package.json'])
    editJson(join(root, path), (file) => (file.version = version));
  editJson(join(root, 'package-lock.json'), (lock) => {
    for (const entry of [lock, lock.packages[''], lock.packages['packages/gateway']]) entry.version = version;
  });
  for (const path of ['docs/public/openapi.yaml', 'docs/public/asyncapi.yaml'])
    editText(join(root, path), (text) => text.replace(/^ {2}version: .*$/m, `  version: ${version}`));
  const documents = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => `docs/${file}`);
  for (const path of ['README.md', ...documents])
    editText(join(root, path), (text) => text.replaceAll(/(?<=\/dx-realtime@)\d[\w.-]*/g, version));
}

function editText(path, edit) {
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
}

function editJson(path, edit) {
  editText(path, (text) => {
    const file = JSON.parse(text);
    edit(file);
    return `${JSON.stringify(file, null, 2)}\n`;
  });
}

function run(program, ...given) {
  execFileSync(program, given, { stdio: 'inherit' });
}

function release(version) {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? '')) throw new Error('Usage: npm run release 1.2.3');
  const changes = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' });
  if (changes !== '') throw new Error('There are changes that are not committed.');
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const dated = dateChangelog(changelog, version, new Date().toISOString().slice(0, 10));
  setVersion('.', version);
  writeFileSync('CHANGELOG.md', dated);
  // The manifest carries the version and hashes of what is published.
  run('npm', 'run', 'manifest');
  run('npm', 'test');
  run('git', 'commit', '--all', '--message', `Release ${version}`);
  run('git', 'tag', '--annotate', `v${version}`, '--message', `Release ${version}`);
  console.log(`Push it: git push --follow-tags. The tag v${version} is what gets published.`);
}

if (process.argv[1] === import.meta.filename) {
  try {
    release(process.argv[2]);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
