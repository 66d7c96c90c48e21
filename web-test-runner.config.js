import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { defaultReporter } from '@web/test-runner';
import puppeteer from 'puppeteer-core';
import { fileURLToPath } from 'node:url';
import { findChromium } from './scripts/chromium.js';
import { countReporter } from './scripts/count-tests.js';
import { findFirefox, presentEngines } from './scripts/engines.js';
import { testPages, testServers } from './test/support/browser-servers.ts';
import { skipReporter } from './test/support/engines/skip-reporter.ts';
import { WebKitLauncher } from './test/support/engines/webkit-launcher.ts';

const LAUNCHERS = {
  chromium: () =>
    chromeLauncher({
      launchOptions: {
        executablePath: findChromium(),
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      },
    }),
  firefox: () =>
    chromeLauncher({ puppeteer, launchOptions: { browser: 'firefox', executablePath: findFirefox() } }),
  webkit: () => new WebKitLauncher(),
};

/**
 * Browser tests: the files under `test/browser/`, each against real servers that it starts itself, in every engine
 * that is there. `ENGINES=chromium` runs them in one; so does `--files` where nothing else is said, to be quick.
 */
export default {
  files: ['test/browser/**/*.test.ts', '!**/*.all.test.ts'],
  nodeResolve: { browser: true, exportConditions: ['browser', 'default', 'module', 'import'] },
  // Side by side in one browser only one tab would be in front; in the others no frame is ever drawn.
  concurrency: 1,
  concurrentBrowsers: 3,
  // Long: a machine that is busy with other tests loads a file in many seconds.
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
  testFramework: { config: { timeout: 60_000 } },
  browsers: presentEngines(process.env.ENGINES ?? (process.argv.includes('--files') ? 'chromium' : '')).map(
    (name) => LAUNCHERS[name](),
  ),
  middleware: [testPages],
  plugins: [
    testServers(),
    esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) }),
  ],
  reporters: [defaultReporter(), countReporter('browser'), skipReporter()],
};
