/** 抽签: opening a round, looking at it beforehand, drawing, calling it off. Pure: no database, no clock. */
import { settle } from '../assignment/assignment.effects';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { answerBy, offer, settled, tell } from './common';
import { type Draw, draw, type DrawnSeat } from './draw';
import { frozen, type Frozen, type Standing } from './frozen';
import { howGiven } from './why';
import { type OpenRound, type Round, type Seat, type WithReason } from './rotation.schema';
import { rotationWorkflow } from './rotation.workflow';

/** What is looked up before a round is opened. */
export interface OpeningFacts {
  openedByName: string;
  /** Rounds of the pool in the month of the assembly, without discarded and called-off ones. */
  inMonth: number;
  /** Names of the sealed target, none of which may stand in what everybody reads. */
  targetNames: readonly string[];
  /** The target sealed for this round. */
  target: string | null;
}

/** Beyond 1–4 people or 2–3 rounds in a month the leader is warned, not stopped. */
export function warningsFor(k: number, inMonth: number): string[] {
  const { seats, roundsPerMonth } = policy().rotation;
  const usualSeats = `通常每轮抽${seats.min}至${seats.max}人`;
  const usualRounds = `通常每月${roundsPerMonth.min}至${roundsPerMonth.max}轮`;
  return [
    ...(k < seats.min || k > seats.max ? [`${usualSeats}，本轮${k}人，请确认确有需要。`] : []),
    ...(inMonth + 1 > roundsPerMonth.max ? [`${usualRounds}，本轮是当月第${inMonth + 1}轮，请确认确有需要。`] : []),
  ];
}

function keepSecret({ place, kit }: OpenRound, names: readonly string[]): void {
  const said = `${place}\n${kit}`;
  if (names.some((name) => name.length >= 2 && said.includes(name)))
    throw new DomainError(
      'INVALID_INPUT',
      '集合地点和装备里不要写检查对象的名称，被抽到的人都会看到，请改写后再提交。',
    );
}

/** 发起: a drafted round; its target is sealed already, and nobody has been told. */
export function openRound(id: string, input: OpenRound, { actor, now }: Context, facts: OpeningFacts): Outcome<Round> {
  const { county, duty, k, place, location, assembleAt, days, kit } = input;
  if (assembleAt <= now) throw new DomainError('INVALID_INPUT', '集合时间须晚于现在，请重新选择。');
  keepSecret(input, facts.targetNames);
  const day = shanghaiDay(assembleAt);
  const document: Round = {
    ...{ _id: id, version: 0, status: 'drafted', no: null, pool: county ?? 'city', county },
    ...{ openedBy: actor.id, openedByName: facts.openedByName },
    ...{ duty, k, place, location, assembleAt, day, kit, lastDay: addCalendarDays(day, days - 1) },
    needCertified: input.needCertified ?? policy().rotation.needCertified,
    target: facts.target,
    warnings: warningsFor(k, facts.inMonth),
    ...{ previews: [], sequence: null, drawnAt: null, draw: null, reasons: {}, seats: [], claims: [] },
    ...{ wakeAt: null, closeAskedAt: null, closedAt: null, outcomeReason: null },
  };
  return {
    document,
    event: { type: 'rotation.opened', data: { duty, k, day, warnings: document.warnings } },
    number: 'CD',
  };
}

/** Take the draw as it would be now. @throws DomainError NOT_NOW when too few are available */
export function drawNow(round: Round, standing: Standing): { taken: Draw; reasons: Frozen['reasons'] } {
  const { inputs, reasons } = frozen(round, standing);
  return { taken: draw({ ...inputs, round: round.no ?? round._id }), reasons };
}

/** The history names every look; the round keeps the latest results. */
const PREVIEWS_KEPT = 5;

/** 预演: who would go now. Kept in the history, so that nobody looks until they like the result without its being seen. */
export function previewRound(round: Round, _input: unknown, context: Context, standing: Standing): Outcome<Round> {
  const status = advance(rotationWorkflow, 'preview', round, context);
  const { taken } = drawNow(round, standing);
  const seats = taken.result.seats.map(({ person, certified, slot }) => {
    const { personName, unitName } = personIn(standing, person);
    return { personName, unitName, certified, how: howGiven(taken, slot) };
  });
  const preview = { at: context.now, by: context.actor.id, hash: taken.hash, seats };
  return {
    document: { ...round, status, previews: [...round.previews, preview].slice(-PREVIEWS_KEPT) },
    event: { type: 'rotation.previewed', data: { hash: taken.hash } },
  };
}

function seatFrom(
  { slot, kind, person, unit, certified }: DrawnSeat,
  round: Round,
  standing: Standing,
  now: Date,
): Seat {
  const holder = personIn(standing, person);
  return {
    ...{ id: `s${slot}`, slot, kind, person, unit, certified, ...holder },
    ...{ state: 'offered', offeredAt: now, answerBy: answerBy(round, now), replaces: null, passed: [] },
    appointed: null,
    ...{ decline: null, arrivedAt: null, location: null, arrivedPlace: null },
  };
}

/** What a seat says of its holder beside the draw. Without a head of their own, a bureau leader decides. */
export function personIn({ members, units, leaders }: Standing, person: string) {
  const member = members.find(({ _id }) => _id === person);
  const unit = units.find(({ _id }) => _id === member?.unit);
  const leader = leaders.find(({ id }) => id !== person);
  return {
    personName: member?.name ?? person,
    unitName: unit?.name ?? '',
    county: member?.county ?? null,
    head: member?.head ?? leader?.id ?? null,
  };
}

/** 抽签: the one write in which everything that was decided, and why, is kept, and everybody drawn is told. */
export function drawRound(round: Round, _input: unknown, context: Context, standing: Standing): Outcome<Round> {
  const status = advance(rotationWorkflow, 'draw', round, context);
  const { taken, reasons } = drawNow(round, standing);
  const seats = taken.result.seats.map((seat) => seatFrom(seat, round, standing, context.now));
  const { sequence } = taken.inputs;
  const drawn: Round = { ...round, status, sequence, drawnAt: context.now, draw: taken, reasons, seats };
  const document = settled(drawn);
  return {
    document,
    event: {
      type: 'rotation.drawn',
      data: {
        sequence,
        hash: taken.hash,
        people: seats.map(({ personName, unitName }) => `${unitName} ${personName}`),
      },
    },
    effects: seats.map((seat) => offer(document, seat)),
  };
}

/** 作废: a draft nobody was drawn for. */
export function discardRound(round: Round, _input: unknown, context: Context): Outcome<Round> {
  const status = advance(rotationWorkflow, 'discard', round, context);
  return { document: { ...round, status, closedAt: context.now }, event: { type: 'rotation.discarded' } };
}

/** 取消本轮: nobody has to come, and the ledger is as if the round had never been drawn. */
export function callOffRound(round: Round, { reason }: WithReason, context: Context): Outcome<Round> {
  const status = advance(rotationWorkflow, 'callOff', round, context);
  const told = round.seats.filter(({ state }) => ['offered', 'confirmed', 'declined'].includes(state));
  const seats = round.seats.map((seat) => (told.includes(seat) ? { ...seat, state: 'released' as const } : seat));
  const document = settled({ ...round, status, seats, outcomeReason: reason, closedAt: context.now });
  return {
    document,
    event: { type: 'rotation.calledOff', data: { reason } },
    effects: [settle({ as: 'cancelled' }), ...told.map(({ person }) => tell(document, person, 'rotation.calledOff'))],
  };
}
