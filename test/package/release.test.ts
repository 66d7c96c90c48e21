import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

const { dateChangelog } = (await import(new URL('../../scripts/release.js', import.meta.url).href)) as {
  dateChangelog: (changelog: string, version: string, date: string) => string;
};

describe('a release', () => {
  it('gives what is unreleased a version and a date, and leaves room for what comes', () => {
    const before = '# Changelog\n\n## Unreleased\n\n- New\n\n## 0.1.0 – 2026-01-01\n\n- Old\n';
    assert.equal(
      dateChangelog(before, '0.2.0', '2026-02-02'),
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 – 2026-02-02\n\n- New\n\n## 0.1.0 – 2026-01-01\n\n- Old\n',
    );
  });

  it('is refused where there is nothing to tell', () => {
    const empty = '# Changelog\n\n## Unreleased\n\n## 0.1.0 – 2026-01-01\n\n- Old\n';
    assert.throws(() => dateChangelog(empty, '0.2.0', '2026-02-02'), /says nothing/);
    assert.throws(() => dateChangelog('# Changelog\n', '0.2.0', '2026-02-02'), /no section/);
  });
});
