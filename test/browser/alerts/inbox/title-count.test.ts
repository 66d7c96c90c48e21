import { expect } from '@open-wc/testing';
import { TitleCount } from '../../../../src/alerts/inbox/title-count.js';
import { until } from '../../support/page.js';

describe('TitleCount', () => {
  it('stands before the title, changes with the number, and leaves', async () => {
    document.title = 'Orders';
    const count = new TitleCount(document);
    count.set('3');
    count.set('99+');
    expect(document.title).to.equal('(99+) Orders');
    document.title = 'Order 7';
    await until(() => document.title === '(99+) Order 7', 'counted again');
    count.set('');
    expect(document.title).to.equal('Order 7');
    count.set('1');
    count.stop();
    expect(document.title).to.equal('Order 7');
  });
});
