/** What the page of a case shows of its execution: the account to the day, the shares, demand and court. Names each field that leaves. */
import { shanghaiDay } from '../core/calendar';
import { SERVED_BY } from './case.schema';
import { accountOf } from './execution.clocks';
import { CLOSINGS, INSTALMENT_STATES, REMEDIES, REMEDY_RESULTS, RULINGS } from './execution.schema';
import { ledgerOf } from './ledger';
import { type PenaltyCase } from './penalty.schema';

type Case = PenaltyCase;

function moneyShown(record: Case, now: Date) {
  const { payment, instalment } = record;
  const account = accountOf(record);
  if (!payment || !account) return null;
  const { owed, paid, open, openFen, overFen, overdueFrom, lateDays, pausedDays, isCapped, lines, shares } = ledgerOf(
    account,
    shanghaiDay(now),
  );
  return {
    ...{ reference: payment.reference, dueOn: payment.dueOn, owed, paid, open, openFen, overFen },
    ...{ overdueFrom, lateDays, pausedDays, isCapped, shares },
    lines: lines.map(({ payment: _id, ...line }) => line),
    instalment: instalment && {
      ...{ status: INSTALMENT_STATES[instalment.status], reason: instalment.reason, asked: instalment.asked },
      ...{ answerDueAt: instalment.answerDueAt, decisionReason: instalment.decisionReason },
    },
  };
}

function enforcementShown({ enforcement }: Case) {
  const { demand, court } = enforcement ?? {};
  return {
    demand: demand && {
      at: demand.at,
      servedAt: demand.serving?.at ?? null,
      dueAt: demand.dueAt,
      answer: demand.answer,
    },
    court: court && {
      ...{ at: court.at, court: court.court, no: court.no, acceptedOn: court.acceptedOn, ruledOn: court.ruledOn },
      ...{ ruling: court.ruling && RULINGS[court.ruling], rulingReason: court.rulingReason, result: court.result },
    },
  };
}

/** Null before the decision. */
export function executionShown(record: Case, now: Date) {
  const { decision, serving, announcement, sent, remedies, annulled, closing, archive } = record;
  if (!decision) return null;
  return {
    serving: serving && {
      how: SERVED_BY[serving.how],
      at: serving.at,
      receiver: serving.receiver,
      place: serving.place,
    },
    announcement: announcement && { announcedOn: announcement.announcedOn, where: announcement.where },
    sentAt: sent?.at ?? null,
    money: moneyShown(record, now),
    remedies: (remedies ?? []).map(({ kind, body, no, from, to, result }) => ({
      ...{ kind: REMEDIES[kind], body, no, from, to, result: result && REMEDY_RESULTS[result] },
    })),
    ...enforcementShown(record),
    annulled: annulled && { body: annulled.body, no: annulled.no, on: annulled.on, reason: annulled.reason },
    closing: closing && {
      ...{ kind: CLOSINGS[closing.kind], summary: closing.summary, proposedByName: closing.proposedByName },
      ...{ returnedReason: closing.returnedReason, approvedByName: closing.approvedByName },
    },
    archive: archive && { no: archive.no, years: archive.years },
  };
}
export type ExecutionShown = NonNullable<ReturnType<typeof executionShown>>;
