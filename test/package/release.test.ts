import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync as write } from 'node:fs';
import { join, resolve } from 'node:path';
import { before, describe, it } from 'node:test';

const { dateChangelog, setVersion } = (await import(
  new URL('../../scripts/release.js', import.meta.url).href
)) as {
  dateChangelog: (changelog: string, version: string, date: string) => string;
  setVersion: (root: string, version: string) => void;
};

/** A copy of what a release reads, in which a version can be set. */
const COPY = resolve('.test-results/release');
const read = (path: string): string => readFileSync(join(COPY, path), 'utf8');
const readJson = (path: string): unknown => JSON.parse(read(path));

/** Runs the dry run in the copy, with the programs of a folder alone. */
const dryRun = (folder: string): { stdout: string; stderr: string; status: number | null } =>
  spawnSync(process.execPath, ['scripts/publish.js', '--dry-run'], {
    cwd: COPY,
    encoding: 'utf8',
    env: { ...process.env, PATH: folder },
  });

describe('a changelog', () => {
  it('that has unreleased changes gives them a version and a date, and leaves room for what comes', () => {
    const unreleased = '# Changelog\n\n## Unreleased\n\n- New\n\n## 0.1.0 – 2026-01-01\n\n- Old\n';
    assert.equal(
      dateChangelog(unreleased, '0.2.0', '2026-02-02'),
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 – 2026-02-02\n\n- New\n\n## 0.1.0 – 2026-01-01\n\n- Old\n',
    );
  });

  it('that has nothing to tell refuses a release', () => {
    const empty = '# Changelog\n\n## Unreleased\n\n## 0.1.0 – 2026-01-01\n\n- Old\n';
    assert.throws(() => dateChangelog(empty, '0.2.0', '2026-02-02'), /says nothing/);
    assert.throws(() => dateChangelog('# Changelog\n', '0.2.0', '2026-02-02'), /no section/);
  });
});

describe('a release', () => {
  const programs = join(COPY, 'programs');
  before(() => {
    rmSync(COPY, { recursive: true, force: true });
    for (const path of [
      ...['package.json', 'package-lock.json', 'README.md', 'LICENSE', 'scripts', 'bin', 'dist', 'packages'],
      ...['docs/guides', 'docs/builders', 'docs/public', 'src/elements'],
    ])
      cpSync(path, join(COPY, path), { recursive: true });
    mkdirSync(programs);
    for (const name of ['node', 'npm']) {
      const path = execFileSync('which', [name], { encoding: 'utf8' }).trim();
      symlinkSync(path, join(programs, name));
    }
    setVersion(COPY, '9.8.7');
    execFileSync(process.execPath, ['scripts/manifest.js'], { cwd: COPY });
    write(
      join(COPY, 'CHANGELOG.md'),
      '# Changelog\n\n## Unreleased\n\n## 9.8.7 – 2026-02-02\n\n- A new sound\n',
    );
  });

  it('has one version in both packages, the lock file, the descriptions and every address of a CDN', () => {
    const lock = readJson('package-lock.json') as {
      version: string;
      packages: Record<string, { version: string }>;
    };
    assert.deepEqual(
      [
        ...['package.json', 'packages/gateway/package.json'].map(
          (path) => readJson(path) as { version: string },
        ),
        ...[lock, lock.packages['']!, lock.packages['packages/gateway']!],
      ].map(({ version }) => version),
      Array<string>(5).fill('9.8.7'),
    );
    for (const path of ['openapi', 'asyncapi'])
      assert.match(read(`docs/public/${path}.yaml`), /^ {2}version: 9\.8\.7$/m, path);
    for (const path of ['README.md', 'docs/guides/install.md', 'docs/builders/directual.md'])
      assert.deepEqual(
        new Set(read(path).match(/\/dx-realtime@[\d.]+/g)),
        new Set(['/dx-realtime@9.8.7']),
        path,
      );
  });

  describe('that is tried without gh', () => {
    let tried: ReturnType<typeof dryRun>;
    before(() => {
      tried = dryRun(programs);
    });

    it('says that gh is absent, what it would run with each file, and that nothing was published', () => {
      assert.equal(tried.status, 0, tried.stderr);
      assert.match(tried.stderr, /^gh is not installed.*https:\/\/cli\.github\.com/);
      const commands = tried.stdout.split('\n').filter((line) => line.startsWith('$ '));
      assert.equal(commands.length, 3, tried.stdout);
      assert.match(
        commands[0]!,
        /^\$ npm publish \.\/\.release\/dx-realtime-gateway-9\.8\.7\.tgz --provenance/,
      );
      assert.match(commands[1]!, /^\$ npm publish \.\/\.release\/dx-realtime-9\.8\.7\.tgz --provenance/);
      assert.match(
        commands[2]!,
        /^\$ gh release create v9\.8\.7 --verify-tag .*--notes-file \.\/\.release\/notes\.md/,
      );
      for (const file of ['dx-realtime.all.js', 'dx-realtime-browser.zip', 'manifest.json', 'tags.html'])
        assert.ok(commands[2]!.includes(`./.release/${file}`), file);
      assert.match(tried.stdout, /Dry run: nothing was published\.\n$/);
    });

    it('writes files that have the hashes it says', () => {
      const checked = execFileSync('sha256sum', ['--check', 'SHA256SUMS'], {
        cwd: join(COPY, '.release'),
        encoding: 'utf8',
      });
      assert.deepEqual(
        checked.trim().split('\n'),
        [
          ...['dx-realtime-9.8.7.tgz', 'dx-realtime-browser.zip', 'dx-realtime-gateway-9.8.7.tgz'],
          ...['dx-realtime-wordpress.zip', 'dx-realtime.all.js', 'manifest.json', 'tags.html'],
        ].map((file) => `${file}: OK`),
      );
    });

    it('writes tags with version, hash of the script and hashes of all parts, into the notes beside the changes', () => {
      const notes = read('.release/notes.md');
      assert.ok(notes.startsWith('- A new sound\n\n## Get it\n'), notes);
      const cdn = 'https://cdn.jsdelivr.net/npm/dx-realtime@9.8.7/dist/';
      for (const [text, file] of [
        [notes, 'dx-realtime.all.js'],
        [notes, 'dx-realtime.js'],
        [read('.release/tags.html'), 'dx-realtime.module.js'],
      ] as const) {
        const tag = new RegExp(`<script src="${cdn}${file}"[^>]* integrity="([^"]+)" crossorigin`).exec(text);
        assert.equal(tag?.[1], hashOf(`dist/${file}`), file);
      }
      const [, map] = /<script type="importmap">(.*)<\/script>/.exec(notes)!;
      const { integrity } = JSON.parse(map!) as { integrity: Record<string, string> };
      const { scripts } = readJson('manifest.json') as { scripts: { parts: { src: string }[] } };
      assert.deepEqual(
        integrity,
        Object.fromEntries(scripts.parts.map(({ src }) => [cdn + src.replace('dist/', ''), hashOf(src)])),
      );
    });

    it('packs all scripts of a browser into one archive, parts in their folder', () => {
      const archive = readFileSync(join(COPY, '.release/dx-realtime-browser.zip'));
      for (const file of [
        'dx-realtime.all.js',
        'dx-realtime.js',
        'dx-realtime.module.js',
        'dx-push.js',
        'parts/toasts.js',
      ])
        assert.ok(archive.includes(file), file);
    });
  });

  it('without gh publishes nothing when it is meant', () => {
    execFileSync('git', ['init', '--quiet'], { cwd: COPY });
    const identity = ['-c', 'user.name=Release', '-c', 'user.email=release@example.com'];
    execFileSync('git', [...identity, 'commit', '--quiet', '--allow-empty', '-m', 'Release'], { cwd: COPY });
    const publish = (): string => {
      const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
      rmSync(join(programs, 'git'), { force: true });
      symlinkSync(git, join(programs, 'git'));
      const { stderr, status } = spawnSync(process.execPath, ['scripts/publish.js'], {
        cwd: COPY,
        encoding: 'utf8',
        env: { ...process.env, PATH: programs },
      });
      assert.equal(status, 1);
      return stderr;
    };
    assert.equal(publish(), 'The tag v9.8.7 is not here: check it out, then publish.\n');
    execFileSync('git', ['tag', 'v9.8.7'], { cwd: COPY });
    assert.match(publish(), /^gh is not installed.* Nothing was published\.\n$/);
  });

  it('whose scripts are not those of the manifest is refused', () => {
    write(join(COPY, 'dist/dx-realtime.js'), 'other');
    const { stderr, status } = dryRun(programs);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /dist\/dx-realtime\.js has another hash than manifest\.json says\. Run "npm run manifest"/,
    );
  });
});

function hashOf(path: string): string {
  return `sha384-${createHash('sha384')
    .update(readFileSync(join(COPY, path)))
    .digest('base64')}`;
}
