/** 线索: how it is registered, reviewed and decided. Pure: no database, no clock. */
import { assign, settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { addCalendarDays, deadline, minutes, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { advance, type Context, type Effect, type Outcome } from '../core/workflow';
import { partyKeyOf } from '../party/party.schema';
import { BEFORE_FILING } from './case.schema';
import { BEFORE_EXECUTION } from './execution.schema';
import {
  type AskExtension,
  CONDITIONS,
  type ConditionName,
  type Conditions,
  type FilePenalty,
  type PenaltyCase,
  type RefuseExtension,
  type RefuseFiling,
  type RegisterClue,
  SOURCES,
} from './penalty.schema';
import { isOwnClue, penaltyWorkflow } from './penalty.workflow';

interface Named {
  id: string;
  name: string;
}
/** Who could decide: the heads of the county's branch, its leader first, then the leaders of the bureau. */
export interface DeciderFacts {
  heads: Named[];
  leaders: Named[];
}
export interface ClueFacts extends DeciderFacts {
  officers: Named[];
  registeredBy: Named;
  /** Of a daily penalty: what it multiplies. */
  origin?: PenaltyCase['origin'];
}

/** Number and source, for lists and cards: neither the party nor what was found. */
export const titleOf = ({ no, source }: Pick<PenaltyCase, 'no' | 'source'>) =>
  `${no ?? UNNUMBERED} · ${SOURCES[source.kind]}线索`;

/** The first who neither found nor registered it. */
function deciderOf(clue: PenaltyCase, { heads, leaders }: DeciderFacts): Named[] {
  return [...heads, ...leaders].filter(({ id }) => !isOwnClue(clue, id)).slice(0, 1);
}

function tell(clue: PenaltyCase, people: readonly Named[], purpose: `penalty.${string}`, because?: string): Effect[] {
  const asks = ['penalty.clue', 'penalty.extension', 'penalty.due'].includes(purpose);
  return [...new Set(people.map(({ id }) => id))].map((person) =>
    assign({
      ...{ person, purpose, title: titleOf(clue), ladder: asks, county: clue.county, dueAt: clue.reviewDueAt },
      ...(because ? { because } : {}),
    }),
  );
}

const DAY = minutes(24 * 60);

/** One reminder before the review is due, and one when it is. */
function alarmsOf({ status, reviewDueAt, registeredAt, alarms }: PenaltyCase) {
  if (status !== 'clue') return [];
  const day = shanghaiDay(reviewDueAt);
  const remindOn = addCalendarDays(day, -policy().penalty.remindBeforeDays);
  const at = new Date(startOfShanghaiDay(remindOn).getTime() + DAY / 3);
  return [
    ...(at > registeredAt ? [{ id: `remind:${day}`, at, late: false }] : []),
    { id: `overdue:${day}`, at: reviewDueAt, late: true },
  ].filter(({ id }) => !alarms.includes(id));
}

const outcome = (
  document: PenaltyCase,
  type: string,
  data: Record<string, unknown>,
  effects: Effect[],
): Outcome<PenaltyCase> => ({
  document: { ...document, wakeAt: alarmsOf(document)[0]?.at ?? null },
  event: { type: `penalty.${type}`, data },
  effects,
});

const IN_CHARGE = '您负责立案审查：您没有参与发现和登记这条线索';

/** A new clue: fifteen calendar days for the preliminary review, and a card for the first who may decide. 处罚办法 第十八条. */
export function registerClue(id: string, said: RegisterClue, context: Context, facts: ClueFacts): Outcome<PenaltyCase> {
  const { now } = context;
  if (said.actOn && said.actOn > shanghaiDay(now))
    throw new DomainError('INVALID_INPUT', '违法行为的日期还没有到，请核对日期。', { fields: [{ field: 'actOn' }] });
  const { officers, registeredBy } = facts;
  const document: PenaltyCase = {
    ...{ _id: id, version: 0, status: 'clue', no: null, ...said, evidence: [...new Set(said.evidence)] },
    ...{ officers, team: officers.map((one) => one.id) },
    ...{ registeredBy: registeredBy.id, registeredByName: registeredBy.name, registeredAt: now },
    reviewDueAt: deadline({ from: now, ...policy().penalty.review }).dueAt,
    ...{ extension: null, conditions: null, decidedBy: null, decidedByName: null, decidedAt: null },
    ...{
      decisionReason: null,
      ...BEFORE_FILING,
      ...BEFORE_EXECUTION,
      partyKey: partyKeyOf(id),
      origin: facts.origin ?? null,
      alarms: [],
      wakeAt: null,
    },
  };
  const data = { source: said.source.kind, no: said.source.no, evidence: document.evidence.length };
  const told = tell(document, deciderOf(document, facts), 'penalty.clue', IN_CHARGE);
  return { ...outcome(document, 'registered', data, told), number: 'XS' };
}

/** The four answers as they are kept. */
function conditionsOf(input: FilePenalty): Conditions {
  const one = (name: ConditionName) => ({ met: input[name], reason: input[`${name}Reason`] });
  return {
    initialEvidence: one('initialEvidence'),
    penaltyPossible: one('penaltyPossible'),
    jurisdiction: one('jurisdiction'),
    withinLimitation: one('withinLimitation'),
  };
}
const unmet = (conditions: Conditions) =>
  (Object.keys(CONDITIONS) as ConditionName[]).filter((name) => !conditions[name].met).map((name) => CONDITIONS[name]);

export interface DecisionFacts {
  decidedByName: string;
}

function decided(
  clue: PenaltyCase,
  step: 'file' | 'refuse',
  { conditions, reason }: { conditions: Conditions; reason: string | null },
  context: Context,
  { decidedByName }: DecisionFacts,
): Outcome<PenaltyCase> {
  const status = advance(penaltyWorkflow, step, clue, context);
  const { now, actor } = context;
  const document: PenaltyCase = {
    ...{ ...clue, status, conditions, decisionReason: reason },
    ...{ decidedBy: actor.id, decidedByName, decidedAt: now },
  };
  const data = { conditions, reason, late: now > clue.reviewDueAt };
  const { registeredBy: id, registeredByName: name } = clue;
  const known = id === 'clock' ? [] : [{ id, name }];
  return outcome(document, step === 'file' ? 'filed' : 'notFiled', data, [
    settle({}),
    ...tell(document, [...known, ...clue.officers], 'penalty.decided'),
  ]);
}

/** 立案: all four conditions are met. @throws DomainError INVALID_INPUT naming those that are not */
export function filePenalty(
  clue: PenaltyCase,
  input: FilePenalty,
  context: Context,
  facts: DecisionFacts,
): Outcome<PenaltyCase> {
  const conditions = conditionsOf(input);
  const missing = unmet(conditions);
  const result = decided(clue, 'file', { conditions, reason: null }, context, facts);
  if (missing.length > 0)
    throw new DomainError('INVALID_INPUT', `不满足“${missing.join('”“')}”，不能立案；请补充证据，或选“不予立案”。`, {});
  return result;
}

/** 不予立案: at least one condition is not met; where all are, a case has to be filed (行政处罚法 第五十四条). */
export function refuseFiling(
  clue: PenaltyCase,
  { reason, ...input }: RefuseFiling,
  context: Context,
  facts: DecisionFacts,
): Outcome<PenaltyCase> {
  const conditions = conditionsOf(input);
  const result = decided(clue, 'refuse', { conditions, reason }, context, facts);
  if (unmet(conditions).length === 0)
    throw new DomainError('INVALID_INPUT', '四个条件都满足的，应当立案；不予立案的，请把不满足的条件改为“否”。', {});
  return result;
}

/** 申请延长审查, once. */
export function askExtension(
  clue: PenaltyCase,
  { reason }: AskExtension,
  context: Context,
  facts: DeciderFacts,
): Outcome<PenaltyCase> {
  advance(penaltyWorkflow, 'askExtension', clue, context);
  const { actor, now } = context;
  if (now > clue.reviewDueAt)
    throw new DomainError('NOT_NOW', '审查期限已过，不能再申请延长，请尽快决定是否立案。', {});
  const extension = {
    ...{ askedBy: actor.id, askedAt: now, reason, approvedBy: null, approvedAt: null, refusedReason: null },
  };
  const others = [...facts.heads, ...facts.leaders].filter(({ id }) => id !== actor.id && !isOwnClue(clue, id));
  const document = { ...clue, extension };
  return outcome(document, 'extensionAsked', { reason }, tell(document, others.slice(0, 1), 'penalty.extension'));
}

/** 同意延长: fifteen days more, counted from the end of the first period. */
export function approveExtension(clue: PenaltyCase, _input: unknown, context: Context): Outcome<PenaltyCase> {
  advance(penaltyWorkflow, 'approveExtension', clue, context);
  const { extension } = clue;
  if (!extension) throw new DomainError('NOT_NOW', '没有等待批准的延长申请。', {});
  const { dueAt } = deadline({ from: clue.reviewDueAt, ...policy().penalty.reviewExtension });
  const document = {
    ...{ ...clue, reviewDueAt: dueAt },
    extension: { ...extension, approvedBy: context.actor.id, approvedAt: context.now },
  };
  return outcome(document, 'extended', { dueAt }, [
    settle({ purposes: ['penalty.extension', 'penalty.due'] }),
    ...tell(document, [{ id: extension.askedBy, name: '' }], 'penalty.extensionDecided'),
  ]);
}

/** 不同意延长. */
export function refuseExtension(
  clue: PenaltyCase,
  { reason }: RefuseExtension,
  context: Context,
): Outcome<PenaltyCase> {
  advance(penaltyWorkflow, 'refuseExtension', clue, context);
  const { extension } = clue;
  if (!extension) throw new DomainError('NOT_NOW', '没有等待批准的延长申请。', {});
  const document = { ...clue, extension: { ...extension, refusedReason: reason } };
  return outcome(document, 'extensionRefused', { reason }, [
    settle({ purposes: ['penalty.extension'] }),
    ...tell(document, [{ id: extension.askedBy, name: '' }], 'penalty.extensionDecided'),
  ]);
}

/** The clock's turn: a reminder for whoever decides, and, once the time is over, the leaders above. */
export function wakeClue(
  clue: PenaltyCase,
  _input: unknown,
  context: Context,
  facts: DeciderFacts,
): Outcome<PenaltyCase> {
  advance(penaltyWorkflow, 'wake', clue, context);
  const due = alarmsOf(clue).filter(({ at }) => at <= context.now);
  const document = { ...clue, alarms: [...clue.alarms, ...due.map(({ id }) => id)] };
  const late = due.some((alarm) => alarm.late);
  const leader = facts.leaders.filter(({ id }) => !isOwnClue(clue, id)).slice(0, 1);
  const people = [...deciderOf(clue, facts), ...(late ? leader : [])];
  return outcome(document, due.length > 0 ? 'reminded' : 'clockChecked', { late }, [
    ...(due.length > 0 ? [settle({ purposes: ['penalty.due'], as: 'cancelled' as const })] : []),
    ...(due.length > 0 ? tell(document, people, 'penalty.due') : []),
  ]);
}
