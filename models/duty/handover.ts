/**
 * What the next shift has to know, looked up at the moment of the handover. One function per kind of line: another kind is another row of
 * `SOURCES`.
 */
import { purposeLabel } from '../assignment/assignment.purposes';
import { unacknowledged } from '../assignment/assignment.store';
import { shanghaiDay, clockWords } from '../core/calendar';
import { incidents, openIncidents } from '../incident/incident.store';
import { titleOf as incidentTitle } from '../incident/common';
import { STATES as INCIDENT_STATES } from '../incident/incident.schema';
import { silentStations } from '../station/station.store';
import { type Line, type Seat, type Shift } from './duty.schema';
import { shifts, shiftsBetween } from './duty.store';
import { type Named } from './onDuty';
import { WARNING_KINDS, LEVELS } from '../weather/weather.schema';
import { warningsAt } from '../weather/weather.store';
import { postOf } from './duty.words';
import { postLine } from './onPost';
import { postKey } from './pattern';

type Told = Pick<Line, 'id' | 'kind' | 'text' | 'link'>;
/** More would be confirmed without being read; what is over is one line that says how many. */
const MOST = 30;
const MOST_IN_ALL = 80;

async function tasks(): Promise<Told[]> {
  const waiting = await unacknowledged({ 'record.store': { $ne: shifts.name } }, { limit: MOST + 1 });
  return waiting.map(({ _id, purpose, title, personName, record }) => ({
    id: `task:${_id}`,
    kind: 'task',
    text: `${purposeLabel(purpose)} ${title}（${personName}未签收）`.slice(0, 200),
    link: record.store === incidents.name ? `#/incidents/${record.id}` : null,
  }));
}

async function open(): Promise<Told[]> {
  return (await openIncidents(MOST + 1)).map((incident) => ({
    id: `incident:${incident._id}`,
    kind: 'incident',
    text: `${incidentTitle(incident)}（${INCIDENT_STATES[incident.status]}）`.slice(0, 200),
    link: `#/incidents/${incident._id}`,
  }));
}

async function silent(now: Date): Promise<Told[]> {
  return (await silentStations(now, MOST + 1)).map(({ _id, name, silentAt }) => ({
    id: `station:${_id}`,
    kind: 'station',
    text: `${name}失联${silentAt ? `（${shanghaiDay(silentAt)} ${clockWords(silentAt)}起）` : ''}`.slice(0, 200),
    link: null,
  }));
}

async function weather(now: Date): Promise<Told[]> {
  return (await warningsAt(now)).map(({ _id, kind, level, endsAt }) => ({
    id: `weather:${_id}`,
    kind: 'weather',
    text: `${WARNING_KINDS[kind]}${LEVELS[level]}预警（至${shanghaiDay(endsAt)} ${clockWords(endsAt)}）`,
    link: null,
  }));
}

const SOURCES: readonly ((now: Date) => Promise<Told[]>)[] = [open, tasks, silent, weather];

const bounded = (lines: Told[]): Told[] => {
  const [first] = lines;
  if (!first || lines.length <= MOST) return lines;
  return [
    ...lines.slice(0, MOST),
    { id: `${first.kind}:more`, kind: first.kind, text: '以上之外还有更多，请在大屏或列表中查看', link: null },
  ];
};

const CENTRE: readonly Seat['post'][] = ['LEADER', 'OPERATOR'];
const isCentre = ({ seats }: Pick<Shift, 'seats'>): boolean => seats.some(({ post }) => CENTRE.includes(post));

/** On call, each post hands over to its own successor: what is open is the command centre's. */
function ofPosts({ _id, seats }: Pick<Shift, '_id' | 'seats'>): Told[] {
  const present = new Map(seats.filter(({ state }) => state === 'checkedIn').map((seat) => [postKey(seat), seat]));
  return [...present].map(([key, seat]) => ({
    ...{ id: postLine(key), kind: 'log', link: `#/shifts/${_id}` },
    text: `${postOf(seat)}：在办任务、车辆装备和联系方式已移交`,
  }));
}

/** The list to hand over now. The duty log itself is always a line of the command centre's, so that there is something to confirm. */
export async function handoverLines(shift: Pick<Shift, '_id' | 'seats'>, now: Date): Promise<Told[]> {
  if (!isCentre(shift)) return ofPosts(shift);
  const found = (await Promise.all(SOURCES.map((source) => source(now)))).flatMap(bounded).slice(0, MOST_IN_ALL);
  return [...found, { id: 'log', kind: 'log', text: '值班记录和移交物品', link: `#/shifts/${shift._id}` }];
}

/** Check-in for the next shift opens before this one ends. */
const AHEAD_MS = 60 * 60_000;

/** Whether this seat of the next shift relieves one of the outgoing: the command centre relieves itself, every other post its own. */
const relieves = (outgoing: Pick<Shift, 'seats'>) => {
  const centre = isCentre(outgoing);
  return ({ post }: Seat) => (centre ? CENTRE.includes(post) : outgoing.seats.some((seat) => seat.post === post));
};

/** Whoever has checked in for what follows this shift; asked again whenever the next roster changes. */
export async function incomingOf(outgoing: Pick<Shift, '_id' | 'endsAt' | 'seats'>, now: Date): Promise<Named[]> {
  const around = await shiftsBetween(now, new Date(now.getTime() + AHEAD_MS), 20);
  const next = around.filter(
    ({ _id, endsAt, status }) => _id !== outgoing._id && endsAt > outgoing.endsAt && status !== 'closed',
  );
  const seats = next
    .flatMap((shift) => shift.seats.filter(({ state }) => state === 'checkedIn'))
    .filter(relieves(outgoing));
  return [...new Map(seats.map(({ person, personName }) => [person, { id: person, name: personName }])).values()];
}

/** The posts on which this person has checked in for what follows the outgoing shift. */
export async function postsTakenBy(
  person: string,
  outgoing: Pick<Shift, '_id' | 'endsAt'>,
  now: Date,
): Promise<string[]> {
  const around = await shiftsBetween(now, new Date(now.getTime() + AHEAD_MS), 20);
  const next = around.filter(({ _id, endsAt }) => _id !== outgoing._id && endsAt > outgoing.endsAt);
  const seats = next.flatMap((shift) =>
    shift.seats.filter((seat) => seat.person === person && seat.state === 'checkedIn'),
  );
  return seats.map(postKey);
}
