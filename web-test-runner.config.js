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
import { toleratingOrientation } from './test/support/engines/tolerating-orientation.ts';
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
    chromeLauncher({
      puppeteer,
      launchOptions: { browser: 'firefox', executablePath: findFirefox() },
      createPage: async ({ context }) => toleratingOrientation(await context.newPage()),
    }),
  webkit: () => new WebKitLauncher(),
};

/** What decides without a page: what one engine makes of it, each does. They run in the first one; with `npm run test:all` in all. */
const DECISIONS = [
  'alerts/alert',
  'alerts/alert-store',
  'alerts/inbox/{dismissals,held-list,inbox-list}',
  'alerts/web-push/push-wish',
  'connection/overlap.property',
  'connection/replay/sequencer',
  'event-log/locales/locales',
  'messenger/{chat-message,conversation,visible-range}',
  'refresh/{match,schedule,target-scheduler,target-scheduler.property}',
  'web-push-worker/push-content',
].map((name) => `test/browser/${name}.test.ts`);

const hasFiles = process.argv.includes('--files');
const browsers = presentEngines(process.env.ENGINES ?? (hasFiles ? 'chromium' : '')).map((name) =>
  LAUNCHERS[name](),
);

/**
 * Browser tests: the files under `test/browser/`, each against real servers that it starts itself, in every engine
 * that is there. `ENGINES=chromium` runs them in one; so does `--files` where nothing else is said, to be quick.
 */
export default {
  files: ['test/browser/**/*.test.ts', '!**/*.all.test.ts', ...DECISIONS.map((file) => `!${file}`)],
  ...(!hasFiles && { groups: [{ name: 'decisions', files: DECISIONS, browsers: browsers.slice(0, 1) }] }),
  nodeResolve: { browser: true, exportConditions: ['browser', 'default', 'module', 'import'] },
  // Side by side in one browser only one tab would be in front; in the others no frame is ever drawn.
  concurrency: 1,
  concurrentBrowsers: 3,
  // Long: a machine that is busy with other tests loads a file in many seconds.
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
  testFramework: { config: { timeout: 60_000 } },
  browsers,
  middleware: [testPages],
  plugins: [
    testServers(),
    esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) }),
  ],
  reporters: [defaultReporter(), countReporter('browser'), skipReporter()],
};
