/**
 * Tabs as people have them: one is in front, the others are hidden and their timers slow. Pages of Playwright all count as
 * visible and cannot be frozen, so these are opened past it.
 */

/** Longer than a round takes: a tab that hangs must not get better by itself. */
const HANGING = 60_000;

/** The way to one tab: sends commands of the browser's own protocol. */
async function attach(devtools, targetId) {
  const { sessionId } = await devtools.send('Target.attachToTarget', { targetId, flatten: false });
  const answers = new Map();
  let last = 0;
  devtools.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const { id, result, error } = JSON.parse(event.message);
    const answer = answers.get(id);
    answers.delete(id);
    if (error === undefined) answer?.resolve(result);
    else answer?.reject(new Error(error.message));
  });
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      answers.set(id, { resolve, reject });
      const message = JSON.stringify({ id, method, params });
      devtools.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}

/** @returns the value of an expression in the tab, also of one that takes a while */
const evaluateIn = (send) => async (expression) => {
  const { result, exceptionDetails } = await send('Runtime.evaluate', {
    ...{ expression, awaitPromise: true, returnByValue: true },
  });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
  return result.value;
};

/** Whether a tab has the lock of the shared connection: the browser tells who asks by a lock of its own. */
const IS_LEADING = `navigator.locks.request('who is asking', async () => {
  const { held = [] } = await navigator.locks.query();
  const asking = held.find(({ name }) => name === 'who is asking').clientId;
  return held.some(({ name, clientId }) => /^dx-realtime \\d+ [0-9a-f]{64}$/.test(name) && clientId === asking);
})`;

/**
 * @param {import('playwright-core').Browser} browser
 * @returns `open` opens a tab in front of the others, all in one profile of their own
 */
export async function createTabs(browser) {
  const devtools = await browser.newBrowserCDPSession();
  const { browserContextId } = await devtools.send('Target.createBrowserContext');
  const open = async (url) => {
    const { targetId } = await devtools.send('Target.createTarget', { url, browserContextId });
    const send = await attach(devtools, targetId);
    const evaluate = evaluateIn(send);
    return {
      send,
      evaluate,
      isLeading: () => evaluate(IS_LEADING),
      bringToFront: () => devtools.send('Target.activateTarget', { targetId }),
      close: () => devtools.send('Target.closeTarget', { targetId }),
      /** Asks again and again until an expression is true in the tab. @returns whether it became so in time */
      until: async (expression, patience) => {
        for (const end = Date.now() + patience; Date.now() < end;) {
          if (await evaluate(expression).catch(() => false)) return true;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return false;
      },
    };
  };
  const close = async () => {
    await devtools.send('Target.disposeBrowserContext', { browserContextId });
    await devtools.detach();
  };
  return { open, close };
}

/** How the leading tab ends. Nobody is left to answer where the page is gone or busy. */
export const ENDS = {
  'is closed': (tab) => tab.close(),
  crashes: (tab) => void tab.send('Page.crash').catch(() => undefined),
  'is frozen': (tab) => tab.send('Page.setWebLifecycleState', { state: 'frozen' }),
  hangs: (tab) =>
    void tab.evaluate(`for (const end = Date.now() + ${HANGING}; Date.now() < end;);`).catch(() => undefined),
};
