import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { defaultReporter } from '@web/test-runner';
import { fileURLToPath } from 'node:url';
import { findChromium } from './scripts/chromium.js';
import { countReporter } from './scripts/count-tests.js';
import { testPages, testServers } from './test/support/browser-servers.ts';

/** Browser tests: the files under `test/browser/`, each against real servers that it starts itself. */
export default {
  files: ['test/browser/**/*.test.ts', '!**/*.all.test.ts'],
  nodeResolve: { browser: true, exportConditions: ['browser', 'default', 'module', 'import'] },
  // Side by side only one tab would be in front; in the others no frame is ever drawn.
  concurrency: 1,
  testsFinishTimeout: 600_000,
  testFramework: { config: { timeout: 60_000 } },
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: findChromium(),
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      },
    }),
  ],
  middleware: [testPages],
  plugins: [
    testServers(),
    esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) }),
  ],
  reporters: [defaultReporter(), countReporter('browser')],
};
