import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { keyOf, startGateway, testApp, type TestGateway } from '../gateway/support/gateway.js';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser } from './support.js';
import { missingForWordPress, startWordPress, type WordPressSite } from './wordpress/wordpress-site.js';

const PROGRAM = fileURLToPath(new URL('../../bin/dx-realtime.js', import.meta.url));
const missing = missingForWordPress();

describe('the plugin for WordPress', { skip: missing ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dx-plugin-'));
  let [site, gateway, browser] = [] as unknown as [WordPressSite, TestGateway, Browser];
  let admin: BrowserContext;
  const closers: (() => unknown)[] = [];
  after(() => rmSync(folder, { recursive: true }));

  before(async () => {
    [site, browser] = await Promise.all([startWordPress(), launchBrowser()]);
    const app = testApp('shop', { anonymous: true, allowedOrigins: [site.url] });
    gateway = await startGateway(
      { after: (close) => void closers.push(close as () => void) },
      { apps: [app] },
    );
    admin = await signIn(browser, site, 'admin');
  });
  after(async () => {
    await browser.close();
    for (const close of closers) await close();
    await site.close();
  });

  it('is written by the command, uploaded as a zip, activated, and asks for the app id', async () => {
    execFileSync(process.execPath, [PROGRAM, 'wordpress'], { cwd: folder });
    const page = await admin.newPage();
    await page.goto(`${site.url}/wp-admin/plugin-install.php?tab=upload`);
    await page.locator('input[name=pluginzip]').setInputFiles(join(folder, 'dx-realtime-wordpress.zip'));
    await page.getByRole('button', { name: 'Install Now' }).click();
    await page.getByRole('link', { name: 'Activate Plugin' }).click();
    await page.getByText('Live data needs the id of your app.').waitFor();
    await page.getByRole('link', { name: 'Open the settings' }).click();
    await page.getByLabel('App id').waitFor();
    await page.close();
  });

  it('tells a wrong address and keeps the former settings', async () => {
    const page = await admin.newPage();
    await saveSettings(page, site, { 'App id': 'shop', 'Server address': gateway.url });
    await page.getByText('Settings saved.').waitFor();
    await page.getByLabel('Server address').fill('live.example.com');
    await page.getByRole('button', { name: 'Save Changes' }).click();
    await page.getByText('The server address must look like https://live.example.com').waitFor();
    assert.deepEqual(
      [await page.getByLabel('App id').inputValue(), await page.getByLabel('Server address').inputValue()],
      ['shop', gateway.url],
    );
    await page.close();
  });

  it('has the worker that calls people at the root of the site, where a page can register it', async () => {
    const answer = await fetch(`${site.url}/dx-push.js`);
    assert.deepEqual(
      [answer.status, answer.headers.get('Content-Type'), answer.headers.get('Cache-Control')],
      [200, 'text/javascript; charset=utf-8', 'no-cache'],
    );
    assert.match(await answer.text(), /notificationclick/);
    const page = await browser.newPage();
    await page.goto(site.url);
    const scope = await page.evaluate(async () => {
      const { scope } = await navigator.serviceWorker.register('/dx-push.js', { scope: '/dx-push/shop/' });
      return scope;
    });
    assert.equal(scope, `${site.url}/dx-push/shop/`);
    await page.close();
  });

  it('inserts a block that is quiet, selectable and set in the side bar; the page shows the toast that is pushed', async () => {
    const page = await admin.newPage();
    const problems = collectProblems(page);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await openEditor(page, site);
    await insertBlock(page, 'Alert toast');
    const block = page.locator('[data-type="dx-realtime/dx-alert-toast"]');
    await block.click();
    assert.ok((await block.boundingBox())!.height > 20);
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Event name').fill('wordpress-alert');
    await insertBlock(page, 'Inbox');
    const address = await publish(page, 'Live page');
    assert.deepEqual(
      sockets.filter((url) => url.startsWith(gateway.url.replace('http', 'ws'))),
      [],
    );
    assert.deepEqual(
      problems.filter((text) => text.includes('dx-')),
      [],
    );

    const reader = await (await browser.newContext()).newPage();
    await reader.goto(address);
    await pushUntilSeen(reader, gateway, 'wordpress-alert', 'Hello from the back end');
    assert.equal(await reader.locator('dx-inbox').count(), 1);
    // Saved blocks are those that the editor expects when they are opened again.
    await page.reload();
    await block.waitFor();
    assert.equal(await page.getByText('This block contains unexpected or invalid content').count(), 0);
    await page.close();
  });

  it('lets an author without unfiltered HTML save the elements, but neither another server nor foreign HTML', () => {
    const given = `<dx-alert-toast event-name="alert" onclick="steal()"></dx-alert-toast>
<dx-connection url="https://evil.example" app-id="x"></dx-connection>
<dx-refresher event-name="changed" action="fetch" src="https://evil.example/x"></dx-refresher>
<dx-refresher event-name="changed" action="fetch" src="/orders"></dx-refresher>`;
    const code = `wp_set_current_user( get_user_by( 'login', 'author' )->ID ); kses_init();
      $id = wp_insert_post( array( 'post_title' => 'A', 'post_content' => wp_slash( base64_decode( '${btoa(given)}' ) ) ) );
      echo get_post( $id )->post_content;`;
    assert.deepEqual(site.php(code).trim().split(/\n/), [
      '<dx-alert-toast event-name="alert"></dx-alert-toast>',
      '',
      '<dx-refresher event-name="changed" action="fetch"></dx-refresher>',
      '<dx-refresher event-name="changed" action="fetch" src="/orders"></dx-refresher>',
    ]);
  });

  it('loads the script with its settings where an element is, in any block, and nowhere else', async () => {
    const code = `echo wp_insert_post( array( 'post_title' => 'B', 'post_status' => 'publish',
      'post_content' => '<!-- wp:html --><dx-inbox event-name="alert"></dx-inbox><!-- /wp:html -->' ) );`;
    const tagOn = async (id: string): Promise<string | undefined> => {
      const html = await (await fetch(`${site.url}/?p=${id}`)).text();
      return /<script[^>]*dx-realtime\.all\.js[^>]*>/.exec(html)?.[0];
    };
    const tag = (await tagOn(site.php(code)))!;
    assert.ok(tag.includes(` defer data-app-id="shop" data-url="${gateway.url}" `), tag);
    assert.equal(await tagOn('1'), undefined);
  });

  it('wrote nothing into the log of PHP, and leaves no settings when it is deleted', () => {
    assert.doesNotMatch(site.log(), /PHP (Warning|Notice|Deprecated|Fatal).*dx-realtime/);
    const code = `require ABSPATH . 'wp-admin/includes/plugin.php'; require ABSPATH . 'wp-admin/includes/file.php';
      deactivate_plugins( 'dx-realtime/dx-realtime.php' ); delete_plugins( array( 'dx-realtime/dx-realtime.php' ) );
      echo json_encode( array( get_option( 'dx_realtime' ), is_dir( WP_PLUGIN_DIR . '/dx-realtime' ) ) );`;
    assert.equal(site.php(code), '[false,false]');
  });
});

async function signIn(browser: Browser, site: WordPressSite, name: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/wp-login.php`);
  await page.getByLabel('Username or Email Address').fill(name);
  await page.locator('#user_pass').fill(`${name}-password`);
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.locator('#wpadminbar').waitFor();
  await page.close();
  return context;
}

async function saveSettings(page: Page, site: WordPressSite, values: Record<string, string>): Promise<void> {
  await page.goto(`${site.url}/wp-admin/options-general.php?page=dx-realtime`);
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
  await page.getByRole('button', { name: 'Save Changes' }).click();
}

async function openEditor(page: Page, site: WordPressSite): Promise<void> {
  await page.goto(`${site.url}/wp-admin/post-new.php?post_type=page`);
  await page.getByLabel('Add title').waitFor();
}

async function insertBlock(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: 'Toggle block inserter' }).click();
  await page.getByPlaceholder('Search', { exact: true }).fill(label);
  await page.getByRole('option', { name: label, exact: true }).click();
  await page.getByRole('button', { name: 'Toggle block inserter' }).click();
}

/** @returns the address of the page */
async function publish(page: Page, title: string): Promise<string> {
  await page.getByLabel('Add title').fill(title);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByLabel('Editor publish').getByRole('button', { name: 'Publish', exact: true }).click();
  const link = page.getByRole('link', { name: 'View Page', exact: true }).first();
  return (await link.getAttribute('href'))!;
}

/** A page connects a moment after it is there: what is pushed before then is not for it. */
async function pushUntilSeen(page: Page, gateway: TestGateway, event: string, text: string): Promise<void> {
  const headers = { Authorization: `Bearer ${keyOf('shop')}` };
  await page.waitForFunction(() => customElements.get('dx-alert-toast') !== undefined);
  await until(async () => {
    const response = await fetch(`${gateway.url}/console/connections`, { headers });
    return ((await response.json()) as { total: number }).total > 0;
  }, 'the connection of the page');
  await gateway.push('shop', { userID: '*', eventName: event, message: text });
  await page.getByText(text).first().waitFor();
}
