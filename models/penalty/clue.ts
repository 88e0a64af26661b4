/** 线索: how it is registered, reviewed and decided. Pure: no database, no clock. */
import { settle } from '../assignment/assignment.effects';
import { deadline, shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { type Context, type Effect, type Outcome } from '../core/workflow';
import { limitationOf } from '../law/limitation';
import { partyKeyOf } from '../party/party.schema';
import { alarmsOf, directorOf, type Named, outcome, take, tell as tellAll } from './acting';
import { authorityOf } from './authority';
import { BEFORE_FILING } from './case.schema';
import { decisionClock } from './clocks';
import { BEFORE_EXECUTION } from './execution.schema';
import { isOwnClue } from './penalty.guards';
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
} from './penalty.schema';

/** Who could decide: the heads of the county's branch, its leader first, then the leaders of the bureau. */
export interface DeciderFacts {
  heads: readonly Named[];
  leaders: readonly Named[];
}
export interface ClueFacts extends DeciderFacts {
  officers: Named[];
  registeredBy: Named;
  /** Of a daily penalty: what it multiplies. */
  origin?: PenaltyCase['origin'];
}

/** The first who neither found nor registered it. */
function deciderOf(clue: PenaltyCase, { heads, leaders }: DeciderFacts): Named[] {
  return [...heads, ...leaders].filter(({ id }) => !isOwnClue(clue, id)).slice(0, 1);
}

const ASKS = ['penalty.clue', 'penalty.extension', 'penalty.due'];
function tell(clue: PenaltyCase, people: readonly Named[], purpose: `penalty.${string}`, because?: string): Effect[] {
  return tellAll(clue, people, purpose, {
    ...{ dueAt: clue.reviewDueAt },
    ...(ASKS.includes(purpose) ? {} : { quiet: true as const }),
    ...(because ? { because } : {}),
  });
}

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
function conditionsOf(input: Omit<FilePenalty, 'approval'>): Conditions {
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

export interface DecisionFacts extends DeciderFacts {
  decidedByName: string;
  /** 立案号; of a refusal null. */
  no: string | null;
}

function decided(
  clue: PenaltyCase,
  step: 'file' | 'refuse',
  { conditions, reason }: { conditions: Conditions; reason: string | null },
  context: Context,
  { decidedByName }: DecisionFacts,
): { document: PenaltyCase; data: Record<string, unknown>; told: Effect[] } {
  const status = take(step, clue, context);
  const { now, actor } = context;
  const document: PenaltyCase = {
    ...{ ...clue, status, conditions, decisionReason: reason },
    ...{ decidedBy: actor.id, decidedByName, decidedAt: now },
  };
  const { registeredBy: id, registeredByName: name } = clue;
  const known = id === 'clock' ? [] : [{ id, name }];
  return {
    document,
    data: { conditions, reason, late: now > clue.reviewDueAt },
    told: [settle({}), ...tell(document, [...known, ...clue.officers], 'penalty.decided')],
  };
}

/** Longer ago than the longest limitation, whatever harm was done. */
const longOver = ({ actOn, registeredAt }: PenaltyCase): boolean =>
  actOn !== null &&
  limitationOf({ actOn, harm: true, healthHarm: true, discoveredOn: shanghaiDay(registeredAt) }).within === false;

/** 立案: all four conditions are met. @throws DomainError INVALID_INPUT naming those that are not */
export function filePenalty(
  clue: PenaltyCase,
  input: FilePenalty,
  context: Context,
  facts: DecisionFacts,
): Outcome<PenaltyCase> {
  const conditions = conditionsOf(input);
  const { document: filed, data, told } = decided(clue, 'file', { conditions, reason: null }, context, facts);
  const missing = unmet(conditions);
  if (missing.length > 0)
    throw new DomainError('INVALID_INPUT', `不满足“${missing.join('”“')}”，不能立案；请补充证据，或选“不予立案”。`, {});
  if (longOver(clue))
    throw new DomainError(
      'INVALID_INPUT',
      '违法行为已超过最长的追责时效，不能立案；请核对行为日期，或选“不予立案”。',
      {},
    );
  const { now: at, actor } = context;
  const begun = {
    ...{ no: facts.no ?? '', by: actor.id, byName: facts.decidedByName, at, dueAt: at },
    authority: authorityOf(clue.county, shanghaiDay(at)),
  };
  const dueAt = decisionClock({ ...filed, filing: begun })?.dueAt ?? at;
  const document: PenaltyCase = { ...filed, filing: { ...begun, dueAt } };
  return outcome(document, 'filed', { ...data, no: begun.no, dueAt }, [
    ...told,
    ...tellAll(document, directorOf(document, { ...facts, byName: '', reviewers: [] }), 'penalty.assign'),
  ]);
}

/** 不予立案: at least one condition is not met; where all are, a case has to be filed (行政处罚法 第五十四条). */
export function refuseFiling(
  clue: PenaltyCase,
  { reason, ...input }: RefuseFiling,
  context: Context,
  facts: DecisionFacts,
): Outcome<PenaltyCase> {
  const conditions = conditionsOf(input);
  const { document, data, told } = decided(clue, 'refuse', { conditions, reason }, context, facts);
  if (unmet(conditions).length === 0)
    throw new DomainError('INVALID_INPUT', '四个条件都满足的，应当立案；不予立案的，请把不满足的条件改为“否”。', {});
  return outcome(document, 'notFiled', data, told);
}

/** 申请延长审查, once. */
export function askExtension(
  clue: PenaltyCase,
  { reason }: AskExtension,
  context: Context,
  facts: DeciderFacts,
): Outcome<PenaltyCase> {
  take('askExtension', clue, context);
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
  take('approveExtension', clue, context);
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
  take('refuseExtension', clue, context);
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
  take('wake', clue, context);
  const due = alarmsOf(clue).filter(({ at }) => at <= context.now);
  const document = { ...clue, alarms: [...clue.alarms, ...due.map(({ id }) => id)] };
  const late = due.some(({ kind }) => kind === 'clueLate');
  const leader = facts.leaders.filter(({ id }) => !isOwnClue(clue, id)).slice(0, 1);
  const people = [...deciderOf(clue, facts), ...(late ? leader : [])];
  return outcome(document, due.length > 0 ? 'reminded' : 'clockChecked', { late }, [
    ...(due.length > 0 ? [settle({ purposes: ['penalty.due'], as: 'cancelled' as const })] : []),
    ...(due.length > 0 ? tell(document, people, 'penalty.due') : []),
  ]);
}
