/**
 * 值班日志: what happened on a shift, told from the events of the records themselves. Nothing is copied, so nothing can differ; a note is
 * an event of the shift like any other. Each reader sees the lines of records that they may open.
 */
import { encodeTime } from 'ulid';
import { assignments } from '../assignment/assignment.store';
import { type Actor, permits, isReference } from '../core/access';
import { type Face, type Reader, type Sentence } from '../core/face';
import { type JournalEvent } from '../core/journal';
import { type Stateful } from '../core/workflow';
import { incidentFace } from '../incident/incident.face';
import { namesOf } from '../people/people.store';
import { petitions } from '../petition/petition.store';
import { type Shift } from './duty.schema';
import { dutySentences } from './duty.sentences';
import { shifts } from './duty.store';
import { nameOf } from './duty.words';

/** One line of the log; `link` opens the record in the micro-app. */
export interface LogLine {
  id: string;
  at: Date;
  kind: '值班' | '事件' | '信访' | '升级';
  who: string;
  what: string;
  detail: string | null;
  link: string | null;
}

interface Span {
  from: Date;
  to: Date;
}
type Line = Omit<LogLine, 'who' | 'detail'> & { by: string; detail?: string | undefined };

const MOST = 300;
const DAY = 24 * 3_600_000;

const within = ({ at }: JournalEvent, { from, to }: Span) => at >= from && at < to;

function sentence(sentences: Face<never>['sentences'], { type, data }: JournalEvent, actor: Actor): Sentence {
  const row = sentences[type];
  return typeof row === 'function' ? row(data, actor) : row;
}

function lineOf(kind: Line['kind'], event: JournalEvent, said: Sentence, link: string | null, of = ''): Line[] {
  if (said === undefined) return [];
  const { what, detail } = typeof said === 'string' ? { what: said, detail: undefined } : said;
  return [{ id: event.id, at: event.at, by: event.by, kind, what: of ? `${of}：${what}` : what, detail, link }];
}

/** Of other shifts only what concerns whoever is on duty now. */
const ELSEWHERE: readonly string[] = [
  'shift.missed',
  'shift.substituted',
  'shift.unfilled',
  'shift.arranged',
  'shift.swapApproved',
];
/** What only moves the clock on is no news. */
const SILENT: readonly string[] = ['shift.clockStopped', 'shift.incomingChanged', 'shift.asked'];

async function ofShifts(own: Shift, span: Span, { actor }: Reader): Promise<Line[]> {
  const found = await shifts.collection
    .find({ 'events.at': { $gte: span.from, $lt: span.to } } as never, {
      projection: { kind: 1, day: 1, events: 1 },
      limit: 200,
    })
    .toArray();
  return found.flatMap((shift) => {
    const here = shift._id === own._id;
    return shift.events
      .filter((event) => within(event, span) && (here ? !SILENT.includes(event.type) : ELSEWHERE.includes(event.type)))
      .flatMap((event) =>
        lineOf(
          '值班',
          event,
          sentence(dutySentences, event, actor),
          here ? null : `#/shifts/${shift._id}`,
          here ? '' : nameOf(shift),
        ),
      );
  });
}

/** Changed since the beginning, and known before the end: what has an event within is among them. */
async function ofIncidents(span: Span, { actor }: Reader): Promise<Line[]> {
  const { domain, path, maySee, sentences } = incidentFace;
  const found = await domain.store.collection
    .find({ updatedAt: { $gte: span.from }, receivedAt: { $lt: span.to } } as never, {
      sort: { updatedAt: 1 },
      limit: MOST,
    })
    .toArray();
  return found
    .filter((incident) => maySee(incident, actor))
    .flatMap((incident) =>
      incident.events
        .filter((event) => within(event, span))
        .flatMap((event) =>
          lineOf('事件', event, sentence(sentences, event, actor), `#/${path}/${incident._id}`, incident.no ?? '事件'),
        ),
    );
}

async function ofPetitions({ from, to }: Span, { actor }: Reader): Promise<Line[]> {
  const found = await petitions.collection
    .find({ registeredAt: { $gte: from, $lt: to } } as never, {
      projection: { no: 1, registeredAt: 1, reporter: 1, officer: 1, county: 1, status: 1 },
      sort: { registeredAt: 1 },
      limit: MOST,
    })
    .toArray();
  return found
    .filter((petition) => permits('seePetition', actor, petition))
    .map(({ _id, no, registeredAt }) => ({
      ...{ id: `petition:${_id}`, at: registeredAt as Date, kind: '信访' as const, by: '' },
      ...{ what: `登记信访件 ${no ?? ''}`, link: `#/petitions/${_id}` },
    }));
}

/** Assignments are named by the moment in which they were owed, so a stretch of time is a range of ids. */
const openedWithin = ({ from, to }: Span) => ({
  _id: { $gte: encodeTime(from.getTime() - DAY, 10), $lt: encodeTime(to.getTime(), 10) },
});

async function ofAlarms(span: Span, { actor }: Reader): Promise<Line[]> {
  const found = await assignments.collection
    .find({ ...openedWithin(span), rung: { $gt: 0 } } as never, {
      projection: { title: 1, county: 1, events: 1, personName: 1, record: 1 },
      limit: MOST,
    })
    .toArray();
  return found
    .filter((assignment) => permits('seeDesk', actor, assignment))
    .flatMap(
      ({ title, personName, events }: Stateful & { title: string; personName: string; events: JournalEvent[] }) =>
        events
          .filter(
            (event) =>
              within(event, span) && (event.type === 'assignment.climbed' || event.type === 'assignment.unreachable'),
          )
          .flatMap((event) => lineOf('升级', event, `${title}：${personName}未签收，提醒已升级`, null)),
    );
}

/** When somebody was on post: from the first check-in to the last line, or, before that, until now. */
function spanOf({ openedAt, startsAt, closedAt }: Shift, now: Date): Span {
  return { from: openedAt ?? startsAt, to: new Date((closedAt ?? now).getTime() + 1) };
}

/** The log of one shift for one reader, in the order in which it happened; at most 300 lines, the latest. */
export async function dutyLog(shift: Shift, reader: Reader): Promise<LogLine[]> {
  const span = spanOf(shift, reader.now);
  const found = (
    await Promise.all([
      ofShifts(shift, span, reader),
      ofIncidents(span, reader),
      ofPetitions(span, reader),
      ofAlarms(span, reader),
    ])
  ).flat();
  const lines = found.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-MOST);
  const names = await namesOf(lines.map(({ by }) => by).filter((id) => id && !isReference(id)));
  return lines.map(({ by, detail, ...line }) => ({
    ...line,
    who: names.get(by) ?? (by === 'clock' ? '系统' : ''),
    detail: detail ?? null,
  }));
}
