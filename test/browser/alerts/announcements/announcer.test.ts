import { expect } from '@open-wc/testing';
import { Announcer } from '../../../../src/alerts/announcements/announcer.js';
import { LiveRegions } from '../../../../src/alerts/announcements/live-regions.js';
import { spokenText } from '../../../../src/alerts/announcements/spoken-text.js';
import { translatorOf } from '../../../../src/i18n/translator.js';
import { alertOf, FakeClock } from '../support/alerts.js';

/** Everything that the two regions become, one entry a change, as a MutationObserver sees it. */
function setUp() {
  const clock = new FakeClock();
  const regions = new LiveRegions(document);
  document.body.append(regions.host);
  const elements = [...regions.host.shadowRoot!.children];
  const observer = new MutationObserver(() => undefined);
  for (const element of elements)
    observer.observe(element, { childList: true, subtree: true, characterData: true });
  const said = (): string[] =>
    observer
      .takeRecords()
      .flatMap(({ target, addedNodes }) =>
        [...addedNodes].map((node) => `${(target as Element).role}: ${node.textContent}`),
      );
  const removals = (): number =>
    observer.takeRecords().filter(({ removedNodes }) => removedNodes.length > 0).length;
  return {
    clock,
    elements,
    said,
    removals,
    announcer: new Announcer(clock, regions, () => translatorOf(document.documentElement)),
  };
}

describe('Announcer', () => {
  afterEach(() => document.querySelector('.dx-alerts-live')?.remove());

  it('has both regions, empty, before the first message', () => {
    const { elements } = setUp();
    expect(elements.map(({ role, ariaLive, textContent }) => [role, ariaLive, textContent])).to.deep.equal([
      ['status', 'polite', ''],
      ['alert', 'assertive', ''],
    ]);
  });

  it('says a message once, in one region', () => {
    const { clock, said, announcer } = setUp();
    announcer.announce('Saved', 'polite');
    clock.pass(5_000);
    expect(said()).to.deep.equal(['status: Saved']);
    announcer.announce('Failed', 'assertive');
    clock.pass(5_000);
    expect(said()).to.deep.equal(['alert: Failed']);
  });

  it('empties the region before it says the same again', () => {
    const { clock, said, removals, elements, announcer } = setUp();
    announcer.announce('Saved', 'polite');
    clock.pass(2_000);
    said();
    announcer.announce('Saved', 'polite');
    expect(elements[0]!.textContent).to.equal('');
    expect(removals()).to.equal(1);
    clock.pass(2_000);
    expect(said()).to.deep.equal(['status: Saved']);
  });

  it('says a burst as one summary, and at most one a second', () => {
    const { clock, said, announcer } = setUp();
    for (let index = 0; index < 5; index += 1) announcer.announce(`text ${index}`, 'polite');
    clock.pass(100);
    expect(said()).to.deep.equal(['status: 5 new alerts']);
    for (let index = 0; index < 7; index += 1) announcer.announce(`text ${index}`, 'polite');
    clock.pass(800);
    expect(said()).to.deep.equal([]);
    clock.pass(5_000);
    expect(said()).to.deep.equal(['status: 7 new alerts']);
  });

  it('says the urgent first', () => {
    const { clock, said, announcer } = setUp();
    announcer.announce('Saved', 'polite');
    announcer.announce('Disk full', 'assertive');
    announcer.announce('No network', 'assertive');
    clock.pass(5_000);
    expect(said()).to.deep.equal(['alert: 2 new alerts. Disk full', 'status: Saved']);
  });

  it('says the steps of one thing now and then, the last that came, and its end at once', () => {
    const { clock, said, announcer } = setUp();
    announcer.announceStep('upload', '0 %');
    for (let step = 1; step <= 24; step += 1) {
      clock.pass(1_000);
      announcer.announceStep('upload', `${step * 4} %`);
    }
    // Every ten seconds.
    expect(said()).to.deep.equal(['status: 0 %', 'status: 36 %', 'status: 76 %']);
    announcer.announceThing('upload', 'Done', 'polite');
    clock.pass(100);
    expect(said()).to.deep.equal(['status: Done']);
    clock.pass(60_000);
    expect(said()).to.deep.equal([]);
  });

  it('says of a thing that was quick only what became of it, also where that is urgent', () => {
    const { clock, said, announcer } = setUp();
    announcer.announceThing('save', 'In progress', 'polite');
    announcer.announceThing('save', 'Saved', 'polite');
    clock.pass(5_000);
    expect(said()).to.deep.equal(['status: Saved']);
    announcer.announceThing('save', 'In progress', 'polite');
    announcer.announceThing('save', 'Not saved', 'assertive');
    clock.pass(5_000);
    expect(said()).to.deep.equal(['alert: Not saved']);
  });

  it('counts a thing once in a burst, however far it came meanwhile', () => {
    const { clock, said, announcer } = setUp();
    for (const text of ['a', 'b']) announcer.announce(text, 'polite');
    for (const text of ['0 %', 'Done']) announcer.announceThing('upload', text, 'polite');
    for (let index = 0; index < 1_000; index += 1) announcer.announceThing(`thing ${index}`, 'x', 'polite');
    clock.pass(100);
    expect(said()).to.deep.equal(['status: 1,003 new alerts']);
  });

  it('takes the text away after a while', () => {
    const { clock, elements, announcer } = setUp();
    announcer.announce('Saved', 'polite');
    clock.pass(5_000);
    expect(elements[0]!.textContent).to.equal('Saved');
    clock.pass(3_000);
    expect(elements[0]!.textContent).to.equal('');
  });

  it('waits while the page is hidden', () => {
    const { clock, said, announcer } = setUp();
    announcer.setHidden(true);
    announcer.announce('a', 'polite');
    announcer.announce('b', 'polite');
    clock.pass(60_000);
    expect(said()).to.deep.equal([]);
    announcer.setHidden(false);
    clock.pass(1_000);
    expect(said()).to.deep.equal(['status: 2 new alerts']);
  });

  it('leaves nothing when it is cleared', () => {
    const { clock, said, elements, announcer } = setUp();
    announcer.announce('Secret', 'polite');
    clock.pass(200);
    announcer.announce('More', 'assertive');
    announcer.clear();
    said();
    clock.pass(60_000);
    expect(said()).to.deep.equal([]);
    expect(elements.map(({ textContent }) => textContent)).to.deep.equal(['', '']);
  });
});

describe('spokenText', () => {
  it('is severity, title, text and action', () => {
    const alert = alertOf({
      title: 'Payment',
      text: 'Declined',
      variant: 'danger',
      action: { label: 'Retry', event: 'r' },
    });
    expect(spokenText(alert, translatorOf(document.documentElement))).to.equal(
      'Error: Payment. Declined. Action: Retry',
    );
    expect(spokenText(alertOf('Saved'), translatorOf(document.documentElement))).to.equal(
      'Information: Saved',
    );
  });
});
