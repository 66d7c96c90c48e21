import { expect } from '@open-wc/testing';
import { toRecord } from '../../../../src/alerts/history/record.js';
import { UnreadCounter } from '../../../../src/alerts/inbox/unread-counter.js';
import { alertOf } from '../support/alerts.js';
import { until } from '../../support/page.js';

const records = ['a', 'b', 'c'].map((text) => toRecord(alertOf(text), { identity: text, at: 0 }));
const inTitle = (from: number, to: number) => ({
  records: records.slice(from, to),
  inTitle: true,
  onIcon: false,
});

describe('UnreadCounter', () => {
  it('stands before the title, changes with the number, survives a router, and leaves', async () => {
    document.title = 'Orders';
    const counter = new UnreadCounter(document);
    const inbox = {};
    counter.set(inbox, inTitle(0, 3));
    counter.set(inbox, inTitle(0, 2), (count) => `${count}+`);
    expect(document.title).to.equal('(2+) Orders');
    document.title = 'Order 7';
    await until(() => document.title === '(2+) Order 7', 'counted again');
    counter.set(inbox, inTitle(0, 0));
    expect(document.title).to.equal('Order 7');
    counter.set(inbox, inTitle(0, 1));
    counter.set(inbox, null);
    expect(document.title).to.equal('Order 7');
  });

  it('counts an alert once that two inboxes list, and all of two that list different ones', () => {
    document.title = 'Lab';
    const counter = new UnreadCounter(document);
    const [wide, narrow, news] = [{}, {}, {}];
    counter.set(wide, inTitle(0, 2));
    counter.set(narrow, inTitle(0, 2));
    expect(document.title).to.equal('(2) Lab');
    counter.set(news, inTitle(2, 3));
    expect(document.title).to.equal('(3) Lab');
    for (const inbox of [wide, narrow, news]) counter.set(inbox, inTitle(0, 0));
    expect(document.title).to.equal('Lab');
  });

  it('counts on the icon of an installed app, once for all inboxes', () => {
    const counts: number[] = [];
    Object.assign(navigator, { setAppBadge: (count: number) => Promise.resolve(void counts.push(count)) });
    const counter = new UnreadCounter(document);
    const [wide, narrow] = [{}, {}];
    for (const inbox of [wide, narrow])
      counter.set(inbox, { ...inTitle(0, 2), inTitle: false, onIcon: true });
    counter.set(wide, null);
    counter.set(narrow, null);
    Reflect.deleteProperty(navigator, 'setAppBadge');
    expect(counts).to.deep.equal([2, 0]);
  });
});
