import { expect, fixture, html } from '@open-wc/testing';
import { createMessage, type DxMessage } from '../../../src/data/message.js';
import { Redirector } from '../../../src/redirect/redirector.js';
import { itWhere } from '../support/engines.js';
import { FakeClock } from '../support/fake-clock.js';
import { until } from '../support/page.js';

const message = (isReplay = false): DxMessage => createMessage('redirect', '/next', null, isReplay);
const MANNER = { maxHold: 30_000, confirm: false };
const NOW = 0;

/** A page in a frame, which can really be left, with a person in front of it. */
async function openPage() {
  const frame = await fixture<HTMLIFrameElement>(
    html`<iframe src="/test/browser/support/empty.html?first"></iframe>`,
  );
  await until(
    () => frame.contentDocument?.readyState === 'complete' && addressOf(frame).includes('first'),
    'the page',
  );
  const view = frame.contentWindow!;
  const page = view.document;
  let isInFront = true;
  page.hasFocus = () => isInFront;
  const clock = new FakeClock();
  const said: string[] = [];
  const offered: string[] = [];
  let hold: string | null = null;
  let ended: () => void = () => undefined;
  let isCancelled = false;
  const shared = new Map<string, unknown>();
  const make = (): Redirector =>
    new Redirector(view, clock, shared, {
      hold: () => hold,
      keepsInput: () => true,
      onEnd: (listener) => {
        ended = listener;
        return () => (ended = () => undefined);
      },
      leaving: () => !isCancelled,
      offer: (href) => void offered.push(href),
      report: (_, { code }) => void said.push(code),
    });
  return {
    ...{ frame, view, clock, said, offered, redirector: make(), another: make() },
    base: view.location.href.split('?')[0]!,
    leaveWindow: () => (isInFront = false),
    come: () => (isInFront = true),
    hold: (reason: string | null) => (hold = reason),
    end: () => ended(),
    cancel: () => (isCancelled = true),
  };
}

const addressOf = (frame: HTMLIFrameElement): string => frame.contentWindow!.location.href;

describe('a redirector', () => {
  it('goes to the address at once where nobody is disturbed, and back again', async () => {
    const { redirector, frame, base, said, view } = await openPage();
    redirector.take({ href: `${base}?second`, replace: false }, message(), NOW, MANNER);
    await until(() => addressOf(frame).endsWith('?second'), 'the second page');
    expect(said).to.deep.equal(['redirected']);
    view.history.back();
    await until(() => addressOf(frame).endsWith('?first'), 'the first page');
  });

  it('leaves the page out of the history where the message says so', async () => {
    const { redirector, frame, base } = await openPage();
    const { length } = history;
    redirector.take({ href: `${base}?second`, replace: true }, message(), NOW, MANNER);
    await until(() => addressOf(frame).endsWith('?second'), 'the second page');
    expect(history.length).to.equal(length);
  });

  it('stays where the message was missed, is old, or another window is in front', async () => {
    const { redirector, frame, base, said, leaveWindow } = await openPage();
    const address = { href: `${base}?second`, replace: false };
    redirector.take(address, message(true), NOW, MANNER);
    redirector.take(address, message(), 10_001, MANNER);
    leaveWindow();
    redirector.take(address, message(), NOW, MANNER);
    expect(said).to.deep.equal(['tooOld', 'tooOld', 'notInFront']);
    expect(addressOf(frame)).to.match(/first$/);
  });

  it('follows a message once, also where two elements hear it', async () => {
    const { redirector, another, base, said, cancel } = await openPage();
    cancel();
    const twice = message();
    redirector.take({ href: `${base}?second`, replace: false }, twice, NOW, MANNER);
    another.take({ href: `${base}?second`, replace: false }, twice, NOW, MANNER);
    expect(said).to.deep.equal(['cancelled', 'shownBefore']);
  });

  it('stays where the page is there already, or a listener cancels', async () => {
    const { redirector, frame, base, said, cancel } = await openPage();
    redirector.take({ href: `${base}?first`, replace: false }, message(), NOW, MANNER);
    cancel();
    redirector.take({ href: `${base}?second`, replace: false }, message(), NOW, MANNER);
    expect(said).to.deep.equal(['alreadyThere', 'cancelled']);
    expect(addressOf(frame)).to.match(/first$/);
  });

  it('waits for a person to finish, and goes then; the newest message counts', async () => {
    const { redirector, frame, base, said, hold, end } = await openPage();
    hold('editing');
    redirector.take({ href: `${base}?second`, replace: false }, message(), NOW, MANNER);
    redirector.take({ href: `${base}?third`, replace: false }, message(), NOW, MANNER);
    end();
    expect(said).to.deep.equal(['held', 'held']);
    hold(null);
    end();
    await until(() => addressOf(frame).endsWith('?third'), 'the third page');
    expect(said).to.deep.equal(['held', 'held', 'redirected']);
  });

  it('does not go behind the back of a person who went to another window meanwhile', async () => {
    const { redirector, frame, base, said, hold, end, leaveWindow, come, clock } = await openPage();
    hold('editing');
    redirector.take({ href: `${base}?second`, replace: false }, message(), NOW, MANNER);
    leaveWindow();
    hold(null);
    end();
    expect(addressOf(frame)).to.match(/first$/);
    come();
    clock.pass(1_000);
    await until(() => addressOf(frame).endsWith('?second'), 'the second page');
    expect(said).to.deep.equal(['held', 'redirected']);
  });

  it('shows the link where a person does not finish in time, and at once where that is wanted', async () => {
    const { redirector, frame, base, said, offered, hold, clock } = await openPage();
    hold('editing');
    redirector.take({ href: `${base}?second`, replace: false }, message(), NOW, MANNER);
    clock.pass(29_999);
    expect(offered).to.deep.equal([]);
    clock.pass(1);
    hold(null);
    redirector.take({ href: `${base}?third`, replace: false }, message(), NOW, { ...MANNER, confirm: true });
    expect(offered).to.deep.equal([`${base}?second`, `${base}?third`]);
    expect(said).to.deep.equal(['held', 'offered', 'offered']);
    expect(addressOf(frame)).to.match(/first$/);
  });

  it('forgets what waits when it is told to', async () => {
    const { redirector, base, offered, hold, clock, frame } = await openPage();
    hold('dialog');
    redirector.take({ href: `${base}?second`, replace: false }, message(), NOW, MANNER);
    redirector.cancel();
    hold(null);
    clock.pass(60_000);
    expect([offered, addressOf(frame).endsWith('?first')]).to.deep.equal([[], true]);
  });

  itWhere(
    'navigation' in window,
    'Navigation API, without which the history of a frame cannot be seen',
    'goes back where the page before is of the same site, and nowhere where there is none',
    async () => {
      const { redirector, frame, base, view, said } = await openPage();
      redirector.take({ href: null, replace: false }, message(), NOW, MANNER);
      expect(said).to.deep.equal(['noFormerPage']);
      view.location.assign(`${base}?second`);
      await until(
        () => addressOf(frame).endsWith('?second') && frame.contentDocument!.readyState === 'complete',
        'the second page',
      );
      frame.contentDocument!.hasFocus = () => true;
      redirector.take({ href: null, replace: false }, message(), NOW, MANNER);
      await until(() => addressOf(frame).endsWith('?first'), 'the first page');
      expect(said).to.deep.equal(['noFormerPage', 'redirected']);
    },
  );
});
