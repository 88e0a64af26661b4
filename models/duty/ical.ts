/**
 * One person's shifts as a calendar feed (RFC 5545) for the calendar of their telephone. Times are in Asia/Shanghai with its definition
 * beside them; nobody else is named, since a feed leaves our house. Written by hand: it is one kind of event, and ical-generator turns
 * dates into the time zone of the process and stamps them without one (docs/decisions/0010-roster-files.md). Pure.
 */
import { type County } from '../core/place';
import { type Kind, type Post } from './duty.schema';
import { postName, shiftName } from './pattern';

const ZONE = 'Asia/Shanghai';
const SHANGHAI_MS = 8 * 3_600_000;
const LINE_OCTETS = 75;

/** One offset since 1991; nothing older is in a feed. */
const ZONE_DEFINITION = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:STANDARD',
  'DTSTART:19920101T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/** Text of a property: what has a meaning there is escaped (RFC 5545, 3.3.11). */
const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r\n|\n|\r/g, '\\n');

const basic = (iso: string): string => iso.slice(0, 19).replace(/[-:]/g, '');
const inUtc = (at: Date): string => `${basic(at.toISOString())}Z`;
const inShanghai = (at: Date): string => basic(new Date(at.getTime() + SHANGHAI_MS).toISOString());

/** Lines of at most 75 octets, broken between characters, each further one beginning with a blank (3.1). */
function folded(line: string): string {
  const lines = [''];
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      lines.push(' ');
      octets = 1;
    }
    lines[lines.length - 1] += character;
    octets += size;
  }
  return lines.join('\r\n');
}

export interface FeedShift {
  id: string;
  version: number;
  kind: Kind;
  day: string;
  startsAt: Date;
  endsAt: Date;
  post: Post;
  county: County | null;
  confirmed: boolean;
}

export interface FeedInput {
  shifts: readonly FeedShift[];
  /** Page of one shift. */
  link: (shift: string) => string;
  now: Date;
}

const eventOf = (shift: FeedShift, { link, now }: FeedInput): string[] => [
  'BEGIN:VEVENT',
  `UID:${escaped(shift.id)}@liandong`,
  `DTSTAMP:${inUtc(now)}`,
  `SEQUENCE:${shift.version}`,
  `DTSTART;TZID=${ZONE}:${inShanghai(shift.startsAt)}`,
  `DTEND;TZID=${ZONE}:${inShanghai(shift.endsAt)}`,
  `SUMMARY:${escaped(`值班：${shiftName(shift.kind, shift.day)}（${postName(shift)}）`)}`,
  `DESCRIPTION:${escaped(shift.confirmed ? '已确认' : '待确认，请在钉钉里确认')}`,
  `URL:${link(shift.id)}`,
  `STATUS:${shift.confirmed ? 'CONFIRMED' : 'TENTATIVE'}`,
  'END:VEVENT',
];

/** The feed as text. The same shift keeps its UID, so that a calendar updates what it has. */
export function dutyFeed(input: FeedInput): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//liandong//duty//ZH', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH'],
    ...[
      'X-WR-CALNAME:我的值班',
      `X-WR-TIMEZONE:${ZONE}`,
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
    ],
    ...ZONE_DEFINITION,
    ...input.shifts.flatMap((shift) => eventOf(shift, input)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}
