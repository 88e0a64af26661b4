import ICAL from 'ical.js';
import { dutyFeed, type FeedShift } from '../models/duty/ical';

const shift: FeedShift = {
  ...{
    id: 'shift-2026-12-31-FULL',
    version: 3,
    kind: 'FULL',
    day: '2026-12-31',
    post: 'SQUAD',
    county: '330902',
    confirmed: true,
  },
  startsAt: new Date('2026-12-31T08:30:00+08:00'),
  endsAt: new Date('2027-01-01T08:30:00+08:00'),
};
const now = new Date('2026-11-23T20:00:00Z');
const feed = (shifts: FeedShift[], link = (id: string) => `https://app.example/#/shifts/${id}`) =>
  dutyFeed({ shifts, link, now });
const calendar = (text: string) => new ICAL.Component(ICAL.parse(text) as never);
const events = (text: string) =>
  calendar(text)
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event));

describe('the calendar feed', () => {
  it('tells a calendar when and where the person is on duty, in the time of Asia/Shanghai', () => {
    const text = feed([shift]);
    const [event] = events(text);
    expect(event!.summary).toBe('值班：12月31日全天班（定海区备勤分队）');
    expect(event!.startDate.toString()).toBe('2026-12-31T08:30:00');
    expect(event!.component.getFirstProperty('dtstart')!.getFirstParameter('tzid')).toBe('Asia/Shanghai');
    expect(event!.endDate.toJSDate().getTime() - event!.startDate.toJSDate().getTime()).toBe(24 * 3_600_000);
    expect(calendar(text).getFirstSubcomponent('vtimezone')!.getFirstPropertyValue('tzid')).toBe('Asia/Shanghai');
    expect(text).toContain('DTSTAMP:20261123T200000Z\r\n');
  });
  it('keeps the id of a shift while it changes', () => {
    const [first] = events(feed([shift]));
    const [second] = events(feed([{ ...shift, version: 4, confirmed: false }]));
    expect(second!.uid).toBe(first!.uid);
    expect([second!.sequence, second!.component.getFirstPropertyValue('status')]).toEqual([4, 'TENTATIVE']);
  });
  it('escapes what has a meaning, and folds lines at 75 octets without cutting a character', () => {
    const text = feed([{ ...shift, id: 'a,b;c\\d' }], () => `https://app.example/#/${'值'.repeat(80)}`);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\uFFFD');
    expect(text).toContain('UID:a\\,b\\;c\\\\d@liandong\r\n');
    const [event] = events(text);
    expect(event!.uid).toBe('a,b;c\\d@liandong');
    expect(event!.component.getFirstPropertyValue('url')).toBe(`https://app.example/#/${'值'.repeat(80)}`);
  });
  it('ends every line with CRLF and is a calendar without events when there is no shift', () => {
    const text = feed([]);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(events(text)).toEqual([]);
  });
});
