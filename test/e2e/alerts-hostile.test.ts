import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alertSuite, openAlerts, untilUnread } from './alerts-support.js';

const CALL = 'window.pwned=1';
const MARKUP = [
  `<script>${CALL}</script>`,
  `<ScRiPt>${CALL}</sCrIpT>`,
  `"><script>${CALL}</script>`,
  `</template><script>${CALL}</script>`,
  `</style><script>${CALL}</script>`,
  `<!--><script>${CALL}</script>-->`,
  `<img src=x onerror=${CALL}>`,
  `<img src=x onerror="${CALL}" `,
  `<img/src='x'/onerror='${CALL}'>`,
  `<svg onload=${CALL}>`,
  `<svg><script>${CALL}</script></svg>`,
  `<svg><animate onbegin=${CALL} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${CALL}"><text>x</text></a></svg>`,
  `<math><mtext></mtext><mglyph><style></math><img src onerror=${CALL}>`,
  `<iframe src="javascript:${CALL}"></iframe>`,
  `<iframe srcdoc="<script>parent.${CALL}</script>"></iframe>`,
  `<object data="javascript:${CALL}"></object>`,
  `<embed src="javascript:${CALL}">`,
  `<a href="javascript:${CALL}">x</a>`,
  `<form action="javascript:${CALL}"><button>x</button></form>`,
  `<button formaction="javascript:${CALL}">x</button>`,
  `<input autofocus onfocus=${CALL}>`,
  `<details open ontoggle=${CALL}>`,
  `<video><source onerror=${CALL}></video>`,
  `<body onload=${CALL}>`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
  `<link rel=stylesheet href="data:text/css,*{display:none}">`,
  '<style>*{display:none!important}</style>',
  '<div style="position:fixed;inset:0">x</div>',
  `<x-y is="z" onclick=${CALL}>`,
  `<dx-alert-toast event-name="*"></dx-alert-toast>`,
  `<template><script>${CALL}</script></template>`,
  '\u202e<b>x</b>',
  `\u0000<img src=x onerror=${CALL}>`,
  `&lt;img src=x onerror=${CALL}&gt;`,
  `{{constructor.constructor("${CALL}")()}}`,
  `\${${CALL}}`,
  `<?lit$123$?>`,
  '<!--lit-part-->',
  `' onclick='${CALL}`,
  `" onmouseover="${CALL}" style="x:expression(${CALL})`,
  `]]><script>${CALL}</script>`,
];
const ADDRESSES = [
  `javascript:${CALL}`,
  ` JaVaScRiPt:${CALL}`,
  `java\tscript:${CALL}`,
  `java\nscript:${CALL}`,
  `\u0001javascript:${CALL}`,
  `javascript://example.com/%0a${CALL}`,
  `data:text/html,<script>parent.${CALL}</script>`,
  `vbscript:${CALL}`,
  'blob:https://example.com/x',
  'file:///etc/passwd',
  `view-source:javascript:${CALL}`,
  'filesystem:https://example.com/x',
  'intent://x#Intent;end',
  'ws://example.com/',
  `//evil.example/"onclick="${CALL}`,
  `https://evil.example/" onclick="${CALL}`,
  `https://user:password@evil.example/<script>${CALL}</script>`,
  'https://',
  'http://[::1',
];
const FIELDS = ['id', 'key', 'title', 'text', 'variant', 'href', 'duration', 'sticky', 'user'];

/** Every payload in every place that a message has. */
function corpus(): unknown[] {
  const payloads = [...MARKUP, ...ADDRESSES];
  return payloads.flatMap((payload, index) => [
    payload,
    ...FIELDS.map((field) => ({ text: `text ${index}`, [field]: payload })),
    { text: `label ${index}`, action: { label: payload, event: 'go' } },
    { text: `event ${index}`, action: { label: 'Go', event: payload } },
    { text: `link ${index}`, action: { label: 'Go', href: payload } },
    {
      text: payload,
      href: payload,
      title: payload,
      action: { label: payload, href: payload, event: payload },
    },
    { [payload]: payload, text: { toString: payload } },
  ]);
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ws:; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

/** What alerts draw; a message adds nothing to it. */
const ELEMENTS =
  'a button circle details div footer h2 h3 header input label li ol option p path section select span style svg time';
const ATTRIBUTES =
  'aria-atomic aria-controls aria-expanded aria-haspopup aria-hidden aria-keyshortcuts aria-label aria-labelledby aria-live aria-pressed autofocus ' +
  'class cx cy d data-id data-variant datetime dir disabled fill focusable hidden href id inert part popover popovertarget r ' +
  'role stroke stroke-linecap stroke-linejoin stroke-width style tabindex title type value viewBox';

describe('hostile messages on a page with a strict policy and trusted types', () => {
  const { browser, site } = alertSuite();

  const body = `<main><h1>Orders</h1><dx-inbox event-name="alert" limit="5000"></dx-inbox>
    <dx-alert-toast id="plain" event-name="alert" max-visible="10"></dx-alert-toast>
    <dx-alert-toast id="drawn" event-name="other" max-visible="10" placement="top-start"><template><b>{{title}}</b> {{text}} <i>{{user}}</i></template></dx-alert-toast></main>`;

  it('make no element, no attribute, no script and no navigation', async () => {
    const messages = corpus();
    assert.ok(messages.length >= 500, String(messages.length));
    const context = await browser.newContext();
    const { page, problems } = await openAlerts(context, site, { body, policy: POLICY });
    const address = page.url();
    // Some over the wire, so that they are in the history as well; all of them by hand.
    for (const message of messages.filter((_, index) => index % 10 === 0))
      await site.push(message).catch(() => undefined);
    await page.evaluate(async (all) => {
      for (const id of ['plain', 'drawn']) {
        const element = document.querySelector<HTMLElementTagNameMap['dx-alert-toast']>(`#${id}`)!;
        // So many as are seen at once: each message is drawn, then makes way for the next ones.
        for (let start = 0; start < all.length; start += 10) {
          // Kept, so that the inbox draws it as well.
          for (const message of all.slice(start, start + 10)) element.show(message, { keep: true });
          await new Promise(requestAnimationFrame);
          element.clear();
        }
      }
    }, messages);
    await page.waitForFunction(
      () => (document.querySelector('dx-inbox') as unknown as { unread: number }).unread > 300,
    );
    await page.evaluate(() => document.querySelector('dx-inbox')!.open());
    await page.locator('dx-inbox li').first().waitFor();
    await page.evaluate(async () => {
      const root = document.querySelector('dx-inbox')!.shadowRoot!;
      while (root.querySelector('.more') !== null) {
        root.querySelector<HTMLElement>('.more')!.click();
        await new Promise(requestAnimationFrame);
      }
    });
    const found = await page.evaluate(
      ([elements, attributes]) => {
        const roots = [...document.querySelectorAll('.dx-alerts, .dx-alerts-live, dx-inbox')].map(
          ({ shadowRoot }) => shadowRoot!,
        );
        const all = roots.flatMap((root) => [...root.querySelectorAll('*')]);
        // The template is the author's own.
        const drawn = all.filter((element) => element.closest('.body') === null);
        return {
          count: all.length,
          elements: drawn
            .filter(({ localName }) => !elements!.split(' ').includes(localName))
            .map(({ localName }) => localName),
          attributes: all
            .flatMap((element) => element.getAttributeNames())
            .filter((name) => !attributes!.split(' ').includes(name)),
          bodies: all.filter((element) => element.closest('.body *')).map(({ localName }) => localName),
          links: all
            .flatMap((element) =>
              element.localName === 'a' ? [(element as HTMLAnchorElement).protocol] : [],
            )
            .filter((protocol) => !['http:', 'https:', 'mailto:', 'tel:'].includes(protocol)),
          styles: drawn.filter((element) => element.id !== 'panel' && element.hasAttribute('style')).length,
          pwned: 'pwned' in window,
          polluted: 'pwned' in {},
        };
      },
      [ELEMENTS, ATTRIBUTES],
    );
    assert.ok(found.count > 1_000, String(found.count));
    assert.deepEqual([...new Set(found.elements)], []);
    assert.deepEqual([...new Set(found.attributes)], []);
    assert.deepEqual(
      [...new Set(found.bodies)].filter((name) => !['b', 'i', 'a', 'div', 'span'].includes(name)),
      [],
    );
    assert.deepEqual(found.links, []);
    assert.deepEqual([found.styles, found.pwned, found.polluted], [0, false, false]);
    assert.equal(page.url(), address);
    assert.equal(context.pages().length, 1);
    // Messages without a text say so; nothing else is said, above all no violation of the policy.
    assert.deepEqual(
      problems.filter((problem) => !problem.startsWith('[dx-realtime] <dx-')),
      [],
    );
    await context.close();
  });

  it('do nothing when everything in them is clicked', async () => {
    const context = await browser.newContext();
    const { page, problems } = await openAlerts(context, site, { body, policy: POLICY });
    for (const [index, address] of ADDRESSES.entries())
      await site.push({ text: `${index} ${address}`, href: address, action: { label: 'Go', href: address } });
    await untilUnread(page, ADDRESSES.length);
    await page.evaluate(async () => {
      document.addEventListener('click', (event) => event.preventDefault(), true);
      for (const host of document.querySelectorAll('.dx-alerts'))
        for (const element of host.shadowRoot!.querySelectorAll<HTMLElement>('a, button, .toast'))
          element.click();
      await Promise.resolve();
    });
    assert.equal(await page.evaluate(() => 'pwned' in window), false);
    assert.deepEqual(problems, []);
    await context.close();
  });
});
