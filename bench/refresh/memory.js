/** What refreshing keeps in memory. */
import { measureLatency, openPage } from './measure.js';
import { renderList } from './pages.js';

const REFRESHES = 3;

/**
 * The code and its words are as large for a short list as for a long one: the difference is what lists cost.
 *
 * @returns {Promise<number>} bytes for each byte of HTML
 */
export async function measureMemory(browser, servers) {
  const [short, long] = [await growthOf(browser, servers, 'one'), await growthOf(browser, servers, 'few')];
  return (long.growth - short.growth) / (long.html - short.html);
}

async function growthOf(browser, servers, list) {
  servers.show(list);
  const page = await openPage(browser, servers, 'dx');
  const before = await memoryOf(page);
  for (let refresh = 0; refresh < REFRESHES; refresh += 1) {
    await measureLatency(page, servers);
    await page.page.waitForFunction(
      () => !document.querySelector('dx-refresher').matches(':state(refreshing)'),
    );
  }
  const growth = (await memoryOf(page)) - before;
  await page.close();
  return { growth, html: renderList(servers.list(), 1).length };
}

/** Bytes of scripts and of the document. */
async function memoryOf({ devtools }) {
  // Documents go only after what refers to them is gone.
  for (let time = 0; time < 5; time += 1) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize + embedderHeapUsedSize;
}
