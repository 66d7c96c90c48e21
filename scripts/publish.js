/**
 * Publishes what `npm run release` tagged: both packages on npm, and a GitHub release with the files. With `--dry-run` it
 * writes the files into `.release/` and says what it would run.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeReleaseFiles } from './release-files.js';

const FOLDER = './.release';
const isDryRun = process.argv.includes('--dry-run');

const hasProgram = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;

/** A package that was published is not published twice: a run that failed half-way can be run again. */
const isPublished = (name, version) =>
  spawnSync('npm', ['view', `${name}@${version}`, 'version'], { encoding: 'utf8' }).stdout.trim() === version;

/** A dry run says it, and leaves it. */
function run(command) {
  console.log(`$ ${command.join(' ')}`);
  if (!isDryRun) execFileSync(command[0], command.slice(1), { stdio: 'inherit' });
}

function checkTag(tag) {
  const tags = execFileSync('git', ['tag', '--points-at', 'HEAD'], { encoding: 'utf8' }).split('\n');
  if (!tags.includes(tag)) throw new Error(`The tag ${tag} is not here: check it out, then publish.`);
}

async function publish() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const tag = `v${version}`;
  if (!isDryRun) checkTag(tag);
  if (!hasProgram('gh')) {
    const problem =
      'gh is not installed, and without it there is no GitHub release: https://cli.github.com says how to install it.';
    if (!isDryRun) throw new Error(`${problem} Nothing was published.`);
    console.warn(problem);
  }
  const { notes, files, packages } = await writeReleaseFiles(FOLDER);
  console.log(`Written: ${[...files, notes].join(', ')}`);
  const isPrerelease = version.includes('-');
  for (const file of packages) {
    const name = file.includes('gateway') ? 'dx-realtime-gateway' : 'dx-realtime';
    if (!isDryRun && isPublished(name, version)) continue;
    run([
      'npm',
      'publish',
      file,
      '--provenance',
      '--access',
      'public',
      ...(isPrerelease ? ['--tag', 'next'] : []),
    ]);
  }
  const options = ['--verify-tag', '--title', version, '--notes-file', notes];
  run(['gh', 'release', 'create', tag, ...options, ...(isPrerelease ? ['--prerelease'] : []), ...files]);
  if (isDryRun) console.log('Dry run: nothing was published.');
}

try {
  await publish();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
