/** 指定: where the order of substitutes has come to its end, a bureau leader names who goes. Pure. */
import { settle } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { advance, type Context, type Outcome } from '../core/workflow';
import { offer, settled, VACANT } from './common';
import { type Candidate } from './draw';
import { frozen, type Standing } from './frozen';
import { type AppointSeat, type Round, type Seat, STANDING } from './rotation.schema';
import { rotationWorkflow, vacantSeats } from './rotation.workflow';
import { seatOf } from './steppingIn';

/** Who may be named for a vacant seat: of its unit, whoever can come; of every unit, where the own has nobody. Called in vain before is no hindrance. */
function eligible(round: Round, vacant: Seat, { inputs }: Pick<ReturnType<typeof frozen>, 'inputs'>): Candidate[] {
  const inside = new Set(round.seats.filter(({ state }) => STANDING.includes(state)).map(({ person }) => person));
  if (vacant.kind === 'reinforcement') return inputs.reserve.filter(({ id }) => !inside.has(id));
  const free = inputs.candidates.filter(({ id, out }) => out === null && !inside.has(id));
  const own = free.filter(({ unit }) => unit === vacant.unit);
  return own.length > 0 ? own : free;
}

/** Everybody who may be named for any of the vacant seats, each once. */
export function appointable(round: Round, standing: Standing): Candidate[] {
  const now = frozen(round, standing);
  const all = vacantSeats(round).flatMap((vacant) => eligible(round, vacant, now));
  return [...new Map(all.map((candidate) => [candidate.id, candidate])).values()];
}

/** 指定人员: counts, answers and is replaced like every substitute; who named them and why stays with the seat. */
export function appointSeat(
  round: Round,
  { person, reason }: AppointSeat,
  context: Context,
  standing: Standing,
): Outcome<Round> {
  advance(rotationWorkflow, 'appoint', round, context);
  const { actor, now } = context;
  const free = frozen(round, standing);
  const fitting = vacantSeats(round).flatMap((vacant) =>
    eligible(round, vacant, free).flatMap((candidate) => (candidate.id === person ? [{ vacant, candidate }] : [])),
  );
  const [found] = fitting;
  if (!found)
    throw new DomainError(
      'INVALID_INPUT',
      '这位同志不在可以指定的名单里（可能已在本轮、请假、值班或休整），请另选一位。',
      {
        person,
      },
    );
  const { vacant, candidate } = found;
  const byName = standing.leaders.find(({ id }) => id === actor.id)?.name ?? '局领导';
  const chosen = { person, unit: candidate.unit, certified: candidate.certified, passed: [] };
  const seat = { ...seatOf(round, vacant, chosen, standing, now), appointed: { by: actor.id, byName, reason } };
  const document = settled({ ...round, seats: [...round.seats, seat] });
  const more = vacantSeats(document).length > 0;
  return {
    document,
    event: {
      type: 'rotation.appointed',
      data: { name: `${seat.unitName} ${seat.personName}`, instead: vacant.personName, reason },
    },
    effects: [offer(document, seat), ...(more ? [] : [settle({ purposes: [VACANT] })])],
  };
}
