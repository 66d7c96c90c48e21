import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { alertSuite, BOTH, openAlerts, untilToasts, untilUnread, type AlertPage } from './alerts-support.js';
import { until } from '../gateway/support/until.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** What axe finds wrong, as readable texts; WCAG 2.2 A and AA with contrast. */
async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (
          root: Document,
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join(' | ')}`,
    );
  });
}

const VARIANTS = ['info', 'success', 'warning', 'danger'];
const toastWith = (page: Page, text: string): Locator =>
  page.locator('.dx-alerts .toast').filter({ hasText: text }).first();

/** Waits until nothing moves: what is measured on the way means nothing. */
const still = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    // What is drawn in one frame begins to move in the next.
    for (let quietFrames = 0; quietFrames < 5; quietFrames += 1) {
      await new Promise(requestAnimationFrame);
      const moving = [...document.querySelectorAll('.dx-alerts, dx-inbox')]
        .flatMap((host) => host.shadowRoot!.getAnimations())
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      if (moving.length === 0) continue;
      quietFrames = -1;
      // One that is cancelled on the way has stopped as well.
      await Promise.allSettled(moving.map(({ finished }) => finished));
    }
  });

describe('alerts in a browser', () => {
  const { browser, site } = alertSuite();
  const visit = async (
    run: (page: Page) => Promise<void>,
    page: AlertPage = {},
    options: BrowserContextOptions = {},
  ): Promise<void> => {
    const context = await browser.newContext(options);
    const opened = await openAlerts(context, site, page);
    await run(opened.page);
    assert.deepEqual(opened.problems, []);
    await context.close();
  };
  /** One alert of each variant, with everything that an alert can have. */
  const fill = async (page: Page): Promise<void> => {
    for (const variant of VARIANTS)
      await site.push({
        title: `${variant} title`,
        text: 'What there is to say about it.',
        variant,
        href: '/orders',
        action: { label: 'Open it', href: '/orders/1' },
      });
    await untilUnread(page, 4);
    await untilToasts(page, 3);
    await still(page);
  };

  describe('the accessibility tree while a native modal dialog is open', () => {
    const names = async (page: Page): Promise<{ role: string; name: string; live: unknown }[]> => {
      const session = await page.context().newCDPSession(page);
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      await session.detach();
      return nodes
        .filter(({ ignored }) => !ignored)
        .map(({ role, name, properties }) => ({
          role: String(role?.value),
          name: String(name?.value),
          live: properties?.find((property) => property.name === 'live')?.value.value,
        }));
    };
    const body = `<main><h1>Orders</h1><button id="outside">Outside</button><dx-alert-toast event-name="alert"></dx-alert-toast>
      <dialog aria-label="Edit"><button>Save</button></dialog></main>`;

    it('holds the toast and both live regions, and nothing else of the page', () =>
      visit(
        async (page) => {
          for (const live of ['polite', 'assertive'])
            await until(async () => (await names(page)).some((node) => node.live === live), live);
          assert.ok((await names(page)).some(({ name }) => name === 'Outside'));
          await page.evaluate(() => document.querySelector('dialog')!.showModal());
          await site.push({
            text: 'Payment declined',
            variant: 'danger',
            action: { label: 'Retry', event: 'retry' },
          });
          await untilToasts(page, 1);
          await page.waitForFunction(() =>
            document.querySelector('.dx-alerts-live')!.shadowRoot!.textContent.includes('Payment declined'),
          );
          const during = await names(page);
          assert.ok(!during.some(({ name }) => name === 'Outside'), 'the page is out of reach');
          for (const name of ['Save', 'Retry', 'Close', 'Notifications'])
            assert.ok(
              during.some((node) => node.name === name),
              name,
            );
          for (const live of ['polite', 'assertive'])
            assert.ok(
              during.some((node) => node.live === live),
              live,
            );
          await page.evaluate(() => document.querySelector('dialog')!.close());
          const afterwards = await names(page);
          for (const name of ['Outside', 'Retry'])
            assert.ok(
              afterwards.some((node) => node.name === name),
              name,
            );
        },
        { body },
      ));
  });

  describe('passes axe', () => {
    it('with nothing to show', () => visit(async (page) => assert.deepEqual(await axeProblems(page), [])));

    const states: [string, AlertPage, BrowserContextOptions][] = [
      ['light', {}, { colorScheme: 'light' }],
      ['dark', {}, { colorScheme: 'dark' }],
      ['forced colours', {}, { forcedColors: 'active' }],
      ['right to left', { lang: 'ar', dir: 'rtl' }, {}],
      ['320 pixels', {}, { viewport: { width: 320, height: 640 } }],
    ];
    for (const [name, page, options] of states)
      it(`full, ${name}`, () =>
        visit(
          async (opened) => {
            await fill(opened);
            assert.deepEqual(await axeProblems(opened), []);
            await opened.locator('dx-inbox .bell').click();
            await opened.locator('dx-inbox li').first().waitFor();
            await still(opened);
            assert.deepEqual(await axeProblems(opened), []);
          },
          page,
          options,
        ));

    it('with a dialog open', () =>
      visit(
        async (page) => {
          await page.evaluate(() => document.querySelector('dialog')!.showModal());
          await site.push({ title: 'Saved', text: 'All of it', variant: 'success' });
          await untilToasts(page, 1);
          await still(page);
          assert.deepEqual(await axeProblems(page), []);
        },
        {
          body: '<main><h1>Orders</h1><dx-alert-toast event-name="alert"></dx-alert-toast><dialog aria-label="Edit"><button>Save</button></dialog></main>',
        },
      ));
  });

  describe('over what the page opens', () => {
    const body = `<main><h1>Orders</h1><dx-alert-toast event-name="alert"></dx-alert-toast>
      <dialog id="first" aria-label="First" closedby="any"><button>One</button></dialog>
      <dialog id="second" aria-label="Second"><button>Two</button></dialog>
      <div id="full" style="background:#eee">Full screen</div>
      <div id="menu" popover="auto" style="inset:0;inline-size:100%;block-size:100%">Menu</div></main>`;
    const open = (page: Page, id: string): Promise<void> =>
      page.evaluate((name) => document.querySelector<HTMLDialogElement>(`#${name}`)!.showModal(), id);
    const isOpen = (page: Page, id: string): Promise<boolean> =>
      page.evaluate((name) => document.querySelector<HTMLDialogElement>(`#${name}`)!.open, id);
    const show = async (page: Page, text: string): Promise<void> => {
      await site.push({ text, sticky: true });
      await toastWith(page, text).waitFor();
      await still(page);
    };
    /** A real click: it fails where anything lies above the button. */
    const close = (page: Page, text: string): Promise<void> =>
      toastWith(page, text).getByRole('button', { name: 'Close' }).click({ timeout: 30_000 });

    it('a dialog that was there before, and one that comes later', () =>
      visit(
        async (page) => {
          await open(page, 'first');
          await show(page, 'later toast');
          await show(page, 'another');
          await open(page, 'second');
          await close(page, 'later toast');
          await page.evaluate(() => document.querySelector<HTMLDialogElement>('#second')!.close());
          await close(page, 'another');
          assert.deepEqual([await isOpen(page, 'first'), await isOpen(page, 'second')], [true, false]);
        },
        { body },
      ));

    it('a dialog that is closed under it', () =>
      visit(
        async (page) => {
          await open(page, 'first');
          await show(page, 'stays');
          await page.keyboard.press('Escape');
          assert.equal(await isOpen(page, 'first'), false);
          await close(page, 'stays');
          await untilToasts(page, 0);
        },
        { body },
      ));

    it('a dialog, where the keyboard reaches it too', () =>
      visit(
        async (page) => {
          await open(page, 'first');
          await show(page, 'reach me');
          await page.keyboard.press('F6');
          const active = (): Promise<string | undefined> =>
            page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className);
          assert.equal(await active(), 'toast');
          await page.keyboard.press('Tab');
          assert.equal(await active(), 'close');
          await page.keyboard.press('Enter');
          assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'One');
          assert.equal(await isOpen(page, 'first'), true);
        },
        { body },
      ));

    it('an element that fills the screen', () =>
      visit(
        async (page) => {
          await show(page, 'before');
          await page.evaluate(() => document.querySelector('#full')!.requestFullscreen());
          await page.waitForFunction(() => document.fullscreenElement !== null);
          await show(page, 'during');
          await close(page, 'before');
          await close(page, 'during');
          await page.evaluate(() => document.exitFullscreen());
        },
        { body },
      ));

    it('a menu, which stays open', () =>
      visit(
        async (page) => {
          await show(page, 'before');
          await page.evaluate(() => document.querySelector<HTMLElement>('#menu')!.showPopover());
          await close(page, 'before');
          await untilToasts(page, 0);
          assert.equal(
            await page.evaluate(() => document.querySelector('#menu')!.matches(':popover-open')),
            true,
          );
        },
        { body },
      ));

    /** An element whose shadow root has this in it. */
    const inShadow = (markup: string): string =>
      `${body}<div id="app"><template shadowrootmode="open">${markup}</template></div>`;
    const inApp = (page: Page, run: (element: HTMLElement) => unknown): Promise<void> =>
      page.evaluate(`void (${String(run)})(document.querySelector('#app').shadowRoot.querySelector('#it'))`);
    const COVER = 'position:fixed;inset:0;margin:0;border:0;inline-size:100%;block-size:100%;background:#eee';

    it('a menu in a shadow root, which stays open', () =>
      visit(
        async (page) => {
          await show(page, 'before');
          await inApp(page, (menu) => menu.showPopover());
          await show(page, 'during');
          await close(page, 'during');
          await close(page, 'before');
          await untilToasts(page, 0);
          const isStillOpen = await page.evaluate(() =>
            document.querySelector('#app')!.shadowRoot!.querySelector('#it')!.matches(':popover-open'),
          );
          assert.equal(isStillOpen, true);
        },
        { body: inShadow(`<div id="it" popover="auto" style="${COVER}">Menu</div>`) },
      ));

    it('a popover in a shadow root that tells nobody, as soon as another toast comes', () =>
      visit(
        async (page) => {
          await show(page, 'before');
          await inApp(page, (popover) => popover.showPopover());
          await show(page, 'during');
          await close(page, 'before');
          await close(page, 'during');
          await untilToasts(page, 0);
        },
        { body: inShadow(`<div id="it" popover="manual" style="${COVER}">Over all</div>`) },
      ));

    it('an element that fills the screen in a shadow root', () =>
      visit(
        async (page) => {
          await show(page, 'before');
          await inApp(page, (element) => element.requestFullscreen());
          await page.waitForFunction(() => document.fullscreenElement !== null);
          await show(page, 'during');
          await close(page, 'before');
          await close(page, 'during');
          await page.evaluate(() => document.exitFullscreen());
          await page.waitForFunction(() => document.fullscreenElement === null);
          await show(page, 'afterwards');
          await close(page, 'afterwards');
        },
        { body: inShadow(`<div id="it" style="background:#eee">Full screen</div>`) },
      ));

    it('a modal of a library that hides from screen readers what lies beside it, now and again', () =>
      visit(
        async (page) => {
          await show(page, 'before');
          const hide = (): Promise<void> =>
            page.evaluate(() => {
              for (const other of document.body.children)
                if (other.id !== 'library') other.ariaHidden = 'true';
            });
          const isFound = (text: string): Promise<unknown> =>
            page.getByRole('group', { name: text }).waitFor({ timeout: 30_000 });
          await hide();
          await isFound('before');
          await hide();
          await show(page, 'during');
          await isFound('during');
          await page.waitForFunction(() => {
            const regions = document.querySelector<HTMLElement>('.dx-alerts-live')!;
            return (
              regions.closest('[aria-hidden=true], [inert]') === null &&
              regions.shadowRoot!.textContent.includes('during')
            );
          });
          assert.equal(await page.getByRole('heading', { name: 'Orders' }).count(), 0);
        },
        { body: `${BOTH}<div id="library" role="dialog" aria-modal="true"><button>Save</button></div>` },
      ));

    it('the inbox, which stays open', () =>
      visit(async (page) => {
        await show(page, 'before');
        await page.locator('dx-inbox .bell').click();
        await close(page, 'before');
        await untilToasts(page, 0);
        assert.equal(await page.locator('dx-inbox .panel').isVisible(), true);
      }));

    it('a modal of a library that makes what lies beside it inert and fetches the focus back', () =>
      visit(
        async (page) => {
          await show(page, 'before');
          await page.evaluate(() => {
            const modal = document.querySelector<HTMLElement>('#library')!;
            for (const other of document.body.children)
              if (other !== modal) (other as HTMLElement).inert = true;
            for (const type of ['focusin', 'pointerdown', 'mousedown', 'click'])
              document.addEventListener(
                type,
                (event) => {
                  if (modal.contains(event.target as Node)) return;
                  event.preventDefault();
                  event.stopImmediatePropagation();
                  modal.querySelector('button')!.focus();
                },
                true,
              );
          });
          await show(page, 'during');
          await page.keyboard.press('F6');
          assert.equal(await page.evaluate(() => document.activeElement?.className), 'dx-alerts');
          await close(page, 'during');
          await close(page, 'before');
          await untilToasts(page, 0);
        },
        { body: `${BOTH}<div id="library" role="dialog" aria-modal="true"><button>Save</button></div>` },
      ));
  });

  describe('to the eye', () => {
    it('has 3:1 between the picture of each variant and what is behind it, in light and dark', async () => {
      for (const colorScheme of ['light', 'dark'] as const)
        await visit(
          async (page) => {
            await fill(page);
            const ratios = await page.evaluate(() => {
              const host = document.querySelector('.dx-alerts')!;
              const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
              const luminances = [...host.shadowRoot!.querySelectorAll('.toast')].map((toast) =>
                [
                  getComputedStyle(toast.querySelector('.icon')!).color,
                  getComputedStyle(toast).backgroundColor,
                ].map((color) => {
                  canvas.fillStyle = color;
                  canvas.fillRect(0, 0, 1, 1);
                  const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map(
                    (part) =>
                      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
                  );
                  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
                }),
              );
              return luminances.map(
                ([one = 0, other = 0]) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05),
              );
            });
            assert.equal(ratios.length, 3);
            for (const ratio of ratios) assert.ok(ratio >= 3, String(ratio));
          },
          {},
          { colorScheme },
        );
    });

    it('has a border in forced colours', () =>
      visit(
        async (page) => {
          await fill(page);
          const border = await toastWith(page, 'danger').evaluate(
            (toast) => getComputedStyle(toast).borderTopWidth,
          );
          assert.equal(border, '2px');
        },
        {},
        { forcedColors: 'active' },
      ));

    it('only fades where a person wants no motion', () =>
      visit(
        async (page) => {
          // Time stands still for animations, so that they are found however late they are looked for.
          const session = await page.context().newCDPSession(page);
          await session.send('Animation.enable');
          await session.send('Animation.setPlaybackRate', { playbackRate: 0 });
          await page.evaluate(() => document.querySelector('dx-alert-toast')!.show('still'));
          await untilToasts(page, 1);
          const properties = await page.evaluate(() => {
            return [...document.querySelectorAll('.dx-alerts')]
              .flatMap((host) => host.shadowRoot!.getAnimations())
              .flatMap((animation) => (animation.effect as KeyframeEffect).getKeyframes())
              .flatMap((frame) => Object.keys(frame))
              .filter((name) => !['offset', 'easing', 'composite', 'computedOffset'].includes(name));
          });
          assert.deepEqual([...new Set(properties)], ['opacity']);
        },
        {},
        { reducedMotion: 'reduce' },
      ));

    it('fits into 320 pixels with text twice as large, and does not move the page', () =>
      visit(
        async (page) => {
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          await page.evaluate(() => (document.documentElement.style.fontSize = '32px'));
          await fill(page);
          const clipped = await page.evaluate(() =>
            [...document.querySelector('.dx-alerts')!.shadowRoot!.querySelectorAll('.toast, .toast *')]
              .filter((element) => {
                const { left, right } = element.getBoundingClientRect();
                return !element.closest('.visually-hidden') && (left < 0 || right > innerWidth);
              })
              .map(({ className }) => className),
          );
          assert.deepEqual(clipped, []);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          await page.evaluate(() => document.querySelector('dx-alert-toast')!.clear());
          await untilToasts(page, 0);
          await page.locator('dx-inbox .bell').click();
          const panel = (await page.locator('dx-inbox .panel').boundingBox())!;
          assert.ok(panel.x >= 0 && panel.x + panel.width <= 320, JSON.stringify(panel));
        },
        {},
        { viewport: { width: 320, height: 900 } },
      ));

    it('lies on the other side where people write from right to left', async () => {
      const centers: number[] = [];
      for (const dir of ['ltr', 'rtl'] as const)
        await visit(
          async (page) => {
            await fill(page);
            const { x, width } = (await toastWith(page, 'danger').boundingBox())!;
            centers.push(x + width / 2);
            await page.locator('dx-inbox .bell').click();
            const { left, right } = await page
              .locator('dx-inbox .panel')
              .evaluate((panel) => panel.getBoundingClientRect().toJSON() as DOMRect);
            assert.ok(left >= 0 && right <= 1280);
          },
          { dir },
        );
      assert.ok(centers[0]! > 640 && centers[1]! < 640, String(centers));
    });

    it('makes no sound by itself', () =>
      visit(async (page) => {
        await page.evaluate(() => {
          Object.assign(window, { sounds: 0 });
          window.AudioContext = new Proxy(AudioContext, {
            construct() {
              throw new Error('a sound');
            },
          });
        });
        await fill(page);
      }));
  });

  it('asks for desktop notifications only where a person turns them on, by a click', () =>
    visit(
      async (page) => {
        await page.evaluate(() => {
          const asked: boolean[] = [];
          Object.assign(window, { asked });
          Object.defineProperty(Notification, 'permission', { value: 'default', configurable: true });
          Notification.requestPermission = () => {
            asked.push(navigator.userActivation.isActive);
            Object.defineProperty(Notification, 'permission', { value: 'granted', configurable: true });
            return Promise.resolve('granted');
          };
        });
        await site.push('nothing is asked for this');
        await untilToasts(page, 1);
        const asked = (): Promise<boolean[]> =>
          page.evaluate(() => (window as unknown as { asked: boolean[] }).asked);
        assert.deepEqual(await asked(), []);
        await page.locator('dx-inbox .bell').click();
        await page.getByRole('button', { name: 'Settings' }).click();
        const choice = page.getByLabel('Desktop notifications');
        await choice.check();
        assert.deepEqual(await asked(), [true]);
        await choice.uncheck();
        await choice.check();
        assert.equal(await choice.isChecked(), true);
      },
      {
        body: `<main><h1>Orders</h1><dx-inbox event-name="alert" desktop></dx-inbox>
          <dx-alert-toast event-name="alert" desktop></dx-alert-toast></main>`,
      },
    ));

  it('draws two thousand alerts a page at a time as they are scrolled to, and each once', () =>
    visit(
      async (page) => {
        await page.evaluate(async () => {
          const database = await new Promise<IDBDatabase>((resolve) => {
            const request = indexedDB.open('dx-realtime');
            request.onupgradeneeded = () => request.result.createObjectStore('alerts');
            request.onsuccess = () => resolve(request.result);
          });
          const store = database.transaction('alerts', 'readwrite').objectStore('alerts');
          const app = JSON.stringify([location.origin, '/socket.io', 'alerts']);
          const now = Date.now();
          for (let index = 0; index < 2_000; index += 1) {
            const alert = {
              id: null,
              key: null,
              title: `Alert ${index}`,
              text: 'Some words about it that take a line or two in the list.',
              variant: 'info',
              href: null,
              action: null,
              duration: null,
              sticky: false,
            };
            const id = `log c e ${index}`;
            const record = {
              id,
              alert,
              at: now - index * 60_000,
              parts: [`c e ${index}`],
              readAt: 0,
              dismissedAt: 0,
            };
            store.put(record, [app, 'anonymous', id]);
          }
          await new Promise((resolve) => (store.transaction.oncomplete = resolve));
          database.close();
        });
        await page.reload();
        await untilUnread(page, 2_000);
        await page.locator('dx-inbox .bell').click();
        await page.locator('dx-inbox li').first().waitFor();
        const { first, steps, drawn } = await page.evaluate(async () => {
          const root = document.querySelector('dx-inbox')!.shadowRoot!;
          const list = root.querySelector('.list')!;
          const added: Node[] = [];
          const observer = new MutationObserver((records) =>
            added.push(...records.flatMap(({ addedNodes }) => [...addedNodes])),
          );
          observer.observe(list, { childList: true, subtree: true });
          const sizes = [root.querySelectorAll('li').length];
          while (sizes.at(-1)! < 2_000) {
            list.scrollTop = list.scrollHeight;
            await new Promise(requestAnimationFrame);
            sizes.push(root.querySelectorAll('li').length);
          }
          await Promise.resolve();
          observer.disconnect();
          return {
            first: sizes[0]!,
            steps: sizes.slice(1).map((size, index) => size - sizes[index]!),
            drawn: [
              ...new Set(
                added.flatMap((node) =>
                  node instanceof Element ? [node, ...node.querySelectorAll('li')] : [],
                ),
              ),
            ].filter((element) => element.matches('li')).length,
          };
        });
        assert.equal(first, 40);
        assert.equal(Math.max(...steps) <= 80, true, steps.join());
        assert.equal(drawn, 2_000 - first);
      },
      {
        body: '<main><h1>Orders</h1><dx-inbox event-name="alert" limit="2000" max-age="1e12"></dx-inbox></main>',
      },
    ));
});
