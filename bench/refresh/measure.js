/** What is measured in a page. All times are milliseconds since 1970, the same clock in Node and in the page. */
import { textsOf } from './pages.js';

const EVENTS = 1_000;
const STORM = 1_000;
/** A page that has not caught up by then does not. */
const LIMIT = 10_000;
/** A page that asks for nothing during so long is done: two intervals of the refresher. */
const SETTLING = 1_200;
const TYPED = 'half a sentence';
const CARET = TYPED.length - 4;

const now = () => performance.timeOrigin + performance.now();
const pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

/** Opens a page of a kind, which writes down from now on when it showed what. */
export async function openPage(browser, servers, kind) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${servers.url}/page/${kind}`);
  await page.waitForFunction(() => window.isReady());
  await page.evaluate(() => {
    const shown = () => Number(document.querySelector('#version')?.textContent ?? NaN);
    window.changes = [{ at: 0, version: shown() }];
    const note = () => {
      const version = shown();
      if (version === window.changes.at(-1).version) return;
      window.changes.push({ at: performance.timeOrigin + performance.now(), version });
      if (version === window.wanted) window.arrived();
    };
    // Noting all 200 texts would cost those who change texts what it does not cost those who replace elements.
    const texts = new MutationObserver(note);
    const watchVersion = () => {
      const version = document.querySelector('#version');
      if (version === null || version === window.watched) return;
      window.watched = version;
      texts.disconnect();
      texts.observe(version, { subtree: true, characterData: true });
    };
    new MutationObserver(() => {
      watchVersion();
      note();
    }).observe(document, { subtree: true, childList: true });
    watchVersion();
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  return { kind, page, devtools, close: () => context.close() };
}

/** From one event to the DOM that shows it. */
export async function measureLatency({ kind, page }, servers) {
  const { at, version } = await servers.publish(kind);
  await waitForVersion(page, version);
  return { version, time: (await changesOf(page)).find((change) => change.version === version).at - at };
}

async function waitForVersion(page, version) {
  return page.evaluate(
    ({ version, limit }) =>
      new Promise((resolve) => {
        window.wanted = version;
        window.arrived = () => resolve(true);
        if (window.changes.at(-1).version === version) resolve(true);
        setTimeout(() => resolve(false), limit);
      }),
    { version, limit: LIMIT },
  );
}

/** Takes what the page wrote down; what it shows now stays as its first entry. */
function changesOf(page) {
  return page.evaluate(() => window.changes.splice(0, window.changes.length, window.changes.at(-1)));
}

/** Types without saving, lets one event come, and looks what is left. */
export async function measureSurvival({ kind, page }, servers) {
  await page.locator('#note').click();
  await page.keyboard.type(TYPED);
  for (let step = TYPED.length; step > CARET; step -= 1) await page.keyboard.press('ArrowLeft');
  const { version } = await servers.publish(kind);
  await waitForVersion(page, version);
  const left = await page.evaluate(() => {
    const field = document.querySelector('#note');
    return {
      text: field.value,
      hasFocus: document.activeElement === field,
      caret: [field.selectionStart, field.selectionEnd],
    };
  });
  return {
    text: left.text === TYPED,
    focus: left.hasFocus,
    caret: left.hasFocus && left.caret.every((position) => position === CARET),
  };
}

/** A thousand events, each with a new version, in about a second. */
export async function measureStorm({ kind, page, devtools }, servers) {
  await changesOf(page);
  const busyBefore = await busyTime(devtools);
  const fetchesBefore = servers.requests[kind];
  const published = await publishMany(servers, kind);
  const ended = now();
  const { version } = published.at(-1);
  const isLastShown = await waitForVersion(page, version);
  await settle(servers, kind);
  const busy = (await busyTime(devtools)) - busyBefore;
  const changes = await changesOf(page);
  return {
    fetches: servers.requests[kind] - fetchesBefore,
    duration: ended - published[0].at,
    oldest: oldestAge(published, changes, ended),
    isLastShown,
    lastAfter: isLastShown ? changes.at(-1).at - published.at(-1).at : null,
    busy,
    isCorrect: await isCorrect(page, servers.list(), version),
  };
}

/** What a thousand events cost the main thread where a page listens to them and does nothing, in milliseconds. */
export async function measureListening({ kind, devtools }, servers) {
  const busyBefore = await busyTime(devtools);
  await publishMany(servers, kind);
  await settle(servers, kind);
  return (await busyTime(devtools)) - busyBefore;
}

/** Waits until the page has asked for nothing during {@link SETTLING}. */
async function settle(servers, kind) {
  for (let seen = -1; seen !== servers.requests[kind];) {
    seen = servers.requests[kind];
    await pause(SETTLING);
  }
}

async function publishMany(servers, kind) {
  const published = [];
  const started = now();
  while (published.length < EVENTS) {
    const due = Math.min(EVENTS, Math.ceil(((now() - started) / STORM) * EVENTS));
    while (published.length < due) published.push(await servers.publish(kind));
    await pause(1);
  }
  return published;
}

/**
 * How old the page got while events came. A page that shows a version is as old as the event that made the next
 * one; it is oldest just before it changes, so that looking at the changes finds what sampling may miss.
 */
export function oldestAge(published, changes, ended) {
  const ages = changes.map(({ version }, index) => {
    const until = Math.min(changes[index + 1]?.at ?? Infinity, ended);
    const next = published.find((one) => one.version > version);
    return until - (next?.at ?? Infinity);
  });
  return Math.max(0, ...ages);
}

async function busyTime(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
}

/** Whether a page shows a version, whole and in order. */
export async function isCorrect(page, list, version) {
  const { texts, fields } = await page.evaluate(() => ({
    texts: [...document.querySelectorAll('#list > :is(b, p)')].map(({ textContent }) => textContent),
    fields: document.querySelectorAll('#list > input#note').length,
  }));
  return fields === 1 && JSON.stringify(texts) === JSON.stringify(textsOf(list, version));
}
