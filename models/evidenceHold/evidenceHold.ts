/** 先行登记保存: the decisions. Source: 行政处罚法 第五十六条, 生态环境行政处罚办法 第三十二、三十三条. */
import { type z } from 'zod';
import { settle } from '../assignment/assignment.effects';
import { deadline } from '../core/calendar';
import { type Domain } from '../core/domain';
import { policy } from '../core/policy';
import { advance, command, type Context, type Outcome } from '../core/workflow';
import {
  type Alarm,
  beginning,
  type BegunFacts,
  dueAlarm,
  outcomeOf,
  requireOrder,
  requireRecent,
  tell,
} from '../serving/serving';
import { approversFor } from '../serving/serving.facts';
import { type Serving } from '../serving/serving.schema';
import {
  type AskEvidenceHold,
  DecideEvidenceHold,
  type EvidenceHold,
  GIVEN_BACK,
  HandBackEvidenceHold,
  Nothing,
  RefuseEvidenceHold,
  TakeEvidenceHold,
} from './evidenceHold.schema';
import { evidenceHolds } from './evidenceHold.store';
import { evidenceHoldWorkflow } from './evidenceHold.workflow';

/** What asking needs beyond the officers: who approves. */
export interface HoldFacts extends BegunFacts {
  approvers: string[];
}

interface HoldAlarm extends Alarm {
  why: 'APPROVAL' | 'DECISION';
}

/** The measure ends by itself: a day after it when nobody approved, seven working days after it when nobody decided. */
function alarmsOf({ status, approvedAt, approvalDueAt, decisionDueAt }: EvidenceHold): HoldAlarm[] {
  if (status !== 'held') return [];
  return [
    ...(approvedAt || !approvalDueAt ? [] : [{ id: 'approval', why: 'APPROVAL' as const, at: approvalDueAt }]),
    ...(decisionDueAt ? [{ id: 'decision', why: 'DECISION' as const, at: decisionDueAt }] : []),
  ];
}

/** Seven working days after the measure; explained day by day. */
export const decisionDue = ({ at }: Pick<Serving, 'at'>) => deadline({ from: at, ...policy().evidenceHold.decision });

const outcome = outcomeOf<EvidenceHold>('evidenceHold', alarmsOf);

const hours = (n: number) => n * 3_600_000;

/** The measure as taken on site, with its clocks. */
function taken(hold: EvidenceHold, serving: Serving): EvidenceHold {
  const approvalDueAt = new Date(serving.at.getTime() + hours(policy().evidenceHold.approvalHours));
  return {
    ...{ ...hold, status: 'held', serving, decisionDueAt: decisionDue(serving).dueAt },
    approvalDueAt: hold.approvedAt ? null : approvalDueAt,
  };
}

/** 提请先行登记保存, for `create`; already taken in urgency when `serving` says so. */
export function askEvidenceHold(
  id: string,
  input: AskEvidenceHold,
  { actor, now }: Context,
  facts: HoldFacts,
): Outcome<EvidenceHold> {
  const { suspicion, reason, method, place, objects, serving } = input;
  if (serving) requireRecent('实施时间', serving.at, now);
  const asked: EvidenceHold = {
    ...beginning(id, input, facts, now),
    status: 'asked',
    ...{ suspicion, reason, method, place, objects, urgent: serving !== null, askedBy: actor.id },
    ...{ approvedBy: null, approvedAt: null, refusedReason: null, serving: null, approvalDueAt: null },
    ...{ decisionDueAt: null, decision: null, lapse: null, handedBack: null },
  };
  if (!serving)
    return outcome(asked, 'asked', { objects: objects.length }, tell(asked, facts.approvers, 'evidenceHold.approve'));
  const held = taken(asked, serving);
  const dueAt = held.approvalDueAt ?? now;
  return outcome(
    held,
    'takenInUrgency',
    { objects: objects.length, refused: serving.refusal !== null },
    tell(held, facts.approvers, 'evidenceHold.urgent', { dueAt, urgent: true }),
  );
}

function approve(hold: EvidenceHold, _input: unknown, context: Context): Outcome<EvidenceHold> {
  const status = advance(evidenceHoldWorkflow, 'approve', hold, context);
  const approved = { ...hold, status, approvedBy: context.actor.id, approvedAt: context.now };
  return outcome(approved, 'approved', {}, [settle({}), ...tell(hold, hold.team, 'evidenceHold.take')]);
}

function confirm(hold: EvidenceHold, _input: unknown, context: Context): Outcome<EvidenceHold> {
  advance(evidenceHoldWorkflow, 'confirm', hold, context);
  const { actor, now } = context;
  const confirmed = { ...hold, approvedBy: actor.id, approvedAt: now };
  return outcome(confirmed, 'confirmed', {}, [
    settle({}),
    ...tell(hold, [actor.id], 'evidenceHold.decide', hold.decisionDueAt ? { dueAt: hold.decisionDueAt } : {}),
  ]);
}

function refuse(
  hold: EvidenceHold,
  { reason }: z.infer<typeof RefuseEvidenceHold>,
  context: Context,
): Outcome<EvidenceHold> {
  const status = advance(evidenceHoldWorkflow, 'refuse', hold, context);
  return outcome({ ...hold, status, refusedReason: reason }, 'refused', { reason }, [
    settle({}),
    ...tell(hold, hold.team, 'evidenceHold.refused', { quiet: true }),
  ]);
}

/** 不批准，解除: the things go back at once. */
function lift(
  hold: EvidenceHold,
  { reason }: z.infer<typeof RefuseEvidenceHold>,
  context: Context,
): Outcome<EvidenceHold> {
  const status = advance(evidenceHoldWorkflow, 'lift', hold, context);
  return outcome({ ...hold, status, refusedReason: reason }, 'lifted', { reason }, [
    settle({}),
    ...tell(hold, hold.team, 'evidenceHold.return'),
  ]);
}

function take(
  hold: EvidenceHold,
  { serving }: z.infer<typeof TakeEvidenceHold>,
  context: Context,
): Outcome<EvidenceHold> {
  advance(evidenceHoldWorkflow, 'take', hold, context);
  requireRecent('实施时间', serving.at, context.now);
  if (hold.approvedAt) requireOrder(['批准时间', hold.approvedAt], ['实施时间', serving.at]);
  const held = taken(hold, serving);
  const decider = hold.approvedBy ? [hold.approvedBy] : [];
  return outcome(held, 'taken', { refused: serving.refusal !== null }, [
    settle({}),
    ...tell(held, decider, 'evidenceHold.decide', held.decisionDueAt ? { dueAt: held.decisionDueAt } : {}),
  ]);
}

function decide(
  hold: EvidenceHold,
  { measure, reason }: z.infer<typeof DecideEvidenceHold>,
  context: Context,
): Outcome<EvidenceHold> {
  advance(evidenceHoldWorkflow, 'decide', hold, context);
  const back = GIVEN_BACK.includes(measure);
  const decision = { measure, reason, at: context.now, by: context.actor.id };
  return outcome({ ...hold, status: back ? 'toReturn' : 'decided', decision }, 'decided', { measure }, [
    settle({}),
    ...(back ? tell(hold, hold.team, 'evidenceHold.return') : []),
  ]);
}

function handBack(
  hold: EvidenceHold,
  { serving }: z.infer<typeof HandBackEvidenceHold>,
  context: Context,
): Outcome<EvidenceHold> {
  const status = advance(evidenceHoldWorkflow, 'handBack', hold, context);
  requireRecent('返还时间', serving.at, context.now);
  if (hold.serving) requireOrder(['实施时间', hold.serving.at], ['返还时间', serving.at]);
  return outcome({ ...hold, status, handedBack: serving }, 'handedBack', {}, [settle({})]);
}

/** Nobody did what had to be done in time: the measure is over, and whoever holds the things must give them back. */
function wake(hold: EvidenceHold, _input: unknown, context: Context, approvers: string[]): Outcome<EvidenceHold> {
  advance(evidenceHoldWorkflow, 'wake', hold, context);
  const { id, why, at } = dueAlarm(alarmsOf(hold), hold.alarms, context);
  const lapsed: EvidenceHold = { ...hold, status: 'lapsed', lapse: { why, at }, alarms: [...hold.alarms, id] };
  return outcome(lapsed, 'lapsed', { why }, [
    settle({ as: 'cancelled' }),
    ...tell(hold, [...hold.team, ...approvers], 'evidenceHold.return', { urgent: true }),
  ]);
}

export const evidenceHoldDomain: Domain<EvidenceHold> = {
  store: evidenceHolds,
  workflow: evidenceHoldWorkflow,
  commands: {
    approve: command(Nothing, approve),
    confirm: command(Nothing, confirm),
    refuse: command(RefuseEvidenceHold, refuse),
    lift: command(RefuseEvidenceHold, lift),
    take: command(TakeEvidenceHold, take),
    decide: command(DecideEvidenceHold, decide),
    handBack: command(HandBackEvidenceHold, handBack),
    wake: command(Nothing, wake),
  },
  facts: { wake: approversFor(evidenceHolds) },
};
