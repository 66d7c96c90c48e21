import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkApp, FrameworkSite } from './frameworks-site.js';

describe('frameworks', () => {
  let site: FrameworkSite;
  before(async () => {
    site = await FrameworkSite.start();
  });
  after(() => site.end());

  for (const name of ['import-map', 'vue', 'svelte'])
    it(`${name}: refreshes once per event, follows a property, and alerts`, () => checkApp(site, name));

  describe('React', () => {
    it('signs in, says that it is connected, and lists any event once, in StrictMode too', async () => {
      const opened = await site.open('react');
      const { page } = opened;
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Signed in as').waitFor();
      await site.untilConnected('testUser');
      await page.locator('#connected', { hasText: 'yes' }).waitFor();
      assert.equal(await site.countConnections(), 1);
      await site.push('testUser', 'message', { hello: 'world' });
      await site.push('*', 'anything', 'a text');
      await site.push('testUser', 'alert', 'Done');
      await page.locator('.dx-alerts').getByText('Done').first().waitFor();
      await page.locator('#history li').nth(2).waitFor();
      assert.deepEqual(await page.locator('#history li').allTextContents(), [
        'message: {"hello":"world"}',
        'anything: "a text"',
        'alert: "Done"',
      ]);
      await page.getByRole('button', { name: 'Sign out' }).click();
      // What the former person saw is gone.
      await page.locator('#history li').first().waitFor({ state: 'detached' });
      // A page that is left while it connects is told so on its console.
      await site.untilConnected(null);
      await site.close(opened);
    });

    it('says why a sign-in failed', async () => {
      const { page } = await site.open('react');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
      await page.context().close();
    });
  });
});
