import { existsSync } from 'node:fs';
import { ensureChromium } from './chromium.js';
import { findProgram, installPackage } from './debian.js';

/** The engines that tests know. Chromium runs everything; the others what a page, its person and its tabs do. */
export const ENGINES = ['chromium', 'firefox', 'webkit'];

/** Where Debian's packages put the small browser of WebKitGTK that a driver opens. */
const MINI_BROWSERS = ['x86_64', 'aarch64'].map(
  (processor) => `/usr/lib/${processor}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
);

/** @returns {string[]} the engines that the variable `ENGINES` names (`ENGINES=chromium,firefox`), else all of them */
export function wantedEngines(given = process.env.ENGINES) {
  const names = (given ?? '').split(/[\s,]+/).filter(Boolean);
  const unknown = names.filter((name) => !ENGINES.includes(name));
  if (unknown.length > 0)
    throw new Error(`ENGINES: "${unknown.join(' ')}" is none of ${ENGINES.join(', ')}.`);
  return names.length === 0 ? ENGINES : ENGINES.filter((name) => names.includes(name));
}

/** @returns {string | undefined} the path of a Firefox on this machine; `FIREFOX_PATH` comes first */
export function findFirefox() {
  const candidates = [
    process.env.FIREFOX_PATH,
    findProgram('firefox-esr', 'firefox'),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ];
  return candidates.find((path) => path && existsSync(path));
}

/** @returns {{ browser: string, driver: string, display: string } | undefined} WebKitGTK, its driver and a screen in memory */
export function findWebKit() {
  const browser = MINI_BROWSERS.find((path) => existsSync(path));
  const [driver, display] = ['WebKitWebDriver', 'Xvfb'].map((name) => findProgram(name));
  return browser && driver && display ? { browser, driver, display } : undefined;
}

const OTHERS = {
  firefox: { find: findFirefox, packages: ['firefox-esr'] },
  webkit: { find: findWebKit, packages: ['webkit2gtk-driver', 'xvfb'] },
};

/** @returns {string[]} the engines that are wanted and there, Chromium first */
export const presentEngines = (given = process.env.ENGINES) =>
  wantedEngines(given).filter((name) => name === 'chromium' || OTHERS[name].find() !== undefined);

/**
 * Finds the engines that are wanted, or installs Debian's packages where that is allowed. Without Chromium nothing can be
 * tested; of the others it says what is missing, and the tests go on without.
 */
export function ensureEngines() {
  for (const name of wantedEngines()) {
    if (name === 'chromium') console.log(`Browser: ${ensureChromium()}`);
    else ensureOther(name);
  }
}

function ensureOther(name) {
  const { find, packages } = OTHERS[name];
  if (find() === undefined) tryInstall(packages);
  const found = find();
  if (found !== undefined) console.log(`Browser: ${typeof found === 'string' ? found : found.browser}`);
  else {
    console.log(
      `Browser: no ${name}, so nothing is tested in it. On Debian: sudo apt-get install ${packages.join(' ')}`,
    );
  }
}

function tryInstall(packages) {
  try {
    for (const name of packages) installPackage(name);
  } catch (error) {
    console.log(`Browser: ${error.message}`);
  }
}
