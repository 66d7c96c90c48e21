import { expect } from '@open-wc/testing';
import { Cursors } from '../../../../src/connection/replay/cursors.js';
import { Sequencer } from '../../../../src/connection/replay/sequencer.js';
import { createMessage, type DxMessage } from '../../../../src/data/message.js';
import type { ChannelReplay, LoggedMessage, SyncAnswer, SyncRequest } from '../../../../src/protocol.js';

const EPOCH = 'one';

const live = (offset: number, epoch = EPOCH, channel = '*'): DxMessage =>
  createMessage('count', offset, { channel, epoch, offset, at: 0 });

const logged = (offset: number, epoch = EPOCH): LoggedMessage => ({
  ...{ eventName: 'count', message: offset },
  ...{ channel: '*', epoch, offset, at: 0 },
});

const replayOf = (offsets: number[], changes: Partial<ChannelReplay> = {}): SyncAnswer => ({
  channels: [
    {
      channel: '*',
      epoch: EPOCH,
      top: offsets.at(-1) ?? 0,
      messages: offsets.map((offset) => logged(offset, changes.epoch ?? EPOCH)),
      recovered: true,
      ...changes,
    },
  ],
});

/** A sequencer that has seen everything up to an offset, and what comes out of it. */
function setUp(last: number) {
  const delivered: unknown[] = [];
  const requests: SyncRequest[] = [];
  const answers: { resolve: (answer: SyncAnswer) => void; reject: (error: Error) => void }[] = [];
  const counts = { gaps: 0, broken: 0 };
  const cursors = new Cursors([{ channel: '*', epoch: EPOCH, offset: last }]);
  const sequencer = new Sequencer(cursors, {
    sync: (request) => {
      requests.push(request);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    deliver: ({ data }) => delivered.push(data),
    gap: () => {
      counts.gaps += 1;
      delivered.push('gap');
    },
    broken: () => (counts.broken += 1),
  });
  const answer = async (given: SyncAnswer): Promise<void> => {
    answers.shift()!.resolve(given);
    // A task later every promise that was due has run on.
    await new Promise((done) => setTimeout(done));
  };
  return { sequencer, delivered, requests, answers, answer, counts, cursors };
}

describe('sequencer', () => {
  it('asks page after page while there is more, holds what comes meanwhile, and tells one gap after the last', async () => {
    const { sequencer, delivered, requests, answer, counts } = setUp(2);
    sequencer.receive(live(9));
    await answer(replayOf([4, 5], { recovered: false, more: true }));
    sequencer.receive(live(10));
    expect(requests.at(-1)).to.deep.equal({ channels: [{ channel: '*', epoch: EPOCH, offset: 5 }] });
    await answer(replayOf([6, 7], { more: true }));
    expect(counts.gaps).to.equal(0);
    await answer(replayOf([8]));
    expect(delivered).to.deep.equal([4, 5, 6, 7, 8, 'gap', 9, 10]);
    expect(requests.length).to.equal(3);
  });

  it('drops repeats and applies the next', () => {
    const { sequencer, delivered, requests } = setUp(3);
    for (const offset of [2, 3, 4, 4, 5]) sequencer.receive(live(offset));
    expect(delivered).to.deep.equal([4, 5]);
    expect(requests).to.have.length(0);
  });

  it('fills a hole from the log while later messages wait, each once and in order', async () => {
    const { sequencer, delivered, requests, answer } = setUp(1);
    sequencer.receive(live(4));
    sequencer.receive(live(5));
    expect(delivered).to.deep.equal([]);
    expect(requests).to.deep.equal([{ channels: [{ channel: '*', epoch: EPOCH, offset: 1 }] }]);
    await answer(replayOf([2, 3, 4]));
    expect(delivered).to.deep.equal([2, 3, 4, 5]);
  });

  it('asks again where the answer left another hole', async () => {
    const { sequencer, delivered, requests, answer } = setUp(1);
    sequencer.receive(live(3));
    sequencer.receive(live(6));
    await answer(replayOf([2, 3]));
    expect(requests).to.have.length(2);
    await answer(replayOf([4, 5, 6]));
    expect(delivered).to.deep.equal([2, 3, 4, 5, 6]);
  });

  it('tells a gap after the replay, once, where the log does not reach back', async () => {
    const { sequencer, delivered, answer } = setUp(1);
    sequencer.receive(live(9));
    await answer(replayOf([8, 9], { recovered: false }));
    expect(delivered).to.deep.equal([8, 9, 'gap']);
  });

  it('takes the whole window of another epoch, not only what is new since', async () => {
    const { sequencer, delivered, answer } = setUp(50);
    sequencer.receive(live(3, 'two'));
    await answer(replayOf([1, 2, 3], { epoch: 'two', recovered: false }));
    sequencer.receive(live(4, 'two'));
    expect(delivered).to.deep.equal([1, 2, 3, 'gap', 4]);
  });

  it('notices by its position that the last message was lost', async () => {
    const { sequencer, delivered, answer } = setUp(1);
    sequencer.position([{ channel: '*', epoch: EPOCH, offset: 2 }]);
    await answer(replayOf([2]));
    expect(delivered).to.deep.equal([2]);
  });

  it('asks for nothing where the position is what it has', () => {
    const { sequencer, requests } = setUp(2);
    sequencer.position([{ channel: '*', epoch: EPOCH, offset: 2 }]);
    expect(requests).to.have.length(0);
  });

  it('starts a channel that is new at its newest message, and forgets those of somebody else', () => {
    const { sequencer, cursors, requests } = setUp(2);
    sequencer.hello([
      { channel: '*', epoch: EPOCH, offset: 2 },
      { channel: 'u:boris', epoch: 'b', offset: 7 },
    ]);
    expect(cursors.toArray().map(({ channel, offset }) => [channel, offset])).to.deep.equal([
      ['*', 2],
      ['u:boris', 7],
    ]);
    sequencer.hello([{ channel: '*', epoch: EPOCH, offset: 2 }]);
    expect(cursors.has('u:boris')).to.equal(false);
    expect(requests).to.have.length(0);
  });

  it('reports a gateway that does not answer', async () => {
    const { sequencer, answers, counts } = setUp(1);
    sequencer.receive(live(5));
    answers[0]!.reject(new Error('timeout'));
    await Promise.resolve();
    await Promise.resolve();
    expect(counts.broken).to.equal(1);
  });

  it('delivers nothing after it was closed, whatever arrives late', async () => {
    const { sequencer, delivered, answer, counts } = setUp(1);
    sequencer.receive(live(5));
    sequencer.close();
    await answer(replayOf([2, 3, 4, 5], { recovered: false }));
    sequencer.receive(live(6));
    expect(delivered).to.deep.equal([]);
    expect(counts).to.deep.equal({ gaps: 0, broken: 0 });
  });
});
