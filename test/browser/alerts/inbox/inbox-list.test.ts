import { expect } from '@open-wc/testing';
import { toRecord } from '../../../../src/alerts/history/record.js';
import {
  badgeText,
  groupByDay,
  listRecords,
  nextChange,
  timeLabel,
} from '../../../../src/alerts/inbox/inbox-list.js';
import { dayLabel } from '../../../../src/i18n/days.js';
import { popoverPosition } from '../../../../src/alerts/inbox/popover-position.js';
import { Translator } from '../../../../src/i18n/translator.js';
import { words } from '../../../../src/i18n/locales/en.js';
import { alertOf } from '../support/alerts.js';

const english = new Translator('en', words);
const at = (text: string): number => new Date(text).getTime();
const NOW = at('2026-11-24T15:30:00');
const MINUTE = 60_000;
const ALL = { eventNames: ['*'], onlyUnread: false, limit: 1_000, maxAge: Infinity };

describe('inbox list', () => {
  const records = [NOW - MINUTE, NOW - 20 * 60 * MINUTE, NOW - 40 * 60 * MINUTE].map((time, index) =>
    toRecord(alertOf(`text ${index}`), { identity: `c e ${index}`, at: time }),
  );

  it('is grouped by day', () => {
    const days = groupByDay(records, NOW, 'en');
    expect(days.map(({ label, records: ofDay }) => `${label} ${ofDay.length}`)).to.deep.equal([
      'Today 1',
      'Yesterday 1',
      'Sunday, November 22 1',
    ]);
  });

  it('filters what is unread, and keeps what is read by now until the filter is chosen again', () => {
    const [first, ...rest] = records;
    const read = [{ ...first!, readAt: first!.at }, ...rest];
    const listed = (kept: string[]): number =>
      listRecords(read, { ...ALL, onlyUnread: true }, new Set(kept), NOW).chosen.length;
    expect([listed([]), listed([first!.id])]).to.deep.equal([2, 3]);
  });

  it('counts all that is listed', () => {
    const unread = (more: Partial<typeof ALL>): number =>
      listRecords(records, { ...ALL, ...more }, new Set(), NOW).unread.length;
    expect([unread({}), unread({ limit: 1 }), unread({ maxAge: MINUTE })]).to.deep.equal([3, 1, 1]);
  });

  it('leaves out what the gateway keeps no longer, and keeps what came again since or has no known end', () => {
    const kept = [
      { ends: NOW, at: records[0]!.at },
      { ends: NOW, at: records[1]!.at - 1 },
      { ends: 0, at: records[2]!.at },
    ].map((end, index) => ({ ...records[index]!, kept: { ...end, told: [] } }));
    const { all } = listRecords(kept, ALL, new Set(), NOW);
    expect(all.map(({ alert }) => alert.text)).to.deep.equal(['text 1', 'text 2']);
  });
});

describe('inbox list of some events', () => {
  const of = (eventName: string | null, text: string) =>
    toRecord(alertOf(text), { identity: null, at: NOW, eventName });
  const records = [of('task', 'Call Anna'), of('news', 'Release'), of(null, 'kept by a former version')];
  const textsFor = (eventNames: string[], limit = 10): string[] =>
    listRecords(records, { ...ALL, eventNames, limit }, new Set(), NOW).all.map(({ alert }) => alert.text);

  it('has what came by them, and what came by an event that is not known', () => {
    expect(textsFor(['task'])).to.deep.equal(['Call Anna', 'kept by a former version']);
    expect(textsFor(['news', 'sales'])).to.deep.equal(['Release', 'kept by a former version']);
    expect(textsFor(['*'])).to.have.length(3);
  });

  it('takes the limit of those that it lists, not of those that others list', () => {
    expect(textsFor(['news'], 1)).to.deep.equal(['Release']);
  });
});

describe('labels of time', () => {
  it('say how long ago, then the time of the day', () => {
    const labels = [5_000, 5 * MINUTE, 125 * MINUTE, 16 * 60 * MINUTE].map((age) =>
      timeLabel(NOW - age, NOW, english),
    );
    expect(labels.slice(0, 3)).to.deep.equal(['Now', '5 min. ago', '2 hr. ago']);
    expect(labels[3]).to.match(/^11:30.PM$/);
  });

  it('take a clock that is ahead for now', () => {
    expect(timeLabel(NOW + 99 * MINUTE, NOW, english)).to.equal('Now');
    expect(dayLabel(NOW + 24 * 60 * MINUTE, NOW, 'en')).to.equal('Today');
  });

  it('name the year where it is another one, in the language of the page', () => {
    expect(dayLabel(at('2025-01-05T12:00:00'), NOW, 'de')).to.equal('Sonntag, 5. Januar 2025');
    expect(dayLabel(NOW, NOW, 'ru')).to.equal('Сегодня');
  });

  it('are asked for again exactly when one changes', () => {
    const record = (age: number) => toRecord(alertOf('a'), { identity: null, at: NOW - age });
    expect(nextChange([record(30_000)], NOW)).to.equal(30_000);
    expect(nextChange([record(90 * MINUTE)], NOW)).to.equal(30 * MINUTE);
    expect(nextChange([], NOW)).to.equal(8.5 * 60 * MINUTE);
  });

  it('count to 99', () => {
    expect([1, 99, 100].map((count) => badgeText(count, english))).to.deep.equal(['1', '99', '99+']);
  });
});

describe('panelPosition', () => {
  const page = { width: 1_000, height: 800 };
  const panel = { width: 400, height: 500 };
  const button = (left: number, top: number) => ({ left, top, right: left + 40, bottom: top + 40 });

  it('lies below, in line with the end of the button', () => {
    expect(popoverPosition(button(900, 10), panel, page, 'bottom-end', false)).to.include({
      left: 540,
      top: 58,
    });
    expect(popoverPosition(button(60, 10), panel, page, 'bottom-end', true)).to.include({
      left: 60,
      top: 58,
    });
  });

  it('turns where there is more room, and stays in the window', () => {
    expect(popoverPosition(button(900, 740), panel, page, 'bottom-end', false)).to.include({ top: 232 });
    expect(popoverPosition(button(10, 10), panel, page, 'bottom-end', false)).to.include({ left: 8 });
    const small = popoverPosition(button(10, 100), panel, { width: 320, height: 500 }, 'top-start', false);
    expect(small).to.deep.equal({ left: 8, top: 148, maxHeight: 344 });
  });

  it('covers the button where there is no room beside it', () => {
    const low = (top: number, height: number) =>
      popoverPosition(
        button(600, top),
        { width: 300, height },
        { width: 667, height: 375 },
        'bottom-end',
        false,
      );
    expect(low(150, 500)).to.include({ top: 8, maxHeight: 359 });
    expect(low(20, 290)).to.include({ top: 68, maxHeight: 299 });
  });
});
