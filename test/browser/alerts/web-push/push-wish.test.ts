import { expect } from '@open-wc/testing';
import { pushWish, type PushHost } from '../../../../src/alerts/web-push/push-wish.js';

const host = (changes: Partial<PushHost> = {}): PushHost => ({
  isConnected: true,
  disabled: false,
  eventName: 'alert',
  topic: null,
  desktop: 'always',
  quietHours: null,
  ...changes,
});

describe('what the elements of a page want people to be called for', () => {
  it('is the names of all events that are listened to, each once, in one order', () => {
    const hosts = [host({ eventName: 'paid, alert' }), host(), host({ eventName: 'alert' })];
    expect(pushWish(hosts, 'Europe/Berlin')).to.deep.equal({ events: ['alert', 'paid'], quiet: null });
  });

  it('is any event where one of them listens to all', () => {
    expect(pushWish([host(), host({ eventName: '*' })], 'UTC')!.events).to.deep.equal(['*']);
  });

  it('is at most fifty names, which is what a gateway takes', () => {
    const names = Array.from({ length: 60 }, (_, index) => `event-${index}`).join();
    expect(pushWish([host({ eventName: names })], 'UTC')!.events).to.have.length(50);
  });

  it('has the quiet hours of the first that names some, in the time zone of the person', () => {
    const hosts = [host(), host({ quietHours: '22:00-07:00' }), host({ quietHours: '01:00-02:00' })];
    expect(pushWish(hosts, 'Asia/Tokyo')!.quiet).to.deep.equal({
      from: 1320,
      to: 420,
      timeZone: 'Asia/Tokyo',
    });
  });

  const without: [string, Partial<PushHost>][] = [
    ['only says desktop', { desktop: true }],
    ['says nothing of it', { desktop: false }],
    ['says another word', { desktop: 'true' }],
    ['is disabled', { disabled: true }],
    ['was removed', { isConnected: false }],
    ['has a topic, whose alerts are kept for nobody', { topic: 'order:42' }],
    ['has an event without a name', { eventName: ' ' }],
  ];
  for (const [name, changes] of without)
    it(`is nothing where the element ${name}`, () => {
      expect(pushWish([host(changes)], 'UTC')).to.equal(null);
    });
});
