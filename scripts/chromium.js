import { existsSync } from 'node:fs';
import { findProgram, installPackage } from './debian.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns {string | undefined} the path of a Chrome or Chromium on this machine; `CHROME_PATH` comes first */
export function findChromium() {
  const candidates = [process.env.CHROME_PATH, findProgram(...NAMES), MAC];
  return candidates.find((path) => path && existsSync(path));
}

/** Finds a Chromium, or installs Debian's where that is allowed; otherwise says what to do. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  const installed = installPackage('chromium') ? findChromium() : undefined;
  if (installed !== undefined) return installed;
  throw new Error(
    'The tests need Chrome or Chromium. Install one (Debian and Ubuntu: "sudo apt-get install chromium"), ' +
      'or set CHROME_PATH to the program.',
  );
}
