/** What the steps of a round share: its title, its clocks, whom it tells. */
import { assign } from '../assignment/assignment.effects';
import { DomainError } from '../core/errors';
import { endOfShanghaiDay, minutes } from '../core/calendar';
import { policy } from '../core/policy';
import { type Effect } from '../core/workflow';
import { claimsOf } from './claims';
import { DUTIES, type Round, type Seat } from './rotation.schema';
import { holders } from './rotation.workflow';

/** Number and kind of task; never where it goes. */
export const titleOf = ({ no, duty }: Pick<Round, 'no' | 'duty'>): string => `${no ?? '待登记'} · 抽调${DUTIES[duty]}`;

/** A seat offered shortly before the assembly is answered by then, but nobody gets less than a quarter of an hour. */
export function answerBy({ assembleAt }: Pick<Round, 'assembleAt'>, now: Date): Date {
  const usual = now.getTime() + minutes(policy().rotation.answerMinutes);
  const least = now.getTime() + minutes(15);
  return new Date(Math.min(usual, Math.max(assembleAt.getTime(), least)));
}

export const serviceEnds = ({ lastDay }: Pick<Round, 'lastDay'>): Date => endOfShanghaiDay(lastDay);
/** How long the leader has to close a round whose service is over before the clock does it. */
export const CLOSING_MS = 2 * 86_400_000;

function nextWake(round: Round): Date | null {
  if (round.status !== 'drawn' && round.status !== 'confirmed') return null;
  const waited = round.seats.flatMap(({ state, answerBy: by, decline }) =>
    state === 'offered' ? [by] : state === 'declined' && decline ? [decline.decideBy] : [],
  );
  const end = serviceEnds(round);
  const closing = round.closeAskedAt ? new Date(end.getTime() + CLOSING_MS) : end;
  return new Date(Math.min(closing.getTime(), ...waited.map((at) => at.getTime())));
}

/** The round with everything that follows from its seats: whether all have accepted, what it claims, when the clock looks again. */
export function settled(round: Round): Round {
  const running = round.status === 'drawn' || round.status === 'confirmed';
  const accepted = holders(round).every(({ state }) => state === 'confirmed');
  const status = running ? (accepted ? 'confirmed' : 'drawn') : round.status;
  const document = { ...round, status } satisfies Round;
  return { ...document, claims: claimsOf(document), wakeAt: nextWake(document) };
}

/** The round with one seat changed. */
export const withSeat = (round: Round, id: string, change: Partial<Seat>): Round => ({
  ...round,
  seats: round.seats.map((seat) => (seat.id === id ? { ...seat, ...change } : seat)),
});

/** Ask somebody to go. */
export const offer = (round: Round, seat: Seat): Effect =>
  assign({
    ...{ person: seat.person, purpose: 'rotation.drawn', title: titleOf(round), county: seat.county },
    ...{ dueAt: seat.answerBy, todo: true },
  });

/** Tell somebody about the round; `task` when they have to do something. */
export const tell = (round: Round, person: string, purpose: string, task: { dueAt?: Date } | null = null): Effect =>
  assign({
    ...{ person, purpose, title: titleOf(round), county: round.county, ladder: false },
    ...(task ? { todo: true, dueAt: task.dueAt ?? null } : {}),
  });

export const VACANT = 'rotation.vacant';
/** A bureau leader names somebody now, whatever the hour; without one the leader of the round. */
export const vacancy = (round: Round, leaders: readonly { id: string }[], why: string): Effect =>
  assign({
    ...{ person: leaders[0]?.id ?? round.openedBy, purpose: VACANT, county: round.county },
    ...{ title: `${titleOf(round)}：${why}，请直接指定人员`, urgency: 'URGENT', todo: true },
  });

/** @throws DomainError NOT_FOUND when the page or card is older than the round */
export function seatWith(round: Round, wanted: (seat: Seat) => boolean): Seat {
  const seat = round.seats.find(wanted);
  if (!seat) throw new DomainError('NOT_FOUND', '没有找到这个名额，请刷新后查看最新情况。', { id: round._id });
  return seat;
}
