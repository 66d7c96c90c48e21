import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../../src/define/dx-refresher.js';
import type { DxRefresher } from '../../../../src/elements/dx-refresher.js';
import { gatewayForAll } from '../../support/gateway.js';
import { until } from '../../support/page.js';
import { makePage } from '../../support/servers.js';

/** A list of rows with so many new ones on top. */
const rows = (added: number): string =>
  Array.from({ length: 40 + added }, (_, index) => {
    const id = index - added;
    return `<li id="row-${id}" style="block-size:30px;margin:0">Row ${id}</li>`;
  }).join('');

describe('a refresh above what a person reads', () => {
  gatewayForAll();

  const topOf = (selector: string): number =>
    Math.round(document.querySelector(selector)!.getBoundingClientRect().top);

  const makeList = async (style: string): Promise<{ list: Element; refresh: () => Promise<void> }> => {
    const list = (added: number): string =>
      `<ul id="list" style="margin:0;padding:0;${style}">${rows(added)}</ul>`;
    const page = await makePage({ html: list(3) });
    const box = await fixture<HTMLElement>(
      html`<div>
        <dx-refresher event-name="x" action="fetch" target="#list" src=${page.path}></dx-refresher>
      </div>`,
    );
    box.insertAdjacentHTML('beforeend', `${list(0)}<p id="after" style="block-size:3000px">After</p>`);
    const refresher = box.querySelector<DxRefresher>('dx-refresher')!;
    return {
      list: box.querySelector('#list')!,
      refresh: async () => {
        setTimeout(() => refresher.refresh());
        await oneEvent(refresher, 'dx-refreshed');
        expect(box.querySelectorAll('li')).to.have.length(43);
      },
    };
  };

  const staysWhile = async (selector: string, refresh: () => Promise<void>): Promise<void> => {
    // Engines that do this by themselves choose what to keep when they draw.
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const before = topOf(selector);
    await refresh();
    await until(() => Math.abs(topOf(selector) - before) <= 1, `${selector} to stay at ${before}`);
  };

  afterEach(() => {
    document.documentElement.style.scrollBehavior = '';
    scrollTo(0, 0);
  });

  it('leaves the rows of a list that is scrolled where they are', async () => {
    const { list, refresh } = await makeList('block-size:200px;overflow:auto');
    list.scrollTop = 450;
    await staysWhile('#row-17', refresh);
  });

  it('leaves the page where it is, at once also where it scrolls smoothly', async () => {
    const { refresh } = await makeList('');
    scrollTo(0, 600);
    document.documentElement.style.scrollBehavior = 'smooth';
    await staysWhile('#row-25', refresh);
  });

  it('leaves what follows the target where it is, when nothing of the target is seen', async () => {
    const { refresh } = await makeList('');
    document.querySelector('#after')!.scrollIntoView();
    scrollBy(0, 100);
    await staysWhile('#after', refresh);
  });

  it('shows what comes on top to a person who is there', async () => {
    const { list, refresh } = await makeList('block-size:200px;overflow:auto');
    await refresh();
    expect(list.scrollTop).to.equal(0);
  });
});
