import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { checkApp, FrameworkSite } from './frameworks-site.js';

// Not with every change: its tools weigh more than those of all others together, and take minutes to install and build.
describe('frameworks: Angular', () => {
  let site: FrameworkSite;
  before(async () => {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    execFileSync('npm', ['ci', ...options], { cwd: 'demo/frameworks/angular', stdio: 'pipe' });
    site = await FrameworkSite.start();
  });
  after(() => site.end());

  it('refreshes once per event, follows a property, and alerts', () => checkApp(site, 'angular'));
});
