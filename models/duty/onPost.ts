/** 到岗、顶岗、交接: from check-in to the line that relieves. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { metresBetween } from '../core/place';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { after } from './dues';
import {
  type Arrange,
  type CheckIn,
  type CloseShift,
  type ConfirmLine,
  type Handover,
  type Line,
  type NoteShift,
  type Seat,
  type Shift,
  type TakeOver,
} from './duty.schema';
import { nameOf, postOf, titleOf } from './duty.words';
import { canArrive, dutyWorkflow, missing, isEmpty } from './duty.workflow';
import { type Named } from './onDuty';
import { postKey } from './pattern';
import { alarm, joined, release, reseated, SEAT_PURPOSES, seatMeant, settled, swapDropped, tell } from './seats';
import { type z } from 'zod';

/** The outgoing shift asks again who takes over; told after whatever changes who is on this one. */
export const incomingChanged = (shift: Pick<Shift, '_id'>): Effect => ({
  kind: 'duty.incoming',
  data: { shift: shift._id },
});

const CENTRE_POSTS: readonly Seat['post'][] = ['LEADER', 'OPERATOR'];

/** What is doubtful about a check-in, in words; null when nothing is. Squads and monitoring are on call wherever they are. */
export function doubtOf({ post }: Pick<Seat, 'post'>, location: CheckIn['location']): string | null {
  if (!location) return '没有带定位';
  const { centre } = policy().duty;
  if (!centre || !CENTRE_POSTS.includes(post)) return null;
  const metres = metresBetween(location, centre.location);
  if (metres <= centre.metres) return null;
  return `定位距指挥中心${metres < 10_000 ? `${Math.round(metres)}米` : `${Math.round(metres / 1000)}公里`}`;
}

/** 到岗: opens the shift. Somebody late takes their seat back while nobody has come in their stead. */
export function checkIn(
  shift: Shift,
  { seat: id, location }: CheckIn,
  context: Context,
  { leaders }: { leaders: readonly Named[] },
): Outcome<Shift> {
  advance(dutyWorkflow, 'checkIn', shift, context);
  const { actor, now } = context;
  const mine = (one: Seat) => one.person === actor.id && canArrive(shift, one);
  const seat = seatMeant(shift, id, mine, '您在这个班次里没有待签到的岗位，请查看最新排班。');
  const late = now > after(shift.startsAt, policy().duty.checkInMinutes) && seat.insteadOf === null;
  const spared = shift.seats.filter(({ insteadOf }) => insteadOf === seat.id);
  const here: Seat = {
    ...seat,
    state: 'checkedIn',
    swap: null,
    checkedInAt: now,
    checkedInFrom: location,
    confirmBy: null,
    unfilled: false,
  };
  const seats = shift.seats.filter((one) => !spared.includes(one)).map((one) => (one.id === seat.id ? here : one));
  const document = settled({ ...shift, status: 'onDuty', openedAt: shift.openedAt ?? now, seats });
  const doubt = doubtOf(seat, location);
  return {
    document,
    event: { type: 'shift.checkedIn', data: { seat: seat.id, post: postOf(seat), name: seat.personName, late, doubt } },
    effects: [
      settle({ person: actor.id, purposes: SEAT_PURPOSES }),
      ...swapDropped(shift, seat),
      ...spared.flatMap((one) => [release(one.person), tell(shift, one, one.person, 'duty.replaced')]),
      ...(seat.state === 'absent' && spared.length > 0 ? [settle({ purposes: ['duty.missed'] })] : []),
      ...(doubt
        ? alarm(
            shift,
            seat,
            leaders.filter((one) => one.id !== actor.id),
            'duty.checkInDoubt',
          )
        : []),
      incomingChanged(shift),
    ],
  };
}

/** 我来顶岗: a leader takes the empty post themselves, now. */
export function takeOver(
  shift: Shift,
  { seat: id }: z.infer<typeof TakeOver>,
  context: Context,
  { name }: { name: string },
): Outcome<Shift> {
  advance(dutyWorkflow, 'takeOver', shift, context);
  const { actor, now } = context;
  const empty = missing(shift);
  const seat = seatMeant(
    shift,
    id,
    ({ id: one }) => empty.some((other) => other.id === one),
    '这个岗位已有人到岗，不需要顶岗。',
  );
  const spared = shift.seats.filter(({ insteadOf }) => insteadOf === seat.id);
  const taken: Seat = {
    ...seat,
    ...{
      id: `${seat.id}+`,
      person: actor.id,
      personName: name,
      reason: `顶替：${seat.personName}${seat.state === 'absent' ? '未到岗' : '已离岗'}；${name}自行顶岗`,
    },
    ...{
      state: 'checkedIn',
      swap: null,
      checkedInAt: now,
      checkedInFrom: null,
      insteadOf: seat.id,
      confirmBy: null,
      unfilled: false,
    },
  };
  const others = shift.seats.filter((one) => !spared.includes(one));
  const seats = [...others.map((one) => (one.id === seat.id ? { ...one, unfilled: false } : one)), taken];
  const document = settled({ ...shift, status: 'onDuty', openedAt: shift.openedAt ?? now, seats });
  return {
    document,
    event: { type: 'shift.takenOver', data: { seat: seat.id, post: postOf(seat), name, from: seat.personName } },
    effects: [
      settle({ purposes: ['duty.missed', 'duty.unfilled'] }),
      ...spared.flatMap((one) => [release(one.person), tell(shift, one, one.person, 'duty.replaced')]),
      incomingChanged(shift),
    ],
  };
}

export interface ArrangeFacts {
  person: Named | null;
  /** Why they cannot come, in words; null when they can. */
  hindered: string | null;
  arranger: string;
}

/** 改派: whoever arranges the roster puts somebody else on a seat. Somebody on post is relieved, and the other is called at once. */
export function arrangeSeat(
  shift: Shift,
  input: Arrange,
  context: Context,
  { person, hindered, arranger }: ArrangeFacts,
): Outcome<Shift> {
  advance(dutyWorkflow, 'arrange', shift, context);
  const [id = ''] = input.person.split('|');
  const seat = seatMeant(
    shift,
    id,
    (one) => one.state !== 'relieved' || isEmpty(one),
    '这个岗位已有变动，请刷新后重新选择。',
  );
  if (!person) throw new DomainError('INVALID_INPUT', '没有找到这位同事，可能已经离开单位，请重新选择。', {});
  if (person.id === seat.person && seat.state !== 'absent')
    throw new DomainError('INVALID_INPUT', '这位同事已经在这个岗位上了。', {});
  if (hindered) throw new DomainError('NOT_NOW', hindered, { person: person.id });
  const reason = `${arranger}改派${input.reason ? `：${input.reason}` : ''}，原为${seat.personName}`;
  const data = { seat: seat.id, post: postOf(seat), from: seat.personName, to: person.name, why: input.reason, reason };
  const event = { type: 'shift.arranged', data };
  // A seat that the roster left empty has nobody who was missing there.
  if (seat.state === 'planned' || seat.state === 'confirmed' || !seat.person) {
    const { document, effects } = reseated(shift, seat, person, reason, context.now);
    return { document, event, effects: [...effects, incomingChanged(shift)] };
  }
  const spared = shift.seats.filter(({ insteadOf }) => insteadOf === seat.id);
  const cleared = { ...shift, seats: shift.seats.filter((one) => !spared.includes(one)) };
  const { document, effects } = joined(
    cleared,
    seat,
    seat.state === 'absent' ? 'absent' : 'relieved',
    person,
    reason,
    context.now,
  );
  const told = [...(seat.state === 'relieved' ? [] : [seat]), ...spared].map((one) =>
    tell(shift, one, one.person, 'duty.replaced'),
  );
  return {
    document,
    event,
    effects: [
      ...spared.map((one) => release(one.person)),
      ...told,
      settle({ purposes: ['duty.missed', 'duty.unfilled'] }),
      ...effects,
      incomingChanged(shift),
    ],
  };
}

export interface HandoverFacts {
  lines: readonly Pick<Line, 'id' | 'kind' | 'text' | 'link'>[];
  /** Whoever has checked in for the shift that follows. */
  incoming: readonly Named[];
}

const askIncoming = (shift: Shift, people: readonly string[], dueAt: Date): Effect[] =>
  people.map((person) =>
    assign({ person, purpose: 'duty.handover', title: titleOf(shift), urgency: 'URGENT', ladder: false, dueAt }),
  );

/** The list as it is at this moment, and who takes over. */
export function openHandover(
  shift: Shift,
  { lines, incoming }: HandoverFacts,
  now: Date,
): Pick<Outcome<Shift>, 'document' | 'effects'> {
  const from = now > shift.endsAt ? now : shift.endsAt;
  const handover: Handover = {
    ...{ openedAt: now, dueAt: after(from, policy().duty.handoverMinutes), overdueAt: null },
    lines: lines.map((line) => ({ ...line, confirmedAt: null, confirmedBy: null, confirmedName: null, note: null })),
  };
  const people = incoming.map(({ id }) => id);
  const document = settled({ ...shift, status: 'handingOver', handover, incoming: people });
  return { document, effects: askIncoming(shift, people, handover.dueAt) };
}

/** 开始交班. */
export function handOver(shift: Shift, _input: unknown, context: Context, facts: HandoverFacts): Outcome<Shift> {
  advance(dutyWorkflow, 'handOver', shift, context);
  return {
    ...openHandover(shift, facts, context.now),
    event: { type: 'shift.handoverOpened', data: { lines: facts.lines.length } },
  };
}

/** 接班人员更新: the roster of the next shift was changed, or somebody has checked in for it. */
export function renewIncoming(shift: Shift, { people }: { people: string[] }, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'incoming', shift, context);
  const fresh = people.filter((person) => !shift.incoming.includes(person));
  const gone = shift.incoming.filter((person) => !people.includes(person));
  return {
    document: { ...shift, incoming: people },
    event: { type: 'shift.incomingChanged', data: { people: people.length } },
    effects: [
      ...gone.map((person) => settle({ person, purposes: ['duty.handover'], as: 'cancelled' })),
      ...askIncoming(shift, fresh, shift.handover?.dueAt ?? context.now),
    ],
  };
}

/** Everybody's part in the shift is over. */
function closed(shift: Shift, now: Date): Shift {
  const seats = shift.seats.map((seat) =>
    seat.state === 'checkedIn' ? { ...seat, state: 'relieved' as const } : seat,
  );
  return { ...settled({ ...shift, seats, status: 'closed', closedAt: now }), incoming: [] };
}

const POST_LINE = 'post:';
/** Id of the line with which one post on call hands over to its successor (handover.ts). */
export const postLine = (key: string): string => `${POST_LINE}${key}`;

export interface ReceiverFacts {
  name: string;
  /** Posts (`postKey`) on which whoever confirms has checked in. */
  posts: readonly string[];
}

/** The line of a post belongs to its successor; every other to whoever takes over the command centre. */
const isTheirs = ({ id }: Line, posts: readonly string[]): boolean =>
  !id.startsWith(POST_LINE) || posts.some((key) => postLine(key) === id);

function lineMeant({ handover }: Shift, id: string | undefined, posts: readonly string[]): Line {
  const line = handover?.lines.find((one) => (id ? one.id === id : !one.confirmedAt && isTheirs(one, posts)));
  if (!line || line.confirmedAt) throw new DomainError('NOT_NOW', '这一项已经确认过了，请看其余各项。', { line: id });
  if (isTheirs(line, posts)) return line;
  throw new DomainError('NOT_NOW', '这一项要由同岗位的接班人员确认，请确认您本岗位的一项。', { line: id });
}

/** With the line of a post its people are relieved, whatever the other posts still wait for. */
const relievedBy = (line: Line, seats: readonly Seat[]): Seat[] =>
  seats.map((seat) =>
    seat.state === 'checkedIn' && line.id === postLine(postKey(seat)) ? { ...seat, state: 'relieved' } : seat,
  );

/** One line confirmed by the incoming; with the last one the outgoing are relieved. */
export function confirmLine(
  shift: Shift,
  { line: id, note }: z.infer<typeof ConfirmLine>,
  context: Context,
  { name, posts }: ReceiverFacts,
): Outcome<Shift> {
  advance(dutyWorkflow, 'confirmLine', shift, context);
  const { actor, now } = context;
  const line = lineMeant(shift, id, posts);
  const handover = shift.handover as Handover;
  const confirmed: Line = {
    ...line,
    confirmedAt: now,
    confirmedBy: actor.id,
    confirmedName: name,
    note: note || null,
  };
  const lines = handover.lines.map((one) => (one.id === line.id ? confirmed : one));
  const document = { ...shift, seats: relievedBy(line, shift.seats), handover: { ...handover, lines } };
  const data = { line: line.id, text: line.text, kind: line.kind, note };
  if (lines.some(({ confirmedAt }) => !confirmedAt)) return { document, event: { type: 'shift.lineConfirmed', data } };
  return {
    document: closed(document, now),
    event: {
      type: 'shift.handedOver',
      data: { ...data, lines: lines.length, late: now > handover.dueAt, by: name },
    },
    effects: [settle({})],
  };
}

/** 值班记录: what somebody on post wants the next to know. */
export function noteShift(shift: Shift, { text }: z.infer<typeof NoteShift>, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'note', shift, context);
  return { document: { ...shift }, event: { type: 'shift.noted', data: { text } } };
}

/** 结束班次: by a leader, where nobody takes over. */
export function closeShift(shift: Shift, { reason }: z.infer<typeof CloseShift>, context: Context): Outcome<Shift> {
  advance(dutyWorkflow, 'close', shift, context);
  const open = shift.handover?.lines.filter(({ confirmedAt }) => !confirmedAt).length ?? 0;
  return {
    document: closed(shift, context.now),
    event: { type: 'shift.closed', data: { reason, unconfirmed: open, name: nameOf(shift) } },
    effects: [settle({})],
  };
}
