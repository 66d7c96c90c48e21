import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { Handover, type Packet } from '../../../src/connection/transport/handover.js';
import type { Link, LinkDelegate } from '../../../src/connection/transport/link.js';
import { LATEST, Overlap, type Side } from '../../../src/connection/transport/overlap.js';
import { FakeClock } from '../support/fake-clock.js';

/** A message as a server sends it: what it says, how long after the one before, and how long it is on its way. */
interface Sent {
  content: string;
  after: number;
  lags: Record<Side, number>;
}

const lag = fc.integer({ min: 0, max: LATEST / 2 });
const sent = (content: fc.Arbitrary<string>): fc.Arbitrary<Sent> =>
  fc.record({
    content,
    after: fc.integer({ min: 0, max: 300 }),
    lags: fc.record({ former: lag, next: lag }),
  });

/**
 * What arrives: each link keeps the order of the server, and the next one brings what is sent from its admission on.
 *
 * @param admission index of the first message that the next link brings
 */
function arrivals(messages: readonly Sent[], admission: number) {
  const all: { side: Side; content: string; at: number }[] = [];
  for (const side of ['former', 'next'] as const) {
    let [now, last] = [0, 0];
    messages.forEach(({ content, after, lags }, index) => {
      now += after;
      if (side === 'next' && index < admission) return;
      last = Math.max(last, now + lags[side]);
      all.push({ side, content, at: last });
    });
  }
  return all.sort((one, other) => one.at - other.at);
}

const taken = (messages: readonly Sent[], admission: number): string[] => {
  const overlap = new Overlap();
  return arrivals(messages, admission)
    .filter(({ side, content, at }) => overlap.take(side, content, at))
    .map(({ content }) => content);
};

const history = (content: fc.Arbitrary<string>) =>
  fc.tuple(fc.array(sent(content), { maxLength: 40 }), fc.nat(40));

describe('what comes over two links of one person', () => {
  it('is taken once and in the order of the server, whichever link brings it first', () => {
    fc.assert(
      fc.property(history(fc.constant('')), ([messages, admission]) => {
        const distinct = messages.map((message, index) => ({ ...message, content: String(index) }));
        const result = taken(distinct, admission).map(Number);
        const isBefore = (index: number): boolean => index < admission;
        const isSince = (index: number): boolean => index >= admission;
        const all = distinct.map((_, index) => index);
        // What was sent before the next link was admitted may still be on its way over the former one.
        expect(result.filter(isBefore)).to.deep.equal(all.filter(isBefore));
        expect(result.filter(isSince)).to.deep.equal(all.filter(isSince));
      }),
      { numRuns: 500 },
    );
  });

  it('is taken as often as it was sent where messages say the same', () => {
    fc.assert(
      fc.property(history(fc.constantFrom('a', 'b')), ([messages, admission]) => {
        const all = messages.map(({ content }) => content);
        expect(taken(messages, admission).sort()).to.deep.equal(all.sort());
      }),
      { numRuns: 500 },
    );
  });

  it('is another one where it came over the same link, or too long ago', () => {
    const overlap = new Overlap();
    expect(overlap.take('former', 'a', 0)).to.equal(true);
    expect(overlap.take('former', 'a', 1)).to.equal(true);
    expect(overlap.take('next', 'a', LATEST)).to.equal(false);
    expect(overlap.take('next', 'a', LATEST + 2)).to.equal(true);
  });
});

describe('a handover from one link to the next', () => {
  const start = () => {
    const clock = new FakeClock();
    const log: string[] = [];
    let next!: LinkDelegate;
    const linkOf = (name: string): Link => ({
      request: () => Promise.resolve(),
      send: () => undefined,
      close: () => void log.push(`${name} closed`),
    });
    const connection: LinkDelegate = {
      opened: () => undefined,
      failed: () => undefined,
      refused: () => undefined,
      lost: () => void log.push('lost at last'),
      packet: (eventName) => void log.push(`${eventName} at last`),
    };
    const delegate = {
      admitted: () => void log.push('admitted'),
      lost: () => void log.push('lost'),
      packet: (...[eventName]: Packet) => void log.push(eventName),
    };
    const open = (events: LinkDelegate): Link => {
      next = events;
      return linkOf('next');
    };
    const handover = new Handover(open, linkOf('former'), connection, delegate, clock);
    return { clock, log, next, handover };
  };

  it('closes the former link in a moment of rest, and then looks at nothing any more', () => {
    const { clock, log, next, handover } = start();
    next.opened();
    clock.pass(9_000);
    expect(handover.isNew(['a', 1, undefined])).to.equal(true);
    next.packet('a', 1, undefined);
    clock.pass(1_000);
    expect(log).to.deep.equal(['admitted']);
    clock.pass(LATEST);
    expect(log).to.deep.equal(['admitted', 'former closed']);
    clock.pass(LATEST);
    next.packet('b', 1, undefined);
    next.lost('cut');
    expect(log.slice(2)).to.deep.equal(['b at last', 'lost at last']);
    expect([handover.isNew(['b', 1, undefined]), handover.formerLost()]).to.deep.equal([true, false]);
    handover.close();
    expect(log).to.have.length(4);
  });

  it('closes the former link after half a minute, however much comes', () => {
    const { clock, log, next } = start();
    next.opened();
    for (let second = 0; second < 29; second += 1) {
      clock.pass(1_000);
      next.packet('a', second, undefined);
    }
    expect(log).to.not.include('former closed');
    next.packet('a', 29, undefined);
    clock.pass(LATEST);
    expect(log).to.include('former closed');
  });

  it('tells that the next link was not admitted, or was lost after that', () => {
    const refused = start();
    expect(refused.handover.formerLost()).to.equal(false);
    refused.next.refused(null, 'no');
    expect(refused.log).to.deep.equal(['lost']);
    const lost = start();
    lost.next.opened();
    expect(lost.handover.formerLost()).to.equal(true);
    lost.next.lost('cut');
    expect(lost.log).to.deep.equal(['admitted', 'lost']);
  });

  it('closes the link that is not in use where it is given up', () => {
    const waiting = start();
    waiting.handover.close();
    expect(waiting.log).to.deep.equal(['next closed']);
    const admitted = start();
    admitted.next.opened();
    admitted.handover.close();
    admitted.clock.pass(60_000);
    expect(admitted.log).to.deep.equal(['admitted', 'former closed']);
  });
});
