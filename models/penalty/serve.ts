/** 送达决定书: how it reaches the party, and what begins to run. Pure. Source: 行政处罚法 第六十一条; 民事诉讼法 on service. */
import { settle } from '../assignment/assignment.effects';
import { deadline, endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { policy } from '../core/policy';
import { type Context, type Effect, type Outcome } from '../core/workflow';
import { prepareDisclosure } from '../disclosure/disclosure.effects';
import { scheduleFollowUp } from '../followUp/followUp.effects';
import { tellParty } from '../party/party.effects';
import { outcome, take, tell } from './acting';
import { type CaseServing, type Decision } from './case.schema';
import { requireDays, requirePast } from './execution';
import { deemedServed, paymentDue } from './execution.clocks';
import { type AnnounceDecision, type ConsentEService, type Payment, type ServeDecision } from './execution.schema';
import { paymentCode } from './paymentCode';
import { type PenaltyCase } from './penalty.schema';

type Case = PenaltyCase;
type Result = Outcome<PenaltyCase>;

/** What the decision imposes in money, due fifteen calendar days after receipt; null when it imposes none. */
function owedBy({ decision, no, _id }: Case, servedAt: Date): Payment | null {
  if (!decision || decision.fineFen + decision.confiscationFen === 0) return null;
  const { fineFen, confiscationFen, dueDays } = decision;
  return {
    ...{ reference: paymentCode(no ?? _id), fineFen, confiscationFen, receipts: [], refunds: [] },
    dueOn: shanghaiDay(paymentDue(servedAt, dueDays).dueAt),
  };
}

/** The party's periods run, the follow-up is planned, and what is published of it is prepared. */
function reached(record: Case, serving: CaseServing, effects: Effect[] = []): Case & { effects: Effect[] } {
  const payment = owedBy(record, serving.at);
  return {
    ...{ ...record, serving, payment, announcement: null, sent: null },
    effects: [
      settle({}),
      scheduleFollowUp({ case: record._id, servedAt: serving.at }),
      prepareDisclosure({ source: 'CASE', id: record._id }),
      ...effects,
    ],
  };
}

const decisionOf = ({ decision }: Case): Decision => {
  if (!decision) throw new DomainError('NOT_NOW', '还没有作出处罚决定，不能送达。');
  return decision;
};

/** Told with every way of service: the day it counts from, and whether the seven working days were kept. */
const told = (record: Case, { how, at }: CaseServing) => {
  const due = deadline({ from: decisionOf(record).at, ...policy().execution.service }).dueAt;
  return { how, on: shanghaiDay(at), late: at > due };
};

/** 直接、留置、邮寄、委托送达. @throws DomainError INVALID_INPUT for a day before the decision or still to come */
export function serveDecision(record: Case, input: ServeDecision, context: Context): Result {
  const status = take('serve', record, context);
  const { how, on, receiver, place, witness, remark, photos } = input;
  requireDays(['决定日期', shanghaiDay(decisionOf(record).at)], ['送达日期', on]);
  requirePast('送达日期', on, context);
  const serving: CaseServing = {
    ...{ how, at: startOfShanghaiDay(on), receiver, place, witness: witness || null, remark },
    ...{ proof: photos, by: context.actor.id },
  };
  const { effects, ...served } = reached({ ...record, status }, serving, [
    tellParty({ case: record._id, purpose: 'decision.served' }),
  ]);
  return outcome(served, 'served', told(record, serving), effects);
}

/** 电子送达确认书, signed by the party on its own page. */
export function consentEService(record: Case, { signature }: ConsentEService, context: Context): Result {
  const status = take('consentEService', record, context);
  const eService = { at: context.now, by: context.actor.id, signature };
  return outcome({ ...record, status, eService }, 'eServiceConsented');
}

/** 电子送达: only where the party has signed for it; it counts once the party confirms. */
export function sendElectronically(record: Case, _input: unknown, context: Context): Result {
  const status = take('sendElectronically', record, context);
  const { dueAt } = deadline({ from: context.now, ...policy().execution.eConfirm });
  const sent = { at: context.now, by: context.actor.id, confirmBy: dueAt };
  return outcome({ ...record, status, sent }, 'sentElectronically', { confirmBy: dueAt }, [
    tellParty({ case: record._id, purpose: 'decision.sent' }),
  ]);
}

/** 确认收到 on the party's own page. */
export function confirmReceipt(record: Case, _input: unknown, context: Context): Result {
  const status = take('confirmReceipt', record, context);
  const serving: CaseServing = {
    ...{ how: 'ELECTRONIC', at: context.now, receiver: record.party.name, place: '当事人专用页面' },
    ...{ witness: null, remark: '', proof: [], by: context.actor.id },
  };
  const { effects, ...served } = reached({ ...record, status }, serving);
  return outcome(served, 'served', told(record, serving), [
    ...effects,
    ...tell(served, record.investigatorIds, 'penalty.received', { quiet: true }),
  ]);
}

/** 公告送达: the last way; thirty days after it the decision counts as served. */
export function announceDecision(record: Case, input: AnnounceDecision, context: Context): Result {
  const status = take('announce', record, context);
  const { announcedOn, where, tried, photos } = input;
  requireDays(['决定日期', shanghaiDay(decisionOf(record).at)], ['公告日期', announcedOn]);
  requirePast('公告日期', announcedOn, context);
  const { dueAt } = deemedServed(announcedOn);
  const announcement = {
    ...{ announcedOn, where, tried, proof: photos, at: context.now, by: context.actor.id, deemedAt: dueAt },
  };
  return outcome({ ...record, status, announcement, sent: null }, 'announced', { where, tried, deemedAt: dueAt }, [
    settle({}),
  ]);
}

/** The announcement has run: by the clock. */
export function deemDecisionServed(record: Case, context: Context): Result {
  const { announcement } = record;
  if (!announcement) throw new DomainError('NOT_NOW', '没有正在进行的公告送达。');
  const status = take('deemedServed', record, context);
  const serving: CaseServing = {
    ...{ how: 'ANNOUNCEMENT', at: endOfShanghaiDay(announcement.deemedAt), receiver: record.party.name },
    ...{ place: announcement.where, witness: null, remark: announcement.tried, proof: announcement.proof },
    by: announcement.by,
  };
  const { effects, ...served } = reached({ ...record, status }, serving);
  return outcome(served, 'served', told(record, serving), [
    ...effects,
    ...tell(served, record.investigatorIds, 'penalty.received', { quiet: true }),
  ]);
}
