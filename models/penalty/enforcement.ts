/** 复议诉讼、催告、申请法院强制执行, and a decision that falls. Pure. Source: 行政处罚法 第七十三条; 行政强制法 第五十三至五十八条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { deadline, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { withdrawDisclosure } from '../disclosure/disclosure.effects';
import { tellParty } from '../party/party.effects';
import { type CaseFacts, notNow, outcome, take, tell } from './acting';
import { type CaseServing } from './case.schema';
import { ledgerAt, movedByAccount, requireDays, requirePast } from './execution';
import {
  type AcceptedByCourt,
  type AnnulDecision,
  type AnswerDemand,
  type ApplyCourt,
  type BeginRemedy,
  type Court,
  type Demand,
  type EndRemedy,
  type FinishEnforcement,
  type RuledByCourt,
  type ServeDecision,
} from './execution.schema';
import { type PenaltyCase } from './penalty.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

const servedOn = ({ serving }: Case) => shanghaiDay(serving?.at ?? new Date(0));

/** 复议、诉讼: from here on no day counts for the late penalty. */
export function beginRemedy(record: Case, input: BeginRemedy, context: Context): Result {
  const status = take('beginRemedy', record, context);
  requireDays(['送达日期', servedOn(record)], ['受理日期', input.from]);
  requirePast('受理日期', input.from, context);
  const remedy = { id: `${input.kind}:${String(record.remedies.length + 1)}`, ...input, to: null, result: null };
  const document = { ...record, status, remedies: [...record.remedies, remedy] };
  return outcome(document, 'remedyBegun', { kind: input.kind, body: input.body, no: input.no, from: input.from });
}

/** The day on which it ended still does not count. */
export function endRemedy(record: Case, { to, result }: EndRemedy, context: Context): Result {
  const status = take('endRemedy', record, context);
  const running = record.remedies.find((remedy) => remedy.to === null);
  if (!running) throw notNow('没有正在进行的复议或者诉讼。');
  requireDays(['受理日期', running.from], ['结案日期', to]);
  requirePast('结案日期', to, context);
  const remedies = record.remedies.map((remedy) => (remedy === running ? { ...remedy, to, result } : remedy));
  const document = { ...record, status, remedies };
  const changed = record.payment ? movedByAccount(document, shanghaiDay(context.now)) : document;
  return outcome(changed, 'remedyEnded', { kind: running.kind, to, result });
}

const amounts = (record: Case, now: Date) => {
  const { fineFen, confiscationFen, lateFen } = ledgerAt(record, shanghaiDay(now)).open;
  return { fineFen, confiscationFen, lateFen };
};

/** 催告: what is owed on this day, asked for once more. */
export function demandPayment(record: Case, _input: unknown, context: Context): Result {
  const status = take('demand', record, context);
  const demand: Demand = {
    ...{ at: context.now, by: context.actor.id, ...amounts(record, context.now) },
    ...{ serving: null, dueAt: null, answer: null },
  };
  const document = { ...record, status, enforcement: { demand, court: null } };
  return outcome(document, 'demanded', {}, tell(document, record.investigatorIds, 'penalty.serveDemand'));
}

const demandOf = ({ enforcement }: Case): Demand => {
  if (!enforcement?.demand) throw notNow('还没有催告，请先制作催告书。');
  return enforcement.demand;
};
const courtOf = ({ enforcement }: Case): Court => {
  if (!enforcement?.court) throw notNow('还没有申请法院强制执行。');
  return enforcement.court;
};

/** Ten working days from here; periods of up to ten days are working days (行政强制法 第六十九条). */
export function serveDemand(record: Case, input: ServeDecision, context: Context): Result {
  const status = take('serveDemand', record, context);
  const demand = demandOf(record);
  const { how, on, receiver, place, witness, remark, photos } = input;
  requireDays(['催告日期', shanghaiDay(demand.at)], ['送达日期', on]);
  requirePast('送达日期', on, context);
  const serving: CaseServing = {
    ...{ how, at: startOfShanghaiDay(on), receiver, place, witness: witness || null, remark },
    ...{ proof: photos, by: context.actor.id },
  };
  const { dueAt } = deadline({ from: serving.at, ...policy().execution.demand });
  const enforcement = { demand: { ...demand, serving, dueAt }, court: null };
  return outcome({ ...record, status, enforcement }, 'demandServed', { how, on, dueAt }, [
    settle({ purposes: ['penalty.serveDemand'] }),
    tellParty({ case: record._id, purpose: 'demand.served' }),
  ]);
}

/** 陈述申辩 against the demand (行政强制法 第三十六条). */
export function answerDemand(record: Case, { answer }: AnswerDemand, context: Context): Result {
  const status = take('answerDemand', record, context);
  const enforcement = { demand: { ...demandOf(record), answer }, court: null };
  return outcome({ ...record, status, enforcement }, 'demandAnswered', { answer });
}

/** 申请人民法院强制执行, for what is owed on this day. */
export function applyCourt(record: Case, { court: name, approval }: ApplyCourt, context: Context): Result {
  const status = take('applyCourt', record, context);
  const court: Court = {
    ...{ at: context.now, by: context.actor.id, approval: signedOf(approval, context), court: name },
    ...amounts(record, context.now),
    ...{ no: null, acceptedOn: null, ruling: null, ruledOn: null, rulingReason: null, finishedOn: null, result: null },
  };
  const document = { ...record, status, enforcement: { demand: demandOf(record), court } };
  return outcome(document, 'courtApplied', { court: name }, [
    settle({}),
    ...tell(document, record.investigatorIds, 'penalty.fileCourt'),
  ]);
}

const inCourt = (record: Case, change: Partial<Court>): Case => ({
  ...record,
  enforcement: { demand: demandOf(record), court: { ...courtOf(record), ...change } },
});

export function acceptedByCourt(record: Case, { no, acceptedOn }: AcceptedByCourt, context: Context): Result {
  take('acceptedByCourt', record, context);
  requireDays(['申请日期', shanghaiDay(courtOf(record).at)], ['受理日期', acceptedOn]);
  requirePast('受理日期', acceptedOn, context);
  return outcome(inCourt(record, { no, acceptedOn }), 'courtAccepted', { no, acceptedOn }, [
    settle({ purposes: ['penalty.fileCourt'] }),
  ]);
}

export function ruledByCourt(record: Case, input: RuledByCourt, context: Context, facts: CaseFacts): Result {
  take('ruledByCourt', record, context);
  const { ruling, ruledOn, reason } = input;
  requireDays(['受理日期', courtOf(record).acceptedOn ?? ''], ['裁定日期', ruledOn]);
  requirePast('裁定日期', ruledOn, context);
  const document = inCourt(record, { ruling, ruledOn, rulingReason: reason });
  const heads = facts.heads.map(({ id }) => id);
  return outcome(document, 'courtRuled', { ruling, ruledOn, reason }, [
    settle({ purposes: ['penalty.ruling'] }),
    ...(ruling === 'REFUSED' ? tell(document, heads, 'penalty.courtRefused') : []),
  ]);
}

export function finishEnforcement(record: Case, { on, summary }: FinishEnforcement, context: Context): Result {
  const status = take('finishEnforcement', record, context);
  requireDays(['裁定日期', courtOf(record).ruledOn ?? ''], ['执行完毕日期', on]);
  requirePast('执行完毕日期', on, context);
  const document = { ...inCourt(record, { finishedOn: on, result: summary }), status };
  return outcome(document, 'enforced', { on, summary }, [settle({})]);
}

/**
 * 决定被撤销、变更、确认违法或者无效. What was published is taken back within three working days (行政处罚法 第四十八条); where it was changed
 * the account goes on with the new amounts, where it was revoked nothing is owed and what was paid is owed back.
 */
export function annulDecision(record: Case, input: AnnulDecision, context: Context): Result {
  const status = take('annul', record, context);
  requirePast('作出日期', input.on, context);
  const annulled = { ...input, at: context.now, by: context.actor.id };
  const falls = input.kind === 'REVOKED' || input.kind === 'INVALID';
  const fineFen = falls ? 0 : input.fineFen;
  const payment =
    record.payment && fineFen !== null
      ? {
          ...record.payment,
          fineFen,
          confiscationFen: falls ? 0 : (input.confiscationFen ?? record.payment.confiscationFen),
        }
      : record.payment;
  const changed = { ...record, status, annulled, payment };
  const counts = payment && input.kind === 'CHANGED' && !['decided', 'enforced', 'closed', 'archived'].includes(status);
  const document = counts ? movedByAccount(changed, shanghaiDay(context.now)) : changed;
  return outcome(document, 'annulled', { kind: input.kind, body: input.body, no: input.no, on: input.on }, [
    settle({ as: 'cancelled' }),
    withdrawDisclosure({ source: 'CASE', id: record._id, ground: input.kind, on: input.on }),
    ...tell(document, record.investigatorIds, 'penalty.annulled'),
    tellParty({ case: record._id, purpose: 'decision.annulled' }),
  ]);
}
