/** What follows from a visit: extension, sign-off, 按日连续处罚, a new order with another hidden recheck, a new clue, the end. Pure. */
import { settle } from '../assignment/assignment.effects';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Outcome } from '../core/workflow';
import { checkDaily, type DailyCheck, type DailyRound, type OriginalPenalty } from '../dailyPenalty/dailyCheck';
import { registerPenaltyClue } from '../penalty/penalty.effects';
import { openVisit, outcome, tell, withVisit } from './clocks';
import {
  type AskExtension,
  type FollowUp,
  type Reassign,
  type Remark,
  type ServedOrder,
  type Visit,
  type WithReason,
} from './followUp.schema';
import { followUpWorkflow } from './followUp.workflow';
import { type Named } from './planning';
import { type ClueFacts, clueOf, type HeadsFacts } from './visiting';

/** 申请延期, once: at most so many calendar days from the visit. */
export function askExtension(
  followUp: FollowUp,
  { until, reason }: AskExtension,
  context: Context,
  heads: HeadsFacts,
): Outcome<FollowUp> {
  advance(followUpWorkflow, 'askExtension', followUp, context);
  const { actor, now } = context;
  const visited = followUp.visits.at(-1)?.at ?? now;
  const latest = addCalendarDays(shanghaiDay(visited), policy().followUp.extensionDays);
  if (until <= shanghaiDay(now) || until > latest)
    throw new DomainError('INVALID_INPUT', `延期要在今天以后、${latest} 之前（含当天），请重新选择日期。`, { until });
  const asked = { until, reason, askedBy: actor.id, askedAt: now, decidedBy: null, approved: null, remark: '' };
  const changed = { ...followUp, since: now, extension: asked };
  return outcome(changed, 'extensionAsked', { until, reason }, [
    settle({}),
    ...tell(changed, heads, 'followUp.extension'),
  ]);
}

/** 同意延期: reminder, visit and verdict begin anew for the new last day. */
export function approveExtension(followUp: FollowUp, _input: unknown, context: Context): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'approveExtension', followUp, context);
  const { extension } = followUp;
  if (!extension) throw new DomainError('NOT_NOW', '没有等待决定的延期申请。', {});
  const { actor, now } = context;
  const changed: FollowUp = {
    ...{ ...followUp, status, dueOn: extension.until, since: now },
    extension: { ...extension, decidedBy: actor.id, approved: true },
  };
  return outcome(changed, 'extended', { until: extension.until }, [
    settle({}),
    ...tell(changed, changed.team, 'followUp.extensionDecided', { quiet: true }),
  ]);
}

/** 不同意延期: what was not done counts as not corrected. */
export function refuseExtension(followUp: FollowUp, { reason }: WithReason, context: Context): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'refuseExtension', followUp, context);
  const { extension } = followUp;
  if (!extension) throw new DomainError('NOT_NOW', '没有等待决定的延期申请。', {});
  const { actor, now } = context;
  const changed: FollowUp = {
    ...{ ...followUp, status, since: now },
    extension: { ...extension, decidedBy: actor.id, approved: false, remark: reason },
  };
  return outcome(changed, 'extensionRefused', { reason }, [
    settle({}),
    ...tell(changed, changed.team, 'followUp.dailyCheck'),
  ]);
}

export interface SignOffFacts {
  name: string;
  /** Whether the case is paid or enforced; true as well where nothing was to be paid. */
  paid: boolean;
}

/** 销号: corrected, paid, and looked at by somebody else. */
export function signOff(
  followUp: FollowUp,
  { note }: Remark,
  context: Context,
  { name, paid }: SignOffFacts,
): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'signOff', followUp, context);
  if (!paid && followUp.items.some(({ obligation }) => obligation === 'PAY'))
    throw new DomainError('NOT_NOW', '罚没款还没有缴清，缴清或者执行完毕后再销号。', {});
  const { actor, now } = context;
  const items = followUp.items.map((item) =>
    item.obligation === 'PAY' && !item.result
      ? { ...item, result: { result: 'DONE' as const, at: now, by: actor.id, note: '' } }
      : item,
  );
  const signedOff = { at: now, by: actor.id, name, note };
  const changed = { ...followUp, status, since: now, items, signedOff };
  return outcome(changed, 'signedOff', { note }, [
    settle({}),
    ...tell(changed, changed.team, 'followUp.signedOff', { quiet: true }),
  ]);
}

/** 退回重新认定. */
export function sendBack(followUp: FollowUp, { reason }: WithReason, context: Context): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'sendBack', followUp, context);
  const changed = { ...followUp, status, since: context.now };
  return outcome(changed, 'sentBack', { reason }, [settle({}), ...tell(changed, changed.team, 'followUp.judge')]);
}

/** The rechecks of this follow-up as the daily penalty counts them. */
export function roundsOf({ orders, visits }: Pick<FollowUp, 'orders' | 'visits'>): DailyRound[] {
  return visits.flatMap(({ at, order, inspection, siteRecord, finding, chargedBy }: Visit) => {
    if (!at || !finding) return [];
    const served = orders.find(({ id }) => id === order) ?? null;
    return [
      {
        order: served && { id: served.id, no: served.no, servedOn: served.servedOn },
        recheck: { inspection, siteRecord, on: shanghaiDay(at) },
        ...{ finding, charged: chargedBy !== null },
      },
    ];
  });
}

export interface DailyFacts extends ClueFacts {
  original: OriginalPenalty;
}

const dailyId = ({ _id, cases }: FollowUp): string => `daily-${_id}-${cases.length + 1}`;
const yuan = (fen: number): string => (fen / 100).toLocaleString('zh-CN');

const dailyWords = ({ days, fineFen, rounds }: DailyCheck, { no, fineFen: each }: OriginalPenalty): string =>
  [
    `原处罚决定${no ?? ''}罚款${yuan(each)}元，责令改正后经复查拒不改正。`,
    ...rounds.map(
      ({ order, recheck, from, to, days: n }) =>
        `${order.no}于${order.servedOn}送达，${recheck.on}复查仍未改正，${from}至${to}共${n}天。`,
    ),
    `按日连续处罚${days}天，${yuan(each)}元×${days}＝${yuan(fineFen)}元。`,
  ].join('');

/**
 * 提请按日连续处罚: a case of its own, which goes through notice, hearing and decision like every other.
 *
 * @throws DomainError NOT_NOW naming the points that stand against it
 */
export function startDaily(
  followUp: FollowUp,
  _input: unknown,
  context: Context,
  facts: DailyFacts,
): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'startDaily', followUp, context);
  const check = checkDaily(facts.original, roundsOf(followUp));
  if (!check.ok)
    throw new DomainError(
      'NOT_NOW',
      check.points
        .filter(({ ok }) => !ok)
        .map(({ because }) => because)
        .join('') || '没有可以计算的天数，请先重新责令改正并暗查。',
      {},
    );
  const id = dailyId(followUp);
  const counted = new Set(check.rounds.map(({ recheck }) => recheck.inspection));
  const visits = followUp.visits.map((visit) => (counted.has(visit.inspection) ? { ...visit, chargedBy: id } : visit));
  const changed = { ...followUp, status, since: context.now, visits, cases: [...followUp.cases, id] };
  const clue = clueOf(followUp, id, dailyWords(check, facts.original), context, facts.party.uscc, 'DAILY');
  const last = check.rounds.at(-1);
  return outcome(changed, 'dailyStarted', { case: id, days: check.days }, [
    settle({}),
    registerPenaltyClue({
      ...{
        ...clue,
        party: facts.party,
        evidence: [...new Set([...(clue.evidence ?? []), ...facts.evidence])].slice(0, 500),
      },
      daily: {
        ...{ original: facts.original.id, days: check.days, fineFen: check.fineFen },
        ...{ order: last?.order.id ?? '', recheck: last?.recheck.siteRecord ?? '' },
      },
    }),
    ...tell(changed, facts.heads, 'followUp.penalised', { quiet: true }),
  ]);
}

/**
 * 再次责令改正之后: the next hidden recheck under the new order.
 *
 * @throws DomainError NOT_NOW while no new order was served after the last visit
 */
export function rescheduleUnderOrder(
  followUp: FollowUp,
  _input: unknown,
  context: Context,
  { order }: { order: ServedOrder | null },
): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'newOrder', followUp, context);
  if (!order)
    throw new DomainError(
      'NOT_NOW',
      '没有找到上次核查之后送达的责令改正。请先在那次检查的“文书”里重新作出责令改正并送达，再点这里。',
      {},
    );
  const items = followUp.items.map((item) => (item.result?.result === 'DONE' ? item : { ...item, result: null }));
  const renewed: FollowUp = {
    ...{ ...followUp, status, items, orders: [...followUp.orders, order], dueOn: order.correctBy },
    since: context.now,
  };
  const { followUp: changed, effects } = withVisit(renewed, context.now);
  return outcome(changed, 'ordered', { no: order.no, servedOn: order.servedOn }, [settle({}), ...effects]);
}

/** 转为新线索: not corrected, and not to be punished by the day. */
export function handOn(
  followUp: FollowUp,
  { reason }: WithReason,
  context: Context,
  facts: ClueFacts,
): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'handOn', followUp, context);
  const id = `unheeded-${followUp._id}`;
  const clue = clueOf(followUp, id, `后督查发现拒不改正：${reason}`, context, facts.party.uscc);
  const changed = { ...followUp, status, since: context.now, cases: [...followUp.cases, id], endedReason: reason };
  return outcome(changed, 'handedOn', { reason, case: id }, [
    settle({}),
    registerPenaltyClue({ ...clue, party: facts.party, evidence: facts.evidence.slice(0, 500) }),
  ]);
}

/** 结束: the decision was annulled, the party is gone, a seizure has ended the discharge, or the daily penalty is on its way. */
export function closeFollowUp(followUp: FollowUp, { reason }: WithReason, context: Context): Outcome<FollowUp> {
  const status = advance(followUpWorkflow, 'close', followUp, context);
  const changed = { ...followUp, status, since: context.now, endedReason: reason };
  return outcome(changed, 'closed', { reason }, [settle({ as: 'cancelled' })]);
}

/** 改派: the officers who look after it from now on. The check that is ordered already is reassigned where it stands. */
export function reassignFollowUp(
  followUp: FollowUp,
  { first, second }: Reassign,
  context: Context,
  { candidates }: { candidates: Named[] },
): Outcome<FollowUp> {
  advance(followUpWorkflow, 'reassign', followUp, context);
  const officers = [first, second].flatMap((id) => candidates.find((one) => one.id === id) ?? []);
  if (first === second || officers.length < 2)
    throw new DomainError('INVALID_INPUT', '请选择两名不同的持证执法人员。', { fields: [{ field: 'second' }] });
  const changed = { ...followUp, officers, team: officers.map(({ id }) => id) };
  const purpose = openVisit(changed) ? 'followUp.visit' : 'followUp.planned';
  return outcome(changed, 'reassigned', { officers: officers.map(({ name }) => name) }, [
    settle({ as: 'cancelled' }),
    ...tell(changed, changed.team, purpose, { quiet: true }),
  ]);
}
