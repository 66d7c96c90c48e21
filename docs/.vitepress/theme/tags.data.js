import { readFileSync } from 'node:fs';
import { tagsOf } from '../../../scripts/release-files.js';

export default {
  /** The tags of the version that the site is built from, with the hashes of its files. */
  async load() {
    const manifest = JSON.parse(readFileSync(new URL('../../../manifest.json', import.meta.url), 'utf8'));
    return { version: manifest.version, ...(await tagsOf(manifest)) };
  },
};
