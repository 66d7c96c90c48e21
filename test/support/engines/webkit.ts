import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WebDriverSession, WebDriverWindow } from './webdriver.js';
import { WebKitPage } from './webkit-page.js';

// JavaScript of the project itself, which has no declarations.
const { findWebKit } = (await import(new URL('../../../scripts/engines.js', import.meta.url).href)) as {
  findWebKit: () => { browser: string; driver: string; display: string } | undefined;
};

/** Without a graphics card; as root, the sandbox of WebKit does not start. Settings of this machine's windows do not count. */
const ENVIRONMENT = {
  XDG_CONFIG_HOME: fileURLToPath(new URL('window', import.meta.url)),
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  LIBGL_ALWAYS_SOFTWARE: '1',
};

/** WebKit on a screen that is drawn in memory only. */
export interface WebKit {
  version: string;
  /** The window that is there from the start. */
  page: WebKitPage;
  /** One more window of the same profile. */
  newPage(): Promise<WebKitPage>;
  close(): Promise<void>;
}

/** Opens WebKit with a profile of its own, which is gone when it closes. */
export async function openWebKit(): Promise<WebKit> {
  const programs = findWebKit();
  if (programs === undefined) throw new Error('WebKit is not installed');
  const screen = await startScreen(programs.display);
  const driver = await startDriver(programs.driver, screen.display);
  try {
    const session = await WebDriverSession.start(driver.url, {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: programs.browser, args: ['--automation'] },
    });
    const close = async (): Promise<void> => {
      await session.close().catch(() => undefined);
      await end(driver.process);
      await end(screen.process);
    };
    const first = new WebDriverWindow(session, await session.window());
    // From the first window: the one that commands went to last may be closed.
    const newPage = async (): Promise<WebKitPage> =>
      new WebKitPage(new WebDriverWindow(session, await first.do(() => session.openWindow())));
    const page = new WebKitPage(first);
    return { version: `WebKitGTK ${session.browserVersion}`, page, newPage, close };
  } catch (error) {
    await end(driver.process);
    await end(screen.process);
    throw error;
  }
}

/** The screen takes the first number that is free and says which. */
async function startScreen(program: string): Promise<{ display: string; process: ChildProcess }> {
  const given = ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'];
  const process = spawn(program, given, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = (await Promise.race([
    once(process.stdio[3] as Readable, 'data'),
    once(process, 'exit').then(() => Promise.reject(new Error('Xvfb does not start'))),
  ])) as [Buffer];
  return { display: `:${number.toString().trim()}`, process };
}

async function startDriver(
  program: string,
  display: string,
): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const started = spawn(program, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...process.env, ...ENVIRONMENT, DISPLAY: display },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(`${url}/status`, started);
  return { url, process: started };
}

async function untilAnswering(url: string, { exitCode }: ChildProcess): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end && exitCode === null;) {
    if (await fetch(url).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('WebKitWebDriver does not start');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, 'exit');
  process.kill();
  await ended;
}
