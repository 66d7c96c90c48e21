import { expect } from '@open-wc/testing';
import type { ChatMessage } from '../../../src/messenger/chat-message.js';
import { Conversation, CONVERSATION_LIMIT } from '../../../src/messenger/conversation.js';
import { ReadMarker } from '../../../src/messenger/read-marker.js';
import { rowsOf } from '../../../src/messenger/rows.js';
import { TypingIndicator } from '../../../src/messenger/typing-indicator.js';

const DAY = 86_400_000;
const message = (id: string, at = 0, user: string | null = 'anna'): ChatMessage => ({
  id,
  user,
  name: '',
  text: id,
  at,
  isOwn: null,
});
const ids = (conversation: Conversation): string[] => conversation.messages.map(({ id }) => id);

describe('conversation', () => {
  it('keeps each message once, in the order of their times', () => {
    const conversation = new Conversation();
    for (const [id, at] of [
      ['c', 3],
      ['a', 1],
      ['b', 2],
      ['b2', 2],
    ] as const)
      expect(conversation.receive(message(id, at))).to.equal(true);
    expect(conversation.receive(message('a', 1))).to.equal(false);
    expect(ids(conversation)).to.deep.equal(['a', 'b', 'b2', 'c']);
    // The back end's clock counts.
    conversation.receive(message('a', 9));
    expect(ids(conversation)).to.deep.equal(['b', 'b2', 'c', 'a']);
  });

  it('puts what is written below what was there, and what comes then below that, whatever the clock says', () => {
    const conversation = new Conversation();
    conversation.receive(message('question', 100), true);
    conversation.write(message('slow clock', 10));
    conversation.accept(message('slow clock', 10));
    conversation.write(message('fast clock', 900));
    conversation.accept(message('fast clock', 900));
    conversation.receive(message('answer', 200), true);
    expect(ids(conversation)).to.deep.equal(['question', 'slow clock', 'fast clock', 'answer']);
    // What was written before belongs where its time says.
    conversation.receive(message('earlier', 50));
    expect(ids(conversation)[0]).to.equal('earlier');
  });

  it('keeps the place of a message that is taken back, and nothing of its text', () => {
    const conversation = new Conversation();
    for (const [index, id] of ['a', 'b', 'c'].entries()) conversation.receive(message(id, index));
    expect([conversation.takeBack('b'), conversation.takeBack('x')]).to.deep.equal([true, false]);
    expect(
      conversation.messages.map(({ text, isRemoved }) => `${text}${isRemoved ? 'removed' : ''}`),
    ).to.deep.equal(['a', 'removed', 'c']);
  });

  it('knows what is not sent, and never takes back that something is', () => {
    const conversation = new Conversation();
    conversation.write(message('a'));
    expect(conversation.unsent.map(({ id }) => id)).to.deep.equal(['a']);
    conversation.receive(message('a', 4));
    conversation.setDelivery('a', 'refused', 'too late');
    expect(conversation.find('a')).to.include({ delivery: 'sent', problem: '' });
    expect(conversation.unsent).to.deep.equal([]);
  });

  it('knows whose a message is by its id, by what the back end says, and by the person', () => {
    const conversation = new Conversation();
    conversation.write(message('mine', 0, null));
    conversation.user = 'anna';
    expect(conversation.isOwn(message('mine', 0, 'somebody'))).to.equal(true);
    expect(conversation.isOwn(message('x', 0, 'anna'))).to.equal(true);
    expect(conversation.isOwn(message('x', 0, 'boris'))).to.equal(false);
    expect(conversation.isOwn({ ...message('x', 0, 'anna'), isOwn: false })).to.equal(false);
    expect(conversation.isOwn(message('x', 0, null))).to.equal(false);
  });

  it('has a bound', () => {
    const conversation = new Conversation();
    for (let index = 0; index <= CONVERSATION_LIMIT; index += 1)
      conversation.receive(message(`m${index}`, index));
    expect([conversation.messages.length, conversation.find('m0')]).to.deep.equal([CONVERSATION_LIMIT, null]);
  });
});

describe('rows', () => {
  it('have days, a mark, and a name where another person goes on', () => {
    const conversation = new Conversation();
    const noon = new Date(2026, 4, 5, 12).getTime();
    for (const entry of [
      message('a', noon - DAY),
      message('b', noon),
      message('c', noon + 1),
      message('d', noon + 2, 'boris'),
    ])
      conversation.receive(entry);
    const rows = rowsOf(conversation.messages, {
      isOwn: () => false,
      mark: 'c',
      now: noon,
      language: 'en',
    });
    expect(
      rows.map((row) => {
        if (row.kind === 'day') return row.label;
        return row.kind === 'mark' ? 'mark' : `${row.message.id}${row.isFirst ? ' first' : ''}`;
      }),
    ).to.deep.equal(['Yesterday', 'a first', 'Today', 'b first', 'mark', 'c first', 'd first']);
  });
});

describe('reading', () => {
  it('marks the first that was not seen, and keeps the mark until something newer is seen', () => {
    const reading = new ReadMarker();
    reading.arrived('a', true);
    expect([reading.mark, reading.unseen]).to.deep.equal([null, 0]);
    reading.arrived('b', false);
    reading.arrived('c', false);
    expect([reading.mark, reading.unseen]).to.deep.equal(['b', 2]);
    reading.seen();
    expect([reading.mark, reading.unseen]).to.deep.equal(['b', 0]);
    reading.arrived('d', true);
    expect(reading.mark).to.equal(null);
  });

  it('counts no longer what is taken back before it was seen', () => {
    const reading = new ReadMarker();
    for (const id of ['a', 'b']) reading.arrived(id, false);
    for (const id of ['b', 'b', 'x']) reading.takenBack(id);
    expect([reading.mark, reading.unseen]).to.deep.equal(['a', 1]);
  });
});

describe('typing', () => {
  it('ends by itself and with the message, and is told now and then', () => {
    const typing = new TypingIndicator();
    typing.heard('anna', 'Anna', 0);
    typing.heard('boris', '', 1_000);
    expect(typing.names(2_000)).to.deep.equal(['Anna', 'boris']);
    expect(typing.nextChange(2_000)).to.equal(4_000);
    typing.wrote('boris');
    expect([typing.names(6_001), typing.nextChange(6_001)]).to.deep.equal([[], null]);
    expect([0, 100, 2_999, 3_000].map((now) => typing.shouldTell(now))).to.deep.equal([
      true,
      false,
      false,
      true,
    ]);
    typing.sent();
    expect(typing.shouldTell(3_001)).to.equal(true);
  });
});
