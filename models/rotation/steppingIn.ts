/** 替补: somebody leaves a seat, the next in the order takes it. “座位照样有人去.” Pure. */
import { settle } from '../assignment/assignment.effects';
import { type Effect } from '../core/workflow';
import { policy } from '../core/policy';
import { answerBy, offer, settled, tell, VACANT, vacancy, withSeat } from './common';
import { type DrawInputs, type Successor, successor } from './draw';
import { personIn } from './drawing';
import { frozen, type Standing } from './frozen';
import { type Round, type Seat, STANDING } from './rotation.schema';
import { holders } from './rotation.workflow';

export interface Change {
  round: Round;
  effects: Effect[];
}

/** Whether the team keeps its certified officers only if the substitute is one. */
function mustBeCertified(round: Round, leaving: Seat): boolean {
  const staying = holders(round).filter(({ id, state }) => id !== leaving.id && STANDING.includes(state));
  return leaving.certified && staying.filter(({ certified }) => certified).length < round.needCertified;
}

/** An officer added outside the draw is followed by another of the enforcement team. */
function nextOfReserve({ reserve }: DrawInputs, taken: ReadonlySet<string>): Successor | null {
  const free = reserve.filter(({ id }) => !taken.has(id));
  const officer = free.find(({ out }) => out === null) ?? free[0];
  return officer ? { person: officer.id, unit: officer.unit, certified: true, moved: false, passed: [] } : null;
}

function next(round: Round, leaving: Seat, inputs: DrawInputs): Successor | null {
  const taken = new Set(round.seats.map(({ person }) => person));
  if (leaving.kind === 'reinforcement') return nextOfReserve(inputs, taken);
  const certified = mustBeCertified(round, leaving);
  return (
    successor(inputs, leaving.unit, taken, certified) ??
    (certified ? successor(inputs, leaving.unit, taken, false) : null)
  );
}

/** Somebody who takes over the place of `leaving`, asked now. */
export function seatOf(
  round: Round,
  leaving: Seat,
  chosen: Pick<Successor, 'person' | 'unit' | 'certified' | 'passed'>,
  standing: Standing,
  now: Date,
): Seat {
  const { slot, kind } = leaving;
  const before = round.seats.filter((seat) => seat.slot === slot).length;
  return {
    ...{ id: `s${slot}-${before}`, slot, kind: kind === 'reinforcement' ? kind : 'substitute' },
    ...{ person: chosen.person, unit: chosen.unit, certified: chosen.certified, ...personIn(standing, chosen.person) },
    ...{
      state: 'offered',
      offeredAt: now,
      answerBy: answerBy(round, now),
      replaces: leaving.id,
      passed: chosen.passed,
      appointed: null,
    },
    ...{ decline: null, arrivedAt: null, location: null, arrivedPlace: null },
  };
}

/** Whether as many have been asked to step in for this place as may be. */
const askedEnough = ({ seats }: Round, { slot }: Seat): boolean =>
  seats.filter((seat) => seat.slot === slot && seat.replaces !== null).length >= policy().rotation.mostSubstitutes;

/** Fill the place somebody has just left. Where the order has nobody left, or too many were asked in vain, a leader decides. */
function fill({ round, effects }: Change, leaving: Seat, standing: Standing, now: Date): Change {
  const leave = (why: string) => ({ round, effects: [...effects, vacancy(round, standing.leaders, why)] });
  if (askedEnough(round, leaving)) return leave('这一席没有人应答');
  const chosen = next(round, leaving, frozen(round, standing).inputs);
  if (!chosen) return leave('这一席已无人可以接替');
  const seat = seatOf(round, leaving, chosen, standing, now);
  const filled = { ...round, seats: [...round.seats, seat] };
  return { round: filled, effects: [...effects, offer(filled, seat)] };
}

/** 已批准: excused without a mark; the next one is asked. */
export function excuse(round: Round, leaving: Seat, standing: Standing, now: Date): Change {
  const left = withSeat(round, leaving.id, { state: 'excused' });
  const effects = [
    settle({ person: leaving.person, purposes: ['rotation.drawn'] }),
    tell(left, leaving.person, 'rotation.excused'),
  ];
  return fill({ round: left, effects }, leaving, standing, now);
}

/** 缺席: recorded, told to the bureau leaders; the seat is served by somebody else and the absentee stays first in line. */
export function recordAbsence(round: Round, leaving: Seat, standing: Standing, now: Date, replace = true): Change {
  const left = withSeat(round, leaving.id, { state: 'absent' });
  const effects = [
    settle({ person: leaving.person, purposes: ['rotation.drawn'], as: 'cancelled' }),
    ...standing.leaders.slice(0, 1).map(({ id }) => tell(left, id, 'rotation.absent', {})),
  ];
  return replace ? fill({ round: left, effects }, leaving, standing, now) : { round: left, effects };
}

const isVacancy = ({ data }: Effect): boolean => data['purpose'] === VACANT;

/** The round as it is to be written: claims, clock and state follow from its seats. Of several vacant seats a leader is told once. */
export function written({ round, effects }: Change): { document: Round; effects: Effect[] } {
  const first = effects.find(isVacancy);
  return {
    document: settled(round),
    effects: effects.filter((effect) => !isVacancy(effect) || effect === first),
  };
}
