/** 延长办案期限: asked for by who investigates, given by the head and once more by the collective. Pure. 处罚办法 第五十七条. */
import { settle } from '../assignment/assignment.effects';
import { signedOf } from '../approval/approval';
import { policy } from '../core/policy';
import { type Context, type Outcome } from '../core/workflow';
import { type CaseFacts, directorOf, faulty, notNow, outcome, take, tell } from './acting';
import { grantedDays, runningPause } from './clocks';
import { duePast } from './pausing';
import { type PenaltyCase } from './penalty.schema';
import { type AskMoreTime, type JustApproved, type Reason } from './steps.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

export function askMoreTime(record: Case, { days, reason }: AskMoreTime, context: Context, facts: CaseFacts): Result {
  take('askMoreTime', record, context);
  const given = record.decisionExtensions.filter(({ granted }) => granted);
  const level = given.some((one) => one.level === 'HEAD') ? 'COLLECTIVE' : 'HEAD';
  const { headDays, collectiveDays } = policy().penalty;
  const most = level === 'HEAD' ? headDays : collectiveDays;
  if (given.some((one) => one.level === 'COLLECTIVE'))
    throw notNow('办案期限已经延长两次，不能再延长，请尽快作出决定。');
  if (days > most) throw faulty('days', `这一次最多延长${most}天，请修改天数。`);
  if (!runningPause(record) && context.now > (duePast(record) ?? context.now))
    throw notNow('办案期限已过，不能再申请延长，请尽快办理并向负责人说明。');
  const extension = {
    ...{ level, days, reason, askedBy: context.actor.id, askedAt: context.now, granted: null, decidedBy: null },
    ...{ decidedAt: null, refusedReason: null, discussion: null, approval: null },
  } satisfies Case['decisionExtensions'][number];
  const document = { ...record, decisionExtensions: [...record.decisionExtensions, extension] };
  return outcome(
    document,
    'moreTimeAsked',
    { days, level, reason },
    tell(document, directorOf(document, facts), 'penalty.moreTime'),
  );
}

/** 延长: thirty days by the head; the second time only after a collective decision. */
export function extendDecision(record: Case, { approval }: JustApproved, context: Context): Result {
  take('extendDecision', record, context);
  const open = record.decisionExtensions.find(({ granted }) => granted === null);
  if (!open) throw notNow('没有等待决定的延长申请。');
  const discussed = record.discussions.filter(({ at, agreed }) => agreed && at > open.askedAt).at(-1);
  if (open.level === 'COLLECTIVE' && !discussed) throw notNow('第二次延长要经集体讨论决定，请先提请集体讨论。');
  const granted = {
    ...{ ...open, granted: true, decidedBy: context.actor.id, decidedAt: context.now },
    ...{ discussion: open.level === 'COLLECTIVE' ? (discussed?.discussion ?? null) : null },
    approval: signedOf(approval, context),
  };
  const decisionExtensions = record.decisionExtensions.map((one) => (one === open ? granted : one));
  const document = { ...record, decisionExtensions };
  const data = { days: open.days, all: grantedDays(document), dueAt: duePast(document) };
  return outcome(document, 'extendedDecision', data, [
    settle({ purposes: ['penalty.moreTime', 'penalty.deadline'] }),
    ...tell(document, [open.askedBy], 'penalty.moreTimeDecided', { quiet: true }),
  ]);
}

export function refuseMoreTime(record: Case, { reason }: Reason, context: Context): Result {
  take('refuseMoreTime', record, context);
  const open = record.decisionExtensions.find(({ granted }) => granted === null);
  if (!open) throw notNow('没有等待决定的延长申请。');
  const refused = {
    ...open,
    granted: false,
    decidedBy: context.actor.id,
    decidedAt: context.now,
    refusedReason: reason,
  };
  const document = {
    ...record,
    decisionExtensions: record.decisionExtensions.map((one) => (one === open ? refused : one)),
  };
  return outcome(document, 'moreTimeRefused', { reason }, [
    settle({ purposes: ['penalty.moreTime'] }),
    ...tell(document, [open.askedBy], 'penalty.moreTimeDecided', { quiet: true }),
  ]);
}
