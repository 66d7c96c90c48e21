/** What a release consists of, from `dist/` and the changelog: files to download, their hashes, and the text of the release. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { zip } from './zip.js';

/** jsDelivr and unpkg serve what npm has, unchanged: the hashes hold there. */
const CDN = 'https://cdn.jsdelivr.net/npm/dx-realtime';

/**
 * @param {string} changelog
 * @param {string} version
 * @returns {string} what the changelog says of a version, without its heading
 * @throws Error where it says nothing
 */
export function sectionOf(changelog, version) {
  const section = changelog.split(/^## /m).find((text) => text.split(/\s/)[0] === version);
  const text = section?.slice(section.indexOf('\n') + 1).trim();
  if (!text)
    throw new Error(`CHANGELOG.md says nothing of ${version}. Run "npm run release ${version}" first.`);
  return text;
}

/**
 * The tags of a version, with the hashes that browsers check.
 *
 * @param {import('../dist/builders/manifest.js').Manifest} manifest
 * @param {{ nonce?: string }} [options] nonce of a Content-Security-Policy
 * @returns {Promise<{ all: string, parts: string, module: string }>} the one file; the script with parts; the module with parts
 */
export async function tagsOf(manifest, { nonce } = {}) {
  const { scriptTag, importMapTag } = await import('../dist/builders/script.js');
  const source = (file) => ({ src: `${CDN}@${manifest.version}/dist/${file}`, integrity: true, nonce });
  const settings = { appId: 'YOUR_APP_ID' };
  const [classic, module] = [source('dx-realtime.js'), { ...source('dx-realtime.module.js'), module: true }];
  return {
    all: scriptTag(manifest, { ...source('dx-realtime.all.js'), settings }),
    parts: `${importMapTag(manifest, classic)}\n${scriptTag(manifest, { ...classic, settings })}`,
    module: `${importMapTag(manifest, module)}\n${scriptTag(manifest, module)}`,
  };
}

/**
 * Writes the files of a release. `dist/` must be built.
 *
 * @param {string} folder made anew
 * @returns {Promise<{ notes: string, files: string[], packages: string[] }>} paths: the text of the release, the files to attach, and those of them to publish on npm
 */
export async function writeReleaseFiles(folder) {
  const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));
  const changes = sectionOf(readFileSync('CHANGELOG.md', 'utf8'), manifest.version);
  checkHashes(manifest);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packages = ['packages/gateway', '.'].map((from) => `${folder}/${pack(from, folder)}`);
  for (const file of ['dist/dx-realtime.all.js', 'dist/dx-realtime-wordpress.zip', 'manifest.json'])
    cpSync(file, join(folder, file.replace('dist/', '')));
  writeFileSync(join(folder, 'dx-realtime-browser.zip'), zip(browserFiles(manifest)));
  const tags = await tagsOf(manifest);
  writeFileSync(join(folder, 'tags.html'), `${tagFile(tags)}\n`);
  const files = readdirSync(folder).sort();
  writeFileSync(join(folder, 'SHA256SUMS'), sums(folder, files));
  const notes = `${folder}/notes.md`;
  writeFileSync(notes, notesOf(manifest.version, changes, tags));
  return { notes, files: [...files, 'SHA256SUMS'].map((file) => `${folder}/${file}`), packages };
}

/** A file that was built from other sources would be refused by every page that checks it. */
function checkHashes({ scripts: { parts, ...scripts } }) {
  for (const { src, integrity } of [...Object.values(scripts), ...parts]) {
    const [algorithm, expected] = integrity.split(/-(.*)/s);
    const found = createHash(algorithm).update(readFileSync(src)).digest('base64');
    if (found !== expected)
      throw new Error(
        `${src} has another hash than manifest.json says. Run "npm run manifest", and commit it.`,
      );
  }
}

function pack(from, folder) {
  const options = ['--json', '--ignore-scripts', '--pack-destination', resolve(folder)];
  const told = execFileSync('npm', ['pack', ...options, resolve(from)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(told)[0].filename;
}

/** For a folder of one's own: the scripts, and the parts beside them. */
const browserFiles = ({ scripts: { all, classic, module, parts } }) =>
  Object.fromEntries(
    [all, classic, module, ...parts, { src: 'dist/dx-push.js' }].map(({ src }) => [
      src.replace('dist/', ''),
      readFileSync(src),
    ]),
  );

const sums = (folder, files) =>
  files
    .map(
      (file) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex')}  ${file}\n`,
    )
    .join('');

const tagFile = ({ all, parts, module }) => `<!-- Everything in one file -->
${all}

<!-- Smaller: the script, and parts that it loads on first use. The import map comes before every module of the page. -->
${parts}

<!-- The same as a module; connection settings are given to configure() or <dx-connection>. -->
${module}`;

const notesOf = (version, changes, { all, parts }) => `${changes}

## Get it

- npm: \`npm install dx-realtime@${version}\`, and \`npm install dx-realtime-gateway@${version}\` for the gateway.
- One file: \`dx-realtime.all.js\`. A folder of your own: \`dx-realtime-browser.zip\`. WordPress: \`dx-realtime-wordpress.zip\`.
- \`sha256sum -c SHA256SUMS\` checks what you downloaded.

From a CDN, everything in one file:

\`\`\`html
${all}
\`\`\`

Smaller, with parts that are loaded on first use; the import map comes before every module of the page:

\`\`\`html
${parts}
\`\`\`
`;
