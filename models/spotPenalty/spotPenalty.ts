/** 当场处罚: the decisions. Source: 行政处罚法 第五十一、五十二、六十八至七十一条. */
import { type z } from 'zod';
import { settle } from '../assignment/assignment.effects';
import { deadline, shanghaiDay } from '../core/calendar';
import { type Domain } from '../core/domain';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { prepareDisclosure, withdrawDisclosure } from '../disclosure/disclosure.effects';
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
import {
  BankSpotPenalty,
  HandInSpotPenalty,
  type IssueSpotPenalty,
  LandSpotPenalty,
  Nothing,
  RevokeSpotPenalty,
  type SpotPenalty,
} from './spotPenalty.schema';
import { collectFault, simpleFault } from './limits';
import { spotPenalties } from './spotPenalty.store';
import { spotPenaltyWorkflow } from './spotPenalty.workflow';

interface PenaltyAlarm extends Alarm {
  kind: 'overdue' | 'landing';
}

/** When the officers must have handed in what they collected; null while they are on the water, or nothing is in their hands. */
export function handInDue({ collection, landedAt, handedIn }: SpotPenalty): ReturnType<typeof deadline> | null {
  const from = collection?.atSea ? landedAt : collection?.at;
  return from && !handedIn ? deadline({ from, ...policy().spotPenalty.handIn }) : null;
}
export const bankDue = ({ handedIn, banked }: SpotPenalty): ReturnType<typeof deadline> | null =>
  handedIn && !banked ? deadline({ from: handedIn.at, ...policy().spotPenalty.bank }) : null;

const DAY = 24 * 3_600_000;

/** Whoever leads is told of each clock that has run out; the officers on the water are asked whether they have landed. */
export function alarmsOf(penalty: SpotPenalty): PenaltyAlarm[] {
  const { status, reportDueAt, collection, landedAt } = penalty;
  const overdue = (id: string, due: Date | undefined): PenaltyAlarm[] =>
    due ? [{ id, kind: 'overdue', at: due }] : [];
  if (status === 'revoked') return [];
  const landing = collection?.atSea && !landedAt;
  return [
    ...(status === 'issued' ? overdue('report', reportDueAt) : []),
    ...overdue('handIn', handInDue(penalty)?.dueAt),
    ...overdue('bank', bankDue(penalty)?.dueAt),
    ...(landing
      ? [
          {
            id: 'landing',
            kind: 'landing' as const,
            at: new Date(collection.at.getTime() + policy().spotPenalty.landingDays * DAY),
          },
        ]
      : []),
  ];
}

const outcome = outcomeOf<SpotPenalty>('spotPenalty', alarmsOf);

/** @throws DomainError INVALID_INPUT when the simple procedure does not reach so far, or the money may not be taken on the spot */
function requireWithinLimits(input: IssueSpotPenalty, now: Date): void {
  const { collection, actAt } = input;
  const limits = policy().spotPenalty;
  const fault = simpleFault(input, limits) ?? collectFault(input, limits);
  if (fault) throw new DomainError('INVALID_INPUT', fault);
  if (!collection) return;
  requireRecent('收缴时间', collection.at, now);
  requireOrder(['违法时间', actAt], ['收缴时间', collection.at]);
}

/** 当场作出并交付, for `create`. Amounts stand in the record and its document, never in a message or an event. */
export function issueSpotPenalty(
  id: string,
  input: IssueSpotPenalty,
  context: Context,
  facts: BegunFacts,
): Outcome<SpotPenalty> {
  const { now } = context;
  const { actAt, actPlace, violated, basis, reason, warning, fineFen, defence, serving, collection } = input;
  const { certificateShownAt, toldAt } = input;
  requireWithinLimits(input, now);
  requireRecent('送达时间', serving.at, now);
  requireOrder(['亮证时间', certificateShownAt], ['告知时间', toldAt], ['送达时间', serving.at]);
  requireOrder(['违法时间', actAt], ['送达时间', serving.at]);
  const document: SpotPenalty = {
    ...beginning(id, input, facts, now),
    status: 'issued',
    ...{ actAt, actPlace, facts: input.facts, violated, basis, reason, warning, fineFen, defence },
    ...{ certificateShownAt, toldAt, serving, collection, claims: collection ? [collection.receiptNo] : [] },
    reportDueAt: deadline({ from: serving.at, ...policy().spotPenalty.report }).dueAt,
    ...{ reportedAt: null, landedAt: null, handedIn: null, banked: null, paid: null, revokedReason: null },
  };
  const inHand = handInDue(document)?.dueAt;
  return outcome(document, 'issued', { collected: collection !== null, refused: serving.refusal !== null }, [
    ...tell(document, document.team, 'spotPenalty.report', { dueAt: document.reportDueAt }),
    ...(inHand ? tell(document, document.team, 'spotPenalty.handIn', { dueAt: inHand }) : []),
  ]);
}

function report(penalty: SpotPenalty, _input: unknown, context: Context, heads: string[]): Outcome<SpotPenalty> {
  const status = advance(spotPenaltyWorkflow, 'report', penalty, context);
  return outcome({ ...penalty, status, reportedAt: context.now }, 'reported', {}, [
    settle({ purposes: ['spotPenalty.report'] }),
    ...tell(penalty, heads, 'spotPenalty.receive'),
  ]);
}

function receive(penalty: SpotPenalty, _input: unknown, context: Context): Outcome<SpotPenalty> {
  const status = advance(spotPenaltyWorkflow, 'receive', penalty, context);
  return outcome({ ...penalty, status }, 'recorded', {}, [
    settle({ purposes: ['spotPenalty.receive'] }),
    prepareDisclosure({ source: 'SPOT', id: penalty._id }),
  ]);
}

function land(penalty: SpotPenalty, input: z.infer<typeof LandSpotPenalty>, context: Context): Outcome<SpotPenalty> {
  const at = input.at ?? context.now;
  advance(spotPenaltyWorkflow, 'land', penalty, context);
  requireRecent('靠岸时间', at, context.now);
  if (penalty.collection) requireOrder(['收缴时间', penalty.collection.at], ['靠岸时间', at]);
  const landed = { ...penalty, landedAt: at };
  const dueAt = handInDue(landed)?.dueAt;
  return outcome(landed, 'landed', { at }, [
    settle({ purposes: ['spotPenalty.landing'] }),
    ...(dueAt ? tell(landed, landed.team, 'spotPenalty.handIn', { dueAt }) : []),
  ]);
}

function handIn(
  penalty: SpotPenalty,
  { to }: z.infer<typeof HandInSpotPenalty>,
  context: Context,
  heads: string[],
): Outcome<SpotPenalty> {
  advance(spotPenaltyWorkflow, 'handIn', penalty, context);
  const handed = { ...penalty, handedIn: { at: context.now, by: context.actor.id, to } };
  const dueAt = bankDue(handed)?.dueAt;
  return outcome(handed, 'handedIn', {}, [
    settle({ purposes: ['spotPenalty.handIn', 'spotPenalty.landing'] }),
    ...tell(handed, heads, 'spotPenalty.bank', dueAt ? { dueAt } : {}),
  ]);
}

function bank(
  penalty: SpotPenalty,
  { slipNo }: z.infer<typeof BankSpotPenalty>,
  context: Context,
): Outcome<SpotPenalty> {
  advance(spotPenaltyWorkflow, 'bank', penalty, context);
  const banked = { at: context.now, by: context.actor.id, slipNo };
  return outcome({ ...penalty, banked }, 'banked', { slipNo }, [settle({ purposes: ['spotPenalty.bank'] })]);
}

function pay(
  penalty: SpotPenalty,
  { slipNo }: z.infer<typeof BankSpotPenalty>,
  context: Context,
): Outcome<SpotPenalty> {
  advance(spotPenaltyWorkflow, 'pay', penalty, context);
  return outcome({ ...penalty, paid: { at: context.now, slipNo } }, 'paid', { slipNo }, []);
}

function revoke(
  penalty: SpotPenalty,
  { reason }: z.infer<typeof RevokeSpotPenalty>,
  context: Context,
): Outcome<SpotPenalty> {
  const status = advance(spotPenaltyWorkflow, 'revoke', penalty, context);
  return outcome({ ...penalty, status, revokedReason: reason }, 'revoked', { reason }, [
    settle({ as: 'cancelled' }),
    withdrawDisclosure({ source: 'SPOT', id: penalty._id, ground: 'REVOKED', on: shanghaiDay(context.now) }),
  ]);
}

function wake(penalty: SpotPenalty, _input: unknown, context: Context, heads: string[]): Outcome<SpotPenalty> {
  advance(spotPenaltyWorkflow, 'wake', penalty, context);
  const alarm = dueAlarm(alarmsOf(penalty), penalty.alarms, context);
  const told =
    alarm.kind === 'landing'
      ? tell(penalty, penalty.team, 'spotPenalty.landing')
      : tell(penalty, heads, 'spotPenalty.overdue');
  return outcome({ ...penalty, alarms: [...penalty.alarms, alarm.id] }, alarm.kind, { clock: alarm.id }, told);
}

const headsOf = approversFor(spotPenalties);

export const spotPenaltyDomain: Domain<SpotPenalty> = {
  store: spotPenalties,
  workflow: spotPenaltyWorkflow,
  commands: {
    report: command(Nothing, report),
    receive: command(Nothing, receive),
    land: command(LandSpotPenalty, land),
    handIn: command(HandInSpotPenalty, handIn),
    bank: command(BankSpotPenalty, bank),
    pay: command(BankSpotPenalty, pay),
    revoke: command(RevokeSpotPenalty, revoke),
    wake: command(Nothing, wake),
  },
  facts: { report: headsOf, handIn: headsOf, wake: headsOf },
};
