import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-inbox.js';
import '../../../src/define/dx-messenger.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import type { DxAlertToast } from '../../../src/elements/dx-alert-toast.js';
import { configure } from '../../../src/page-api.js';
import { drawsAlerts, toast, toasts } from '../alerts/support/drawn.js';
import { until, warningsDuring } from '../support/page.js';
import { itWhere } from '../support/engines.js';
import { gatewayForAll } from '../support/gateway.js';

/** How light the background of an element is, 0 to 255. */
function lightness(element: Element): number {
  const [red = 0, green = 0, blue = 0] = getComputedStyle(element)
    .backgroundColor.match(/[\d.]+/g)!
    .map(Number);
  return Math.round((red + green + blue) / 3);
}

/** What an element draws: of an inbox the list, of a messenger all. */
async function drawn(element: Element, selector: string): Promise<Element> {
  await until(() => element.shadowRoot?.querySelector(selector) != null, `${selector} to be drawn`);
  return element.shadowRoot!.querySelector(selector)!;
}

describe('themes', () => {
  gatewayForAll();
  afterEach(() => {
    configure({ theme: null });
    document.documentElement.style.colorScheme = '';
    document.body.style.background = '';
  });

  const showIn = async (theme: string | null): Promise<HTMLElement> => {
    const element = await fixture<DxAlertToast>(
      html`<dx-alert-toast event-name="a" duration="600000" .theme=${theme}></dx-alert-toast>`,
    );
    await drawsAlerts();
    element.show(`theme ${theme}`);
    await until(() => toasts().length === 1, 'the toast');
    return toast(`theme ${theme}`);
  };

  const CASES: [string, string | null, 'light' | 'dark' | null, boolean][] = [
    ['light where nothing says otherwise', null, null, false],
    ['as the attribute says', 'dark', null, true],
    ['as configure() says', null, 'dark', true],
    ['as the attribute says, whatever configure() says', 'light', 'dark', false],
  ];
  for (const [title, attribute, configured, isDark] of CASES) {
    it(`has toasts, an inbox and a messenger ${title}`, async () => {
      configure({ theme: configured });
      const inbox = await fixture(html`<dx-inbox event-name="a" .theme=${attribute}></dx-inbox>`);
      const messenger = await fixture(html`<dx-messenger event-name="m" .theme=${attribute}></dx-messenger>`);
      for (const element of [inbox, messenger])
        if (attribute !== null) element.setAttribute('theme', attribute);
      const boxes = [
        await showIn(attribute),
        await drawn(inbox, '.panel'),
        await drawn(messenger, 'section'),
      ];
      expect(boxes.map((box) => lightness(box) < 100)).to.deep.equal([isDark, isDark, isDark]);
    });
  }

  it('follows color-scheme of the page, and a page that is dark by its colours', async () => {
    document.documentElement.style.colorScheme = 'dark';
    expect(lightness(await showIn(null))).to.be.below(100);
    document.documentElement.style.colorScheme = '';
    document.body.style.background = '#0b0b0f';
    document.querySelector('dx-alert-toast')!.remove();
    await until(() => toasts().length === 0, 'the toast to go with its element');
    const next = await showIn(null);
    // The page is looked at once a frame.
    await until(() => lightness(next) < 100, 'a dark toast');
  });

  /** A test on a page that is dark, where the engine styles this part of its own widgets. */
  const onDarkPage = (property: string, lacks: string, title: string, run: () => Promise<void>): void =>
    itWhere(CSS.supports(property, 'auto'), lacks, title, () => {
      document.documentElement.style.colorScheme = 'dark';
      return run();
    });

  onDarkPage(
    'scrollbar-color',
    'coloured scrollbars',
    'has scrollbars of its own colours on a dark page, in toasts, an inbox and a messenger',
    async () => {
      const inbox = await fixture<DxInbox>(html`<dx-inbox event-name="a"></dx-inbox>`);
      const messenger = await fixture(html`<dx-messenger event-name="m"></dx-messenger>`);
      await showIn(null);
      await drawn(inbox, '.bell');
      inbox.open();
      const lists = [
        await drawn(inbox, '.list'),
        await drawn(messenger, '.list'),
        document.querySelector('.dx-alerts')!,
      ];
      for (const list of lists)
        expect(getComputedStyle(list).scrollbarColor).to.match(/^rgba\(255, 255, 255.* rgba\(0, 0, 0, 0\)$/);
    },
  );

  onDarkPage(
    '-moz-appearance',
    'track of its own',
    'has a dark track of progress on a dark page',
    async () => {
      const toast = await showIn(null);
      document.querySelector('dx-alert-toast')!.show({ text: 'Upload', progress: 0.5 });
      await until(() => toasts().length === 2, 'the toast with progress');
      const track = toasts()
        .find((one) => one !== toast)!
        .querySelector('progress')!;
      expect(getComputedStyle(track).backgroundColor).to.match(/^rgba\(255, 255, 255, 0\./);
    },
  );

  it('is light on a dark page where configure() says so', async () => {
    document.body.style.background = '#0b0b0f';
    configure({ theme: 'light' });
    expect(lightness(await showIn(null))).to.be.above(200);
  });

  it('warns of a word that is no theme, and uses that of the page', async () => {
    const warnings = await warningsDuring(async () => {
      expect(lightness(await showIn('blue'))).to.be.above(200);
    });
    expect(warnings.join()).to.match(/theme.*blue.*must be one of/);
  });
});

describe('a long text in a toast', () => {
  gatewayForAll();

  const show = async (message: unknown): Promise<HTMLElement> => {
    const element = await fixture<DxAlertToast>(
      html`<dx-alert-toast event-name="a" duration="600000"></dx-alert-toast>`,
    );
    await drawsAlerts();
    element.show(message);
    await until(() => toasts().length === 1, 'the toast');
    return toasts()[0]!;
  };
  const expandOf = (item: HTMLElement): HTMLElement | null => item.querySelector('.expand');
  const isSeen = (item: HTMLElement): boolean => (expandOf(item)?.offsetHeight ?? 0) > 0;

  it('shows four lines, and all of them when a person asks for more', async () => {
    const text = Array.from({ length: 9 }, (_, line) => `Line ${line}`).join('\n');
    const item = await show({ text, sticky: true });
    await until(() => isSeen(item), 'the button for more');
    const lines = item.querySelector<HTMLElement>('.text')!;
    const lineHeight = parseFloat(getComputedStyle(lines).lineHeight);
    expect(Math.round(lines.clientHeight / lineHeight)).to.equal(4);
    expect(item.textContent).to.contain('Line 8');
    expandOf(item)!.click();
    expect(Math.round(lines.clientHeight / lineHeight)).to.equal(9);
    expect(isSeen(item)).to.equal(false);
    expect(item.matches(':focus')).to.equal(true);
  });

  it('has no button where four lines hold it', async () => {
    const item = await show({ text: 'One line that is a little longer than sixty characters, and no more.' });
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(expandOf(item) === null).to.equal(false);
    expect(isSeen(item)).to.equal(false);
  });
});
