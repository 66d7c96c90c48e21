import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { WebDriverSession, WebDriverWindow } from './webdriver.js';
import { WebKitPage } from './webkit-page.js';

// JavaScript of the project itself, which has no declarations.
const { findWebKit } = (await import(new URL('../../../scripts/engines.js', import.meta.url).href)) as {
  findWebKit: () => { browser: string; driver: string; display: string } | undefined;
};

/** Without a graphics card; as root, the sandbox of WebKit does not start. */
const ENVIRONMENT = {
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  LIBGL_ALWAYS_SOFTWARE: '1',
};

/** Lets the window be as narrow as a phone: its own buttons would ask for 447 pixels. */
const WINDOW_STYLE = '* { min-width: 0; min-height: 0; margin: 0; padding: 0; font-size: 1px; }';

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
  const settings = await makeSettings();
  const started: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const process of started.toReversed()) await end(process);
    await rm(settings, { recursive: true, force: true });
  };
  try {
    const screen = await startScreen(programs.display);
    started.push(screen.process);
    const driver = await startDriver(programs.driver, { DISPLAY: screen.display, XDG_CONFIG_HOME: settings });
    started.push(driver.process);
    const session = await WebDriverSession.start(driver.url, {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: programs.browser, args: ['--automation'] },
    });
    const first = new WebDriverWindow(session, await session.window());
    return {
      version: `WebKitGTK ${session.browserVersion}`,
      page: new WebKitPage(first),
      // From the first window: the one that commands went to last may be closed.
      newPage: async () =>
        new WebKitPage(new WebDriverWindow(session, await first.do(() => session.openWindow()))),
      close: async () => {
        await session.close().catch(() => undefined);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A folder for the settings of windows and sound, so that those of this machine neither count nor change. */
async function makeSettings(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'webkit-'));
  await mkdir(join(folder, 'gtk-3.0'));
  await writeFile(join(folder, 'gtk-3.0/gtk.css'), WINDOW_STYLE);
  return folder;
}

/**
 * The screen takes the first number that is free and says which. It is small: the pointer rests in its middle, and without a
 * window manager the window under the pointer has the focus. Windows may be larger.
 */
async function startScreen(program: string): Promise<{ display: string; process: ChildProcess }> {
  const given = ['-displayfd', '3', '-screen', '0', '600x600x24', '-nolisten', 'tcp'];
  const process = spawn(program, given, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = (await Promise.race([
    once(process.stdio[3] as Readable, 'data'),
    once(process, 'exit').then(() => Promise.reject(new Error('Xvfb does not start'))),
  ])) as [Buffer];
  return { display: `:${number.toString().trim()}`, process };
}

async function startDriver(
  program: string,
  environment: Record<string, string>,
): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const started = spawn(program, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...process.env, ...ENVIRONMENT, ...environment },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(`${url}/status`, started);
  return { url, process: started };
}

async function untilAnswering(url: string, driver: ChildProcess): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end && driver.exitCode === null;) {
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
