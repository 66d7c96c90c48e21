/** The browser in which pages are measured. */
import { chromium } from 'playwright-core';
import { ensureChromium } from '../scripts/chromium.js';

export function launchBrowser() {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** @returns what the tab has measured by now, by name; after the garbage is collected */
export async function metricsOf(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
